import copy
from collections.abc import Callable
from typing import Any

import pytest

from triage.checks import problems
from triage.rules import RULES

Change = Callable[[dict[str, Any]], object]


def test_the_rules_file_is_sound() -> None:
    assert list(problems(RULES)) == []


ON_WEATHER = {"fact": "weather", "op": "eq", "value": True}
CHANGES: dict[str, tuple[str, Change]] = {
    "levels in another order": (
        "triage.E002",
        lambda f: f.update(levels=dict(reversed(f["levels"].items()))),
    ),
    "a version without a change": ("triage.E003", lambda f: f.update(version="9.0.0")),
    "a medicine that could never be recognised": (
        "triage.E001",
        lambda f: f["names"]["metformin"]["names"].append("Metformin"),
    ),
    "a reminder on an unknown fact": (
        "triage.E005",
        lambda f: f["rules"][0].update(remind={"matches": 2, "or": ON_WEATHER}),
    ),
    "a lesser level without its action": (
        "triage.E001",
        lambda f: f["rules"][0]["words"]["en"].pop("lesser_action"),
    ),
    "a key that nothing reads": ("triage.E001", lambda f: f["rules"][0].update(weight=3)),
    "an unknown level": ("triage.E001", lambda f: f["rules"][0].update(level="panic")),
    "a fact without a type": ("triage.E001", lambda f: f["facts"]["duration_minutes"].pop("type")),
    "a threshold without a basis": (
        "triage.E001",
        lambda f: f["thresholds"]["long_hour_minutes"].pop("basis"),
    ),
    "two rules of one name": ("triage.E004", lambda f: f["rules"].append(f["rules"][-1])),
    "an unknown fact": ("triage.E005", lambda f: f["rules"][8]["when"].update(fact="weather")),
    "a measure that is not read": (
        "triage.E005",
        lambda f: f["rules"][8].update(measure="episode_days_7"),
    ),
    "an unknown threshold": (
        "triage.E006",
        lambda f: f["rules"][8]["when"].update(value={"threshold": "ages"}),
    ),
    "a value of the wrong type": ("triage.E006", lambda f: f["rules"][8]["when"].update(value="1")),
    "a condition that is not one": ("triage.E001", lambda f: f["rules"][8].update(when={"not": 1})),
    "an operator that does not fit": (
        "triage.E006",
        lambda f: f["rules"][8]["when"].update(op="has_any"),
    ),
    "a sign without a rule": ("triage.E007", lambda f: f["rules"].pop(0)),
    "a rule without an action": (
        "triage.E001",
        lambda f: f["rules"][0]["words"]["en"].update(action=""),
    ),
    "a threshold outside its own bounds": (
        "triage.E008",
        lambda f: f["thresholds"]["frequent_week_days"].update(value=1),
    ),
    "bounds for what an emergency rule compares with": (
        "triage.E009",
        lambda f: f["thresholds"]["recent_emergency_days"].update(bounds={"min": 1, "max": 9}),
    ),
    "bounds for what an emergency rule's fact is made with": (
        "triage.E009",
        lambda f: f["thresholds"]["positional_relief_minutes"].update(bounds={"min": 5, "max": 20}),
    ),
    "bounds for which entries are read at all": (
        "triage.E009",
        lambda f: f["thresholds"]["recent_entry_days"].update(bounds={"min": 7, "max": 56}),
    ),
    "bounds for a number that a finding would not show": (
        "triage.E010",
        lambda f: f["thresholds"]["brief_minutes"].update(bounds={"min": 1, "max": 5}),
    ),
    "bounds for a number that only a reminder hangs on": (
        "triage.E010",
        lambda f: f["thresholds"]["no_reason_minutes"].update(bounds={"min": 5, "max": 30}),
    ),
    "bounds in halves": (
        "triage.E001",
        lambda f: f["thresholds"]["frequent_week_days"].update(bounds={"min": 1.5, "max": 5}),
    ),
    "a level without a title": (
        "triage.E001",
        lambda f: f["levels"]["watch"]["words"]["en"].pop("title"),
    ),
}


@pytest.mark.parametrize(("code", "change"), CHANGES.values(), ids=CHANGES)
def test_it_reports(code: str, change: Change) -> None:
    broken = copy.deepcopy(dict(RULES))
    change(broken)
    assert code in {problem.id for problem in problems(broken)}
