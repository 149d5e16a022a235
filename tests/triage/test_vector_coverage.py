"""Coverage of the vectors: of each rule each threshold, and each answer that it reads."""

import copy
import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pytest

from tests.triage.test_vectors import VECTORS, subjects_of
from triage.engine.conditions import required_facts
from triage.engine.evaluate import Subject, evaluate
from triage.rules.rulebook import RULES

# Facts that are always known: counts, and those of the clock.
ALWAYS_KNOWN = {
    name
    for name, fact in RULES["facts"].items()
    if fact["type"] == "number" and name != "after_moving_minutes"
}
OF_PLACES = {"areas", "one_leg", "one_sided", "both_sides", "whole_limb", "zones_risen_fast_known"}


@cache
def vectors() -> Sequence[Sequence[Subject]]:
    return [subjects_of(vector, document) for _, vector, document in VECTORS]


@cache
def decided_and_undecided() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """By rule and fact: known while the rule does not match; unknown while it is undetermined."""
    decided, undecided = set(), set()
    for subject in (subject for subjects in vectors() for subject in subjects):
        outcome = evaluate(RULES, [subject])
        matched = {finding["rule"] for finding in outcome.findings}
        for rule in RULES["rules"]:
            names = required_facts(rule)
            if not names <= subject.facts.keys():
                continue
            unknown = {name for name in names if subject.facts[name] is None}
            if rule["id"] not in outcome.undetermined:
                no = rule["id"] not in matched
                decided |= {(rule["id"], name) for name in names - unknown if no}
            elif len(unknown) == 1 or unknown <= OF_PLACES:
                undecided |= {(rule["id"], name) for name in unknown}
    return decided, undecided


def thresholds_of(rule: dict[str, Any]) -> set[str]:
    def named(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            if isinstance(part.get("threshold"), str):
                yield part["threshold"]
            for inner in part.values():
                yield from named(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from named(inner)

    return {*named(rule["when"]), *named(rule["remind"]), *named(rule.get("lesser"))}


def outcomes(rules: dict[str, Any]) -> list[list[tuple[str, bool]]]:
    """The outcome of the single rule in `rules`, in each vector."""
    names = required_facts(rules["rules"][0])
    applicable = [[s for s in subjects if names <= s.facts.keys()] for subjects in vectors()]
    return [
        [(finding["level"], finding["reminds"]) for finding in evaluate(rules, subjects).findings]
        for subjects in applicable
    ]


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize(
    ("id", "name"),
    [(rule["id"], name) for rule in RULES["rules"] for name in sorted(thresholds_of(rule))],
)
def test_each_rule_has_vectors_at_and_just_below_its_threshold(
    id: str, name: str, step: int
) -> None:
    """Else another threshold for this rule alone would change the outcome of no vector."""
    (rule,) = [copy.deepcopy(rule) for rule in RULES["rules"] if rule["id"] == id]
    usual = {**RULES, "rules": [rule]}
    own = json.loads(json.dumps(rule).replace(f'"threshold": "{name}"', '"threshold": "own"'))
    value = RULES["thresholds"][name]["value"] + step
    numbers = RULES["thresholds"] | {"own": RULES["thresholds"][name] | {"value": value}}
    assert outcomes({**RULES, "rules": [own], "thresholds": numbers}) != outcomes(usual)


@pytest.mark.parametrize(
    ("id", "fact"),
    [(rule["id"], fact) for rule in RULES["rules"] for fact in sorted(required_facts(rule))],
)
def test_each_answer_has_vectors_with_it_and_without_it(id: str, fact: str) -> None:
    """With the answer the rule does not match; without it alone it is undetermined."""
    decided, undecided = decided_and_undecided()
    assert (id, fact) in decided, "no vector in which it was answered and the rule does not match"
    if fact not in ALWAYS_KNOWN:
        assert (id, fact) in undecided, (
            "no vector in which it was not asked and the rule is undetermined"
        )
