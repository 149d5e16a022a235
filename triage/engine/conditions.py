"""Compile the conditions of the rules file into closures. Pure; mirrors `conditions.ts`.

A fact is a number, a boolean, a code or a set of codes; `None` is "not asked". Conditions are
in three-valued logic: one over an unknown fact is unknown, unless its other parts decide.
"""

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Fact = float | bool | str | frozenset[str] | None
Facts = Mapping[str, Fact]
Thresholds = Mapping[str, float]
Condition = Callable[[Facts, Thresholds], bool | None]

# Type checks of known values. Exact types: bool is a subclass of int, but True is no number.
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
CACHE_SIZE = 8  # sets of rules or thresholds
_cache: dict[int, tuple[object, Thresholds]] = {}


def threshold_values(rules: Mapping[str, Any]) -> Thresholds:
    """The thresholds by name, each in the unit declared in the file.

    Cached by identity of the declarations, which are never changed in place. Raises TypeError
    if a value is not a number.
    """
    declared = rules["thresholds"]
    if cached := _cache.get(id(declared)):
        return cached[1]
    values = {name: threshold["value"] for name, threshold in declared.items()}
    for name, value in values.items():
        if not TYPES["number"](value):
            raise TypeError(f"the threshold {name} is no number")
    if len(_cache) >= CACHE_SIZE:
        _cache.clear()
    _cache[id(declared)] = declared, values
    return values


def hysteresis_thresholds(limits: Thresholds) -> Thresholds:
    """The lower thresholds, at or above which a count that reached its threshold still matches."""
    return {name: value * limits["hysteresis"] for name, value in limits.items()}


def compile_condition(rules: Mapping[str, Any], when: Mapping[str, Any]) -> Condition:
    """A function from facts to True, False, or None if unknown.

    Raises TypeError if a fact or threshold is not declared, or the types do not fit.
    """
    for word, decides in (("all", False), ("any", True)):
        if word in when:
            return _combine(
                [compile_condition(rules, part) for part in when[word]], decides=decides
            )
    name, value = when["fact"], when["value"]
    kind = rules["facts"].get(name, {}).get("type")
    compare = _OPS.get(kind, {}).get(when["op"])
    if compare and kind == "number" and isinstance(value, dict):
        if value["threshold"] not in rules["thresholds"]:
            raise TypeError(f"the threshold {value['threshold']} is not declared")
        return _compare_to_threshold(name, compare, value["threshold"])
    value = frozenset(value) if isinstance(value, list) else value
    if compare is None or not TYPES[kind](value):
        raise TypeError(f"{when['op']} {value!r} does not fit the {kind} {name}")
    return _compare_to_value(name, compare, value)


def fact_names(when: Mapping[str, Any]) -> Iterator[str]:
    for part in when.get("all") or when.get("any") or ():
        yield from fact_names(part)
    if "fact" in when:
        yield when["fact"]


def rule_levels(rule: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The levels of a rule, highest first."""
    return (rule, rule["lesser"]) if "lesser" in rule else (rule,)


def rule_conditions(rule: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All conditions of a rule: to match, and to remind immediately."""
    levels = rule_levels(rule)
    immediate = [level["remind"]["or"] for level in levels if "or" in (level["remind"] or {})]
    return [*(level["when"] for level in levels), *immediate]


def required_facts(rule: Mapping[str, Any]) -> set[str]:
    """The facts a subject must have for the rule to apply; `lesser` reads no others."""
    immediate = (rule["remind"] or {}).get("or")
    return {*fact_names(rule["when"]), *(fact_names(immediate) if immediate else ())}


def _combine(parts: Sequence[Condition], *, decides: bool) -> Condition:
    """Conjunction (`decides` False) or disjunction (`decides` True) in Kleene logic."""

    def holds(facts: Facts, limits: Thresholds) -> bool | None:
        result: bool | None = not decides
        for part in parts:
            value = part(facts, limits)
            if value is decides:
                return decides
            if value is None:
                result = None
        return result

    return holds


def _compare_to_value(name: str, compare: Callable[[Any, Any], bool], value: Fact) -> Condition:
    def holds(facts: Facts, _: Thresholds) -> bool | None:
        fact = facts[name]
        return None if fact is None else compare(fact, value)

    return holds


def _compare_to_threshold(
    name: str, compare: Callable[[Any, Any], bool], threshold: str
) -> Condition:
    def holds(facts: Facts, limits: Thresholds) -> bool | None:
        fact = facts[name]
        return None if fact is None else compare(fact, limits[threshold])

    return holds
