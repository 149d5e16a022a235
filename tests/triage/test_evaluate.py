import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.engine.conditions import Fact, compile_condition
from triage.engine.evaluate import Subject, evaluate
from triage.rules.rulebook import RULES

NUMBER = st.one_of(st.integers(-10_000, 10_000), st.floats(allow_nan=False, allow_infinity=False))
CODES = st.sampled_from(["none", "sudden", "burning", "swollen", "warm", "left.hand", "metformin"])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "number": NUMBER,
    "boolean": st.booleans(),
    "code": CODES,
    "set": st.frozensets(CODES),
}
FILE: dict[str, Any] = {
    "facts": {"n": {"type": "number"}, "yes": {"type": "boolean"}, "codes": {"type": "set"}},
    "thresholds": {"ten": {"value": 10}},
}


def known_or_not(kind: str) -> st.SearchStrategy[Fact]:
    return st.one_of(st.none(), VALUES[kind])


FACTS = st.fixed_dictionaries(
    {}, optional={name: known_or_not(fact["type"]) for name, fact in RULES["facts"].items()}
)


@settings(deadline=None)
@given(st.lists(FACTS, max_size=4))
def test_it_never_raises_on_facts_of_the_declared_types(many: list[dict[str, Fact]]) -> None:
    outcome = evaluate(RULES, [Subject(facts=facts) for facts in many])
    levels = {finding["rule"]: finding["level"] for finding in outcome.findings}
    for rule in RULES["rules"]:
        if rule["id"] in outcome.undetermined:
            assert levels.get(rule["id"]) != rule["level"], "it could not be found any graver"
    assert (outcome.level is None) == (not levels)


@settings(deadline=None)
@given(st.lists(FACTS, max_size=4), st.data())
def test_forgetting_an_answer_never_makes_another_match(
    many: list[dict[str, Fact]], data: st.DataObject
) -> None:
    """Monotonic: making a fact unknown only ever removes findings."""
    forgotten = [
        {name: None if data.draw(st.booleans()) else fact for name, fact in facts.items()}
        for facts in many
    ]
    before = evaluate(RULES, [Subject(facts=facts) for facts in many])
    after = evaluate(RULES, [Subject(facts=facts) for facts in forgotten])
    assert {f["rule"] for f in after.findings} <= {f["rule"] for f in before.findings}


def test_nothing_that_was_not_asked_matches() -> None:
    outcome = evaluate(RULES, [Subject(facts=dict.fromkeys(RULES["facts"]))])
    assert outcome.findings == []
    assert outcome.undetermined == [rule["id"] for rule in RULES["rules"]]


@pytest.mark.parametrize(
    ("known", "unknown", "word", "expected"),
    [
        (True, None, "any", True),
        (False, None, "any", None),
        (True, None, "all", None),
        (False, None, "all", False),
        (True, True, "all", True),
        (False, False, "any", False),
    ],
)
def test_an_unknown_part_decides_only_what_it_could_change(
    known: bool, unknown: bool | None, word: str, expected: bool | None
) -> None:
    number = {True: 11, False: 9, None: None}[unknown]
    parts = [
        {"fact": "yes", "op": "eq", "value": True},
        {"fact": "n", "op": "gte", "value": {"threshold": "ten"}},
    ]
    facts: dict[str, Fact] = {"yes": known, "n": number}
    assert compile_condition(FILE, {word: parts})(facts, {"ten": 10}) is expected


def test_a_set_has_any_of_the_codes() -> None:
    when = {"fact": "codes", "op": "has_any", "value": ["cold", "warm"]}
    condition = compile_condition(FILE, when)
    assert condition({"codes": frozenset({"warm", "ulcer"})}, {}) is True
    assert condition({"codes": frozenset()}, {}) is False
    assert condition({"codes": None}, {}) is None


def test_it_names_the_usual_threshold_where_the_diary_has_another() -> None:
    changed = copy.deepcopy(dict(RULES))
    changed["thresholds"]["long_hour_minutes"] |= {"value": 30, "default_value": 60}
    lasted: dict[str, Fact] = {"duration_minutes": 45}
    assert evaluate(RULES, [Subject(facts=lasted)]).findings == []
    (finding,) = evaluate(changed, [Subject(facts=lasted)]).findings
    assert (finding["threshold"], finding["default_threshold"]) == (30, 60)


@pytest.mark.parametrize(
    "when",
    [
        {"fact": "n", "op": "gte", "value": "10"},
        {"fact": "n", "op": "gte", "value": True},
        {"fact": "n", "op": "has_any", "value": 10},
        {"fact": "yes", "op": "lt", "value": True},
        {"fact": "codes", "op": "has_any", "value": "cold"},
    ],
)
def test_a_condition_of_the_wrong_type_raises(when: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        compile_condition(FILE, when)


@pytest.mark.parametrize(
    "facts",
    [
        {"duration_minutes": "60"},
        {"duration_minutes": True},
        {"duration_minutes": float("nan")},
        {"red_flags.injury": 1},
        {"leg_changes": ["swollen"]},
        {"leg_changes": frozenset({1})},
        {"onset": True},
        {"no_such_fact": 1},
    ],
)
def test_a_fact_of_the_wrong_type_raises(facts: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        evaluate(RULES, [Subject(facts=facts)])
