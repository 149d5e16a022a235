import copy
from collections.abc import Callable
from typing import Any

import pytest

from triage.rules.checks import rule_errors
from triage.rules.rulebook import RULES

Change = Callable[[dict[str, Any]], object]


def test_the_rules_file_is_sound() -> None:
    assert list(rule_errors(RULES)) == []


def rule(id: str, **changed: Any) -> Change:
    return lambda file: rule_by_id(file, id).update(changed)


def when(id: str, **changed: Any) -> Change:
    return lambda file: rule_by_id(file, id)["when"].update(changed)


def threshold(name: str, **changed: Any) -> Change:
    return lambda file: file["thresholds"][name].update(changed)


def rule_by_id(file: dict[str, Any], id: str) -> dict[str, Any]:
    rules: list[dict[str, Any]] = file["rules"]
    (match,) = (rule for rule in rules if rule["id"] == id)
    return match


ON_WEATHER = {"fact": "weather", "op": "eq", "value": True}
ON_COUNT = {"fact": "episode_days_7", "op": "gte", "value": 2}
A_LESSER = {"level": "watch", "when": ON_COUNT, "remind": None}
# By the id of the check that must report.
CHANGES: dict[str, dict[str, Change]] = {
    "triage.E001": {
        "a medicine that could never be recognised": lambda f: f["names"]["metformin"][
            "names"
        ].append("Metformin"),
        "a key that nothing reads": rule("saddle", weight=3),
        "an unknown level": rule("saddle", level="panic"),
        "a fact without a type": lambda f: f["facts"]["duration_minutes"].pop("type"),
        "a threshold without a unit": lambda f: f["thresholds"]["long_hour_minutes"].pop("unit"),
        "a condition that is not one": rule("long_hour", when={"not": 1}),
        "a sentence in the rules file": rule("saddle", words={"en": {"criterion": "Numb"}}),
        "a source without a public address": lambda f: f["sources"].update(nhs_pad="A book"),
        "bounds in halves": threshold("frequent_week_days", bounds={"min": 1.5, "max": 5}),
        "hysteresis that is not held": rule("frequent_month", hysteresis=False),
    },
    "triage.E002": {
        "levels in another order": lambda f: f["levels"].reverse(),
    },
    "triage.E003": {"a version without a change": lambda f: f.update(version="9.0.0")},
    "triage.E004": {"two rules of one name": lambda f: f["rules"].append(f["rules"][-1])},
    "triage.E005": {
        "a reminder on an unknown fact": rule("saddle", remind={"matches": 2, "or": ON_WEATHER}),
        "a source that is not listed": rule("saddle", source="a_book"),
        "a source that nothing names": lambda f: f["sources"].update(a_book="https://a.example"),
        "an unknown fact": when("long_hour", fact="weather"),
        "a measure that is not read": rule("long_hour", measure="episode_days_7"),
    },
    "triage.E006": {
        "an unknown threshold": when("long_hour", value={"threshold": "ages"}),
        "a value of the wrong type": when("long_hour", value="1"),
        "an operator that does not fit": when("long_hour", op="has_any"),
        "a fact made with an unknown threshold": lambda f: f["thresholds"].pop("brief_minutes"),
    },
    "triage.E007": {"a sign without a rule": lambda f: f["rules"].pop(0)},
    "triage.E008": {"a threshold outside its own bounds": threshold("frequent_week_days", value=1)},
    "triage.E009": {
        "bounds for what an emergency rule compares with": threshold(
            "recent_emergency_days", bounds={"min": 1, "max": 9}
        ),
        "bounds for what an emergency rule's fact is made with": threshold(
            "positional_relief_minutes", bounds={"min": 5, "max": 20}
        ),
        "bounds for which entries are read at all": threshold(
            "recent_entry_days", bounds={"min": 7, "max": 56}
        ),
    },
    "triage.E010": {
        "bounds for a number that a finding would not show": threshold(
            "brief_minutes", bounds={"min": 1, "max": 5}
        ),
        "bounds for a number that only a reminder hangs on": threshold(
            "no_reason_minutes", bounds={"min": 5, "max": 30}
        ),
    },
    "triage.E011": {
        "hysteresis of an emergency": rule("ascending", hysteresis=True),
        "hysteresis of what is found in one entry": rule("long_hour", hysteresis=True),
        "hysteresis of what has no number": rule("weakness", hysteresis=True),
        "hysteresis of a count that became an emergency": rule("both_feet", level="emergency"),
        "hysteresis of a count that shows no number": rule("walking", threshold=None),
        "hysteresis of a count that must stay low": when("frequent_month", op="lte"),
        "hysteresis of a count with a lesser level": rule("frequent_week", lesser=A_LESSER),
        "a count without hysteresis": lambda f: rule_by_id(f, "frequent_month").pop("hysteresis"),
    },
}


@pytest.mark.parametrize(
    ("code", "change"),
    [(code, change) for code, changes in CHANGES.items() for change in changes.values()],
    ids=[name for changes in CHANGES.values() for name in changes],
)
def test_it_reports(code: str, change: Change) -> None:
    broken = copy.deepcopy(dict(RULES))
    change(broken)
    assert code in {problem.id for problem in rule_errors(broken)}
