"""Rules over facts: what matches, what cannot be told. Pure; `engine.ts` is its mirror.

A fact is a number, a boolean, a code or a set of codes; `None` is "not asked". A
condition over an unknown fact is unknown, and an unknown never matches. A rule is asked
of the subjects that have all of its facts: an entry, an alert, or a count of the diary.
"""

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from diary.codes import LEVELS

Fact = float | bool | str | frozenset[str] | None
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "eq": operator.eq,
    "has_any": lambda fact, value: not frozenset(value).isdisjoint(fact),
}
_OPS = {
    "number": {"eq", "lt", "lte", "gt", "gte"},
    "boolean": {"eq"},
    "code": {"eq"},
    "set": {"has_any"},
}


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What rules are asked of: facts, and the entries and local days they come from."""

    facts: Mapping[str, Fact]
    episodes: Sequence[str] = ()
    alerts: Sequence[str] = ()
    days: Sequence[date] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    level: str | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)
    undetermined: list[str] = field(default_factory=list)


def evaluate(rules: Mapping[str, Any], subjects: Iterable[Subject]) -> Outcome:
    """Apply every rule to every subject it can be asked of; findings in the file's order.

    Raises TypeError when a fact is not declared or not of its declared type.
    """
    subjects = list(subjects)
    for subject in subjects:
        for name, value in subject.facts.items():
            if not _typed(value, rules["facts"].get(name, {}).get("type")):
                raise TypeError(f"the fact {name} is not declared or of a wrong type")
    findings, undetermined = [], []
    for rule in rules["rules"]:
        names = facts_of(rule)
        asked = [subject for subject in subjects if names <= subject.facts.keys()]
        found, unknown = _ask(rules, rule, asked)
        if found:
            findings.append(found)
        elif unknown:
            undetermined.append(rule["id"])
    levels = [LEVELS.index(finding["level"]) for finding in findings]
    level = LEVELS[max(levels)] if levels else None
    return Outcome(level=level, findings=findings, undetermined=undetermined)


def _ask(
    rules: Mapping[str, Any], rule: Mapping[str, Any], asked: Sequence[Subject]
) -> tuple[dict[str, Any] | None, bool]:
    matched, levels, remind, unknown = [], [], [], False
    for subject in asked:
        for part in (rule, rule["lesser"]) if "lesser" in rule else (rule,):
            holds = condition(rules, part["when"], subject.facts)
            unknown = unknown or holds is None
            if holds:
                matched.append(subject)
                levels.append(LEVELS.index(part["level"]))
                remind.append(part["remind"])
                break
    if not matched:
        return None, unknown
    needed = remind[levels.index(max(levels))]
    values = [subject.facts[rule["measure"]] for subject in matched if rule["measure"]]
    threshold = rules["thresholds"][rule["threshold"]] if rule["threshold"] else {}
    return {
        "rule": rule["id"],
        "origin": rule["origin"],
        "level": LEVELS[max(levels)],
        "threshold": threshold.get("value"),
        "usual": threshold.get("usual"),
        "evidence": {
            "episodes": sorted({id for subject in matched for id in subject.episodes}),
            "alerts": sorted({id for subject in matched for id in subject.alerts}),
            "days": sorted({day.isoformat() for subject in matched for day in subject.days}),
            "value": max((v for v in values if isinstance(v, (int, float))), default=None),
        },
        "reminds": needed is not None
        and (
            len(matched) >= needed["matches"]
            or any("or" in needed and condition(rules, needed["or"], s.facts) for s in matched)
        ),
    }, unknown


def condition(rules: Mapping[str, Any], when: Any, facts: Mapping[str, Fact]) -> bool | None:
    """Whether it holds of the facts: True, False, or None when that cannot be told."""
    for word, decides in (("all", False), ("any", True)):
        if word in when:
            parts = [condition(rules, part, facts) for part in when[word]]
            return decides if decides in parts else None if None in parts else not decides
    fact, kind, value = facts[when["fact"]], rules["facts"][when["fact"]]["type"], when["value"]
    if isinstance(value, dict):
        value = rules["thresholds"][value["threshold"]]["value"]
    if when["op"] not in _OPS[kind] or not _typed(value, kind):
        raise TypeError(f"{when['op']} {value!r} does not fit the {kind} {when['fact']}")
    return None if fact is None else _COMPARE[when["op"]](fact, value)


def facts_of(rule: Mapping[str, Any]) -> set[str]:
    """The facts a subject must have to be asked; `lesser` reads no others."""
    either = (rule["remind"] or {}).get("or")
    return {*fact_names(rule["when"]), *(fact_names(either) if either else ())}


def fact_names(when: Any) -> Iterable[str]:
    for part in when.get("all") or when.get("any") or ():
        yield from fact_names(part)
    if "fact" in when:
        yield when["fact"]


def _typed(value: object, kind: str | None) -> bool:
    if kind == "number":
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return value is None or (number and math.isfinite(value))  # type: ignore[arg-type]
    if kind == "set":
        many = isinstance(value, (frozenset, set, list, tuple))
        return value is None or (many and all(isinstance(code, str) for code in value))  # type: ignore[attr-defined]
    return kind in ("boolean", "code") and (
        value is None or isinstance(value, bool if kind == "boolean" else str)
    )
