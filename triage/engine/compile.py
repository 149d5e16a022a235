"""Compile the rules file into closures, once for many subjects. Pure; mirrors `compile.ts`."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from diary.schema.codes import LEVELS
from triage.engine.conditions import (
    CACHE_SIZE,
    TYPES,
    Condition,
    Facts,
    Thresholds,
    compile_condition,
    required_facts,
    rule_levels,
)

# Sets of fact names are few, but old records have any subset of eight signs.
FACT_NAMES_CACHE_SIZE = 512


class RuleLevel(NamedTuple):
    """One level of a rule; `rank` is its index in LEVELS, lowest 0."""

    rank: int
    holds: Condition
    reminds: Callable[[Sequence[Facts], Thresholds], bool]


class ApplicableRules(NamedTuple):
    """For subjects with the same fact names: a type check for each, and the rules by id."""

    type_checks: Sequence[Callable[[Any], bool]]
    rules: Sequence[tuple[str, Sequence[RuleLevel]]]


CompiledRules = Callable[[tuple[str, ...]], ApplicableRules]
_cache: dict[tuple[int, int], tuple[object, CompiledRules]] = {}


def compile_rules(rules: Mapping[str, Any]) -> CompiledRules:
    """A function from the names of a subject's facts to the rules that apply to it.

    Cached by identity of the facts and rules, which are never changed in place; thresholds
    are not part of it. Raises TypeError if a rule cannot be compiled; the function raises
    TypeError if a fact is not declared.
    """
    key = id(rules["facts"]), id(rules["rules"])
    if cached := _cache.get(key):
        return cached[1]
    compiled = [(rule["id"], required_facts(rule), _levels(rules, rule)) for rule in rules["rules"]]

    @lru_cache(FACT_NAMES_CACHE_SIZE)
    def applicable(names: tuple[str, ...]) -> ApplicableRules:
        if undeclared := [name for name in names if name not in rules["facts"]]:
            raise TypeError(f"the facts {undeclared} are not declared")
        return ApplicableRules(
            type_checks=[TYPES[rules["facts"][name]["type"]] for name in names],
            rules=[(id, levels) for id, facts, levels in compiled if facts.issubset(names)],
        )

    if len(_cache) >= CACHE_SIZE:
        _cache.clear()
    _cache[key] = rules, applicable
    return applicable


def _levels(rules: Mapping[str, Any], rule: Mapping[str, Any]) -> list[RuleLevel]:
    """Highest level first."""
    return [
        RuleLevel(
            rank=LEVELS.index(level["level"]),
            holds=compile_condition(rules, level["when"]),
            reminds=_compile_remind(rules, level["remind"]),
        )
        for level in rule_levels(rule)
    ]


def _compile_remind(
    rules: Mapping[str, Any], remind: Mapping[str, Any] | None
) -> Callable[[Sequence[Facts], Thresholds], bool]:
    if remind is None:
        return lambda matched, limits: False
    min_matches: int = remind["matches"]
    immediate = compile_condition(rules, remind["or"]) if "or" in remind else None

    def reminds(matched: Sequence[Facts], limits: Thresholds) -> bool:
        return len(matched) >= min_matches or (
            immediate is not None and any(immediate(facts, limits) for facts in matched)
        )

    return reminds
