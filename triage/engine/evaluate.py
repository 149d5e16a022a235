"""The rules engine: which rules match, which are undetermined. Pure; mirrors `engine.ts`.

A rule applies to the subjects that have all of its facts: an entry, an alert, or a count of
the diary. Its higher level is tried before its lesser one; an unknown never matches.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from diary.schema.codes import LEVELS
from triage.engine.compile import RuleLevel, compile_rules
from triage.engine.conditions import (
    Facts,
    Thresholds,
    hysteresis_thresholds,
    threshold_values,
)


class Subject(NamedTuple):
    """Facts to apply rules to, and the entries and local days they come from."""

    facts: Facts
    episodes: Sequence[str] = ()
    alerts: Sequence[str] = ()
    days: Sequence[date] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    level: str | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)
    undetermined: list[str] = field(default_factory=list)


def evaluate(
    rules: Mapping[str, Any],
    subjects: Iterable[Subject],
    hysteresis_active: Set[str] = frozenset(),
) -> Outcome:
    """Apply every rule to every subject that has its facts; findings in the file's order.

    Rules in `hysteresis_active` get the lower thresholds, see triage/hysteresis.py. A rule is
    undetermined if an unknown fact could make it match, or match at a higher level. Raises
    TypeError if a fact is not declared or not of its declared type.
    """
    applicable, limits = compile_rules(rules), threshold_values(rules)
    lower = hysteresis_thresholds(limits) if hysteresis_active else limits
    matched: dict[str, list[tuple[Subject, RuleLevel]]] = {}
    possible: dict[str, int] = {}
    for subject in subjects:
        type_checks, applicable_rules = applicable(tuple(subject.facts))
        for (name, fact), is_type in zip(subject.facts.items(), type_checks, strict=True):
            if fact is not None and not is_type(fact):
                raise TypeError(f"the fact {name} is of a wrong type")
        for id, levels in applicable_rules:
            for level in levels:
                holds = level.holds(subject.facts, lower if id in hysteresis_active else limits)
                if holds:
                    matched.setdefault(id, []).append((subject, level))
                    break
                if holds is None:
                    possible[id] = max(level.rank, possible.get(id, -1))
    ranks = {id: max(level.rank for _, level in matches) for id, matches in matched.items()}
    return Outcome(
        level=LEVELS[max(ranks.values())] if ranks else None,
        findings=[
            _finding(rule, matched[rule["id"]], rules, limits)
            | {"hysteresis": rule["id"] in hysteresis_active}
            for rule in rules["rules"]
            if rule["id"] in matched
        ],
        undetermined=[
            rule["id"]
            for rule in rules["rules"]
            if possible.get(rule["id"], -1) > ranks.get(rule["id"], -1)
        ],
    )


def _finding(
    rule: Mapping[str, Any],
    matched: Sequence[tuple[Subject, RuleLevel]],
    rules: Mapping[str, Any],
    limits: Thresholds,
) -> dict[str, Any]:
    subjects = [subject for subject, _ in matched]
    top = max((level for _, level in matched), key=lambda level: level.rank)
    threshold = rules["thresholds"][rule["threshold"]] if rule["threshold"] else {}
    values = [subject.facts[rule["measure"]] for subject in subjects if rule["measure"]]
    return {
        "rule": rule["id"],
        "origin": rule["origin"],
        "level": LEVELS[top.rank],
        "threshold": threshold.get("value"),
        "default_threshold": threshold.get("default_value"),
        "evidence": {
            "episodes": sorted({id for subject in subjects for id in subject.episodes}),
            "alerts": sorted({id for subject in subjects for id in subject.alerts}),
            "days": sorted({day.isoformat() for subject in subjects for day in subject.days}),
            "value": max((v for v in values if isinstance(v, (int, float))), default=None),
        },
        "reminds": top.reminds([subject.facts for subject in subjects], limits),
    }
