"""Conditions over facts, read once from the rules file to be asked often. `conditions.ts` mirrors.

A fact is a number, a boolean, a code or a set of codes; `None` is "not asked". A condition
over an unknown fact is unknown, unless its other parts decide.
"""

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Fact = float | bool | str | frozenset[str] | None
Facts = Mapping[str, Fact]
Thresholds = Mapping[str, float]
Condition = Callable[[Facts, Thresholds], bool | None]

# Whether a value that is known is of the type; a subclass is not: True is no number.
TYPES: Mapping[str, Callable[[Any], bool]] = {
    "number": lambda value: type(value) is int or (type(value) is float and math.isfinite(value)),
    "boolean": lambda value: type(value) is bool,
    "code": lambda value: type(value) is str,
    "set": lambda value: type(value) is frozenset and all(type(code) is str for code in value),
}
_OPS: Mapping[str, Mapping[str, Callable[[Any, Any], bool]]] = {
    "number": {
        "eq": operator.eq,
        "lt": operator.lt,
        "lte": operator.le,
        "gt": operator.gt,
        "gte": operator.ge,
    },
    "boolean": {"eq": operator.is_},
    "code": {"eq": operator.eq},
    "set": {"has_any": lambda fact, codes: not codes.isdisjoint(fact)},
}
RULES_KEPT = 8
_KEPT: dict[int, tuple[object, Thresholds]] = {}


def thresholds(rules: Mapping[str, Any]) -> Thresholds:
    """The thresholds by name, each in the unit that the file gives it.

    Kept for those used last, which are told apart by identity: they are never changed in
    place. Raises TypeError when one is no number.
    """
    given = rules["thresholds"]
    if kept := _KEPT.get(id(given)):
        return kept[1]
    values = {name: threshold["value"] for name, threshold in given.items()}
    for name, value in values.items():
        if not TYPES["number"](value):
            raise TypeError(f"the threshold {name} is no number")
    if len(_KEPT) >= RULES_KEPT:
        _KEPT.clear()
    _KEPT[id(given)] = given, values
    return values


def eased(limits: Thresholds) -> Thresholds:
    """What a count that reached its threshold must stay at, so that it still counts."""
    return {name: value * limits["hysteresis"] for name, value in limits.items()}


def condition(rules: Mapping[str, Any], when: Mapping[str, Any]) -> Condition:
    """What tells whether it holds of facts: True, False, or None when that cannot be told.

    Raises TypeError when a fact or threshold is not declared, or the types do not fit.
    """
    for word, decides in (("all", False), ("any", True)):
        if word in when:
            return _joined([condition(rules, part) for part in when[word]], decides=decides)
    name, value = when["fact"], when["value"]
    kind = rules["facts"].get(name, {}).get("type")
    compare = _OPS.get(kind, {}).get(when["op"])
    if compare and kind == "number" and isinstance(value, dict):
        if value["threshold"] not in rules["thresholds"]:
            raise TypeError(f"the threshold {value['threshold']} is not declared")
        return _compared_to_threshold(name, compare, value["threshold"])
    value = frozenset(value) if isinstance(value, list) else value
    if compare is None or not TYPES[kind](value):
        raise TypeError(f"{when['op']} {value!r} does not fit the {kind} {name}")
    return _compared(name, compare, value)


def fact_names(when: Mapping[str, Any]) -> Iterator[str]:
    for part in when.get("all") or when.get("any") or ():
        yield from fact_names(part)
    if "fact" in when:
        yield when["fact"]


def parts_of(rule: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The levels of a rule, the gravest first."""
    return (rule, rule["lesser"]) if "lesser" in rule else (rule,)


def conditions_of(rule: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All that it asks: to match, and to remind at once."""
    either = [part["remind"]["or"] for part in parts_of(rule) if "or" in (part["remind"] or {})]
    return [*(part["when"] for part in parts_of(rule)), *either]


def facts_of(rule: Mapping[str, Any]) -> set[str]:
    """The facts a subject must have to be asked; `lesser` reads no others."""
    either = (rule["remind"] or {}).get("or")
    return {*fact_names(rule["when"]), *(fact_names(either) if either else ())}


def _joined(parts: Sequence[Condition], *, decides: bool) -> Condition:
    def holds(facts: Facts, limits: Thresholds) -> bool | None:
        told: bool | None = not decides
        for part in parts:
            found = part(facts, limits)
            if found is decides:
                return decides
            if found is None:
                told = None
        return told

    return holds


def _compared(name: str, compare: Callable[[Any, Any], bool], value: Fact) -> Condition:
    def holds(facts: Facts, _: Thresholds) -> bool | None:
        fact = facts[name]
        return None if fact is None else compare(fact, value)

    return holds


def _compared_to_threshold(
    name: str, compare: Callable[[Any, Any], bool], threshold: str
) -> Condition:
    def holds(facts: Facts, limits: Thresholds) -> bool | None:
        fact = facts[name]
        return None if fact is None else compare(fact, limits[threshold])

    return holds
