"""Overridden thresholds: which, within which bounds, and what they cannot affect."""

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import pytest

from tests.triage.test_vectors import VECTORS, subjects_of
from triage.engine.evaluate import Subject, evaluate
from triage.rules.rulebook import RULES, rules_for, thresholds_for, validate_threshold

CHANGEABLE = {
    name: (threshold["bounds"]["min"], threshold["bounds"]["max"])
    for name, threshold in RULES["thresholds"].items()
    if "bounds" in threshold
}
EMERGENCIES = {rule["id"] for rule in RULES["rules"] if rule["level"] == "emergency"}


def test_an_overridden_threshold_has_its_default_beside_it() -> None:
    rules = rules_for({"frequent_month_days": 6})

    assert rules["thresholds"]["frequent_month_days"] | {"basis": ""} == {
        "value": 6,
        "default_value": 8,
        "unit": "days in 28",
        "bounds": {"min": 4, "max": 20},
        "basis": "",
        "judgement": True,
    }
    assert {**rules, "thresholds": None} == {**RULES, "thresholds": None}
    assert thresholds_for({"frequent_month_days": 6}) == {
        **thresholds_for(),
        "frequent_month_days": 6,
    }


def test_the_usual_number_is_no_change() -> None:
    assert rules_for({"frequent_month_days": 8}) is RULES


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("frequent_months", 6, "unknown_threshold"),
        ("recent_emergency_days", 6, "not_changeable"),
        ("recent_emergency_days", None, "not_changeable"),
        ("frequent_month_days", 3, "out_of_range"),
        ("frequent_month_days", 21, "out_of_range"),
        ("frequent_month_days", 6.0, "invalid"),
        ("frequent_month_days", "6", "invalid"),
        ("frequent_month_days", True, "invalid"),
    ],
)
def test_an_invalid_override_is_an_error_and_leaves_the_rules_unchanged(
    name: str, value: Any, code: str
) -> None:
    refused = validate_threshold(name, value)
    assert refused is not None
    assert refused[0] == code
    assert rules_for({name: value}) is RULES


@pytest.mark.parametrize("value", [4, 20, None])
def test_bounds_themselves_may_be_had_and_every_change_taken_back(value: int | None) -> None:
    assert validate_threshold("frequent_month_days", value) is None


@pytest.mark.parametrize("end", [0, 1], ids=["lowest", "highest"])
def test_no_emergency_finding_of_any_vector_hangs_on_a_number_that_can_be_changed(end: int) -> None:
    rules = rules_for({name: bounds[end] for name, bounds in CHANGEABLE.items()})

    def emergencies(rules: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
        outcomes = [evaluate(rules, subjects_of(v, d, rules)) for _, v, d in VECTORS]
        return [[f for f in outcome.findings if f["rule"] in EMERGENCIES] for outcome in outcomes]

    assert emergencies(rules) == emergencies(RULES)


@pytest.mark.parametrize("name", [name for name in thresholds_for() if name != "recent_entry_days"])
def test_a_fact_depends_only_on_the_thresholds_it_names(name: str) -> None:
    changed = deepcopy(dict(RULES))
    changed["thresholds"][name]["value"] += 1
    touched: set[str] = set()
    for _, vector, document in VECTORS:
        before, after = (_facts(subjects_of(vector, document, r)) for r in (RULES, changed))
        touched |= {fact for fact, _ in (before - after) + (after - before)}

    named = {id for id, fact in RULES["facts"].items() if name in fact.get("thresholds", ())}
    assert touched <= named
    assert bool(touched) == bool(named)


def _facts(subjects: Sequence[Subject]) -> Counter[tuple[str, str]]:
    return Counter(
        (name, repr(fact)) for subject in subjects for name, fact in subject.facts.items()
    )
