"""The rules read once, to be asked of many subjects. Pure; see `compiled.ts`."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from diary.codes import LEVELS
from triage.engine.conditions import (
    RULES_KEPT,
    TYPES,
    Condition,
    Facts,
    Thresholds,
    condition,
    facts_of,
    parts_of,
)

# The sets of facts that subjects have are few: an old record has any of its eight signs.
SHAPES = 512


class Part(NamedTuple):
    """One level of a rule; `rank` is its place among the levels, lowest 0."""

    rank: int
    holds: Condition
    reminds: Callable[[Sequence[Facts], Thresholds], bool]


class Asked(NamedTuple):
    """Of a subject: whether each fact, in its order, is of its type; rules by id, in parts."""

    types: Sequence[Callable[[Any], bool]]
    rules: Sequence[tuple[str, Sequence[Part]]]


Compiled = Callable[[tuple[str, ...]], Asked]
_KEPT: dict[tuple[int, int], tuple[object, Compiled]] = {}


def compiled(rules: Mapping[str, Any]) -> Compiled:
    """What is asked of a subject, by the names of its facts.

    Kept for the facts and rules used last, which are told apart by identity: they are never
    changed in place. Thresholds are not kept. Raises TypeError when a rule cannot be
    asked, and what it returns a TypeError when a fact is not declared.
    """
    key = id(rules["facts"]), id(rules["rules"])
    if found := _KEPT.get(key):
        return found[1]
    ready = [(rule["id"], facts_of(rule), _parts(rules, rule)) for rule in rules["rules"]]

    @lru_cache(SHAPES)
    def asked(names: tuple[str, ...]) -> Asked:
        if undeclared := [name for name in names if name not in rules["facts"]]:
            raise TypeError(f"the facts {undeclared} are not declared")
        return Asked(
            types=[TYPES[rules["facts"][name]["type"]] for name in names],
            rules=[(id, parts) for id, needed, parts in ready if needed.issubset(names)],
        )

    if len(_KEPT) >= RULES_KEPT:
        _KEPT.clear()
    _KEPT[key] = rules, asked
    return asked


def _parts(rules: Mapping[str, Any], rule: Mapping[str, Any]) -> list[Part]:
    """The gravest first."""
    return [
        Part(
            rank=LEVELS.index(part["level"]),
            holds=condition(rules, part["when"]),
            reminds=_reminds(rules, part["remind"]),
        )
        for part in parts_of(rule)
    ]


def _reminds(
    rules: Mapping[str, Any], remind: Mapping[str, Any] | None
) -> Callable[[Sequence[Facts], Thresholds], bool]:
    if remind is None:
        return lambda matched, limits: False
    enough: int = remind["matches"]
    at_once = condition(rules, remind["or"]) if "or" in remind else None

    def reminds(matched: Sequence[Facts], limits: Thresholds) -> bool:
        return len(matched) >= enough or (
            at_once is not None and any(at_once(facts, limits) for facts in matched)
        )

    return reminds
