"""Which rules have hysteresis and what it costs; its cases are in tests/vectors/hysteresis.json."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from diary.entries import Entry
from triage import hysteresis
from triage.engine import conditions
from triage.engine.conditions import required_facts
from triage.engine.evaluate import Subject
from triage.facts.entry import diary_subjects, history_subjects
from triage.rules.rulebook import RULES, thresholds_for

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def days_ago(*many: int) -> list[Entry]:
    starts = {ago: NOW - timedelta(days=ago) for ago in many}
    return [
        Entry(id=f"e{ago}", started_at=start, ended_at=start, zone="UTC")
        for ago, start in starts.items()
    ]


def subjects_of(entries: Sequence[Entry], rules: Mapping[str, Any] = RULES) -> list[Subject]:
    return diary_subjects(
        entries,
        [],
        [],
        now=NOW,
        zone="UTC",
        thresholds=conditions.threshold_values(rules),
        names=rules["names"],
    )


def findings_of(entries: Sequence[Entry], rules: Mapping[str, Any] = RULES) -> list[dict[str, Any]]:
    subjects = subjects_of(entries, rules)
    outcome = hysteresis.evaluate_with_hysteresis(rules, subjects, entries, now=NOW, zone="UTC")
    assert outcome is not None
    return outcome.findings


def rules_in_hysteresis(entries: Sequence[Entry]) -> list[str]:
    return [finding["rule"] for finding in findings_of(entries) if finding["hysteresis"]]


def test_it_is_for_every_rule_over_counts_of_the_diary_and_for_no_other() -> None:
    subjects = history_subjects([], {}, today=NOW.date(), thresholds=thresholds_for())
    counts = {name for subject in subjects for name in subject.facts}
    for rule in RULES["rules"]:
        assert rule.get("hysteresis", False) == (required_facts(rule) <= counts), rule["id"]


@pytest.mark.parametrize(("days", "is_in_band"), [(8, False), (7, True), (6, True), (5, False)])
def test_the_past_decides_only_between_the_threshold_and_its_share(
    days: int, is_in_band: bool
) -> None:
    subjects = subjects_of(days_ago(*range(7, 7 + days)))
    outcome = hysteresis.evaluate_with_hysteresis(
        RULES, subjects, [], now=NOW, zone="UTC", complete=False
    )
    assert (outcome is None) is is_in_band


def test_hysteresis_of_an_overridden_threshold_is_relative_to_the_override() -> None:
    entries = days_ago(*range(7, 16), 28, 29, 30)
    assert rules_in_hysteresis(entries) == []
    own = RULES["thresholds"]["frequent_month_days"] | {"value": 12, "default_value": 8}
    rules = {**RULES, "thresholds": {**RULES["thresholds"], "frequent_month_days": own}}
    (finding,) = findings_of(entries, rules)
    assert (finding["threshold"], finding["default_threshold"], finding["evidence"]["value"]) == (
        12,
        8,
        9,
    )
    assert finding["hysteresis"]


def test_the_hysteresis_window_is_as_short_as_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    """And reads of each day only the entries near it, however many there are."""
    calls: list[tuple[date, int]] = []

    def counting(entries: Sequence[Entry], *rest: Any, today: date, **more: Any) -> Any:
        calls.append((today, len(entries)))
        return history_subjects(entries, *rest, today=today, **more)

    monkeypatch.setattr(hysteresis, "history_subjects", counting)
    long_ago = days_ago(*range(100, 5100))
    assert rules_in_hysteresis([*days_ago(2, 5, 8, 11, 14, 17, 28, 29), *long_ago]) == [
        "frequent_month"
    ]
    assert [(NOW.date() - day).days for day, _ in calls] == [1, 2]
    assert max(count for _, count in calls) == 8
