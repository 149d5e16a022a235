"""Rules over facts: what matches, what cannot be told. Pure; `engine.ts` is its mirror.

A rule is asked of the subjects that have all of its facts: an entry, an alert, or a count of
the diary. Its grave part comes before its lesser one; an unknown never matches.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from diary.codes import LEVELS
from triage.engine.compile import Part, compiled
from triage.engine.conditions import Facts, Thresholds, eased, thresholds


class Subject(NamedTuple):
    """What rules are asked of: facts, and the entries and local days they come from."""

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
    rules: Mapping[str, Any], subjects: Iterable[Subject], held: Set[str] = frozenset()
) -> Outcome:
    """Apply every rule to every subject it can be asked of; findings in the file's order.

    Those `held` are asked with eased thresholds, see standing.py. A rule is undetermined when
    an open answer could make it match, or match at a higher level. Raises TypeError when a
    fact is not declared or not of its declared type.
    """
    asked, limits = compiled(rules), thresholds(rules)
    lower = eased(limits) if held else limits
    matched: dict[str, list[tuple[Subject, Part]]] = {}
    possible: dict[str, int] = {}
    for subject in subjects:
        types, of_these = asked(tuple(subject.facts))
        for (name, fact), fits in zip(subject.facts.items(), types, strict=True):
            if fact is not None and not fits(fact):
                raise TypeError(f"the fact {name} is of a wrong type")
        for id, parts in of_these:
            for part in parts:
                told = part.holds(subject.facts, lower if id in held else limits)
                if told:
                    matched.setdefault(id, []).append((subject, part))
                    break
                if told is None:
                    possible[id] = max(part.rank, possible.get(id, -1))
    found = {id: max(part.rank for _, part in by) for id, by in matched.items()}
    return Outcome(
        level=LEVELS[max(found.values())] if found else None,
        findings=[
            _finding(rule, matched[rule["id"]], rules, limits) | {"held": rule["id"] in held}
            for rule in rules["rules"]
            if rule["id"] in matched
        ],
        undetermined=[
            rule["id"]
            for rule in rules["rules"]
            if possible.get(rule["id"], -1) > found.get(rule["id"], -1)
        ],
    )


def _finding(
    rule: Mapping[str, Any],
    matched: Sequence[tuple[Subject, Part]],
    rules: Mapping[str, Any],
    limits: Thresholds,
) -> dict[str, Any]:
    subjects = [subject for subject, _ in matched]
    top = max((part for _, part in matched), key=lambda part: part.rank)
    threshold = rules["thresholds"][rule["threshold"]] if rule["threshold"] else {}
    values = [subject.facts[rule["measure"]] for subject in subjects if rule["measure"]]
    return {
        "rule": rule["id"],
        "origin": rule["origin"],
        "level": LEVELS[top.rank],
        "threshold": threshold.get("value"),
        "usual": threshold.get("usual"),
        "evidence": {
            "episodes": sorted({id for subject in subjects for id in subject.episodes}),
            "alerts": sorted({id for subject in subjects for id in subject.alerts}),
            "days": sorted({day.isoformat() for subject in subjects for day in subject.days}),
            "value": max((v for v in values if isinstance(v, (int, float))), default=None),
        },
        "reminds": top.reminds([subject.facts for subject in subjects], limits),
    }
