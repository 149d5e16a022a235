from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.entries import AlertEntry, Entry, instant
from tests.conftest import NOW
from tests.triage.diary_strategies import diaries
from tests.triage.test_vectors import alert_of, outcome_of
from triage.engine.evaluate import Outcome
from triage.engine.next_assessment import local_midnight, next_assessment_at
from triage.rules.rulebook import thresholds_for

NO_DOCUMENT: dict[str, Any] = {"episode": {}, "alert": {}}
OPEN = Outcome(undetermined=["weakness"])


def upcoming(
    *entries: Entry, alerts: tuple[AlertEntry, ...] = (), outcome: Outcome = OPEN
) -> datetime | None:
    return next_assessment_at(
        entries, alerts, outcome, now=NOW, zone="Europe/Berlin", thresholds=thresholds_for()
    )


def days_ago(days: float) -> Entry:
    """An episode that began and ended so many days before NOW."""
    then = NOW - timedelta(days=days)
    return Entry(id="a", started_at=then, ended_at=then, zone="Europe/Berlin")


def running(minutes: float) -> Entry:
    return Entry(id="a", started_at=NOW - timedelta(minutes=minutes), zone="Europe/Berlin")


def test_a_diary_in_which_nothing_moves_is_left_alone() -> None:
    assert upcoming() is None
    assert upcoming(days_ago(40)) is None


def test_a_diary_without_findings_or_ongoing_episodes_has_no_next_assessment() -> None:
    assert upcoming(days_ago(3), outcome=Outcome()) is None
    assert upcoming(days_ago(3)) is not None


@pytest.mark.parametrize(("since", "wait"), [(0, 10), (10, 50), (59, 1)])
def test_an_ongoing_episode_is_assessed_when_it_becomes_long(since: float, wait: float) -> None:
    assert upcoming(running(since)) == NOW + timedelta(minutes=wait)


def test_an_ongoing_episode_is_measured_again_after_a_clinician_review() -> None:
    reviewed = running(50)._replace(clinician_assessed_at=NOW - timedelta(minutes=3))
    assert upcoming(reviewed) == NOW + timedelta(minutes=7)


def test_an_episode_is_assessed_when_it_leaves_the_28_days() -> None:
    assert upcoming(days_ago(20)) == datetime(2026, 11, 30, 23, tzinfo=UTC)  # midnight in Berlin


def test_an_episode_is_assessed_when_its_start_is_two_weeks_old() -> None:
    assert upcoming(days_ago(13)) == NOW + timedelta(days=1, milliseconds=1)


def test_an_ongoing_episode_is_assessed_at_local_midnight() -> None:
    started = NOW - timedelta(days=20)
    there = Entry(id="a", started_at=started, zone="Asia/Tokyo")
    assert upcoming(there, outcome=Outcome()) == datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_at_midnight_to_the_instant_a_running_episode_has_not_reached_the_day_yet() -> None:
    start = datetime(2026, 11, 22, 12, tzinfo=UTC)
    at = datetime(2026, 11, 23, 15, tzinfo=UTC)  # midnight in Tokyo
    there = Entry(id="a", started_at=start, zone="Asia/Tokyo")
    moment = next_assessment_at(
        [there], (), OPEN, now=at, zone="Asia/Tokyo", thresholds=thresholds_for()
    )
    assert moment == at + timedelta(milliseconds=1)
    assert there.local_span(at) != there.local_span(moment)


def test_a_day_that_counts_towards_a_week_is_assessed_when_it_leaves_the_week() -> None:
    often = Outcome(findings=[{"rule": "frequent_week"}])
    assert upcoming(days_ago(5), outcome=often) == datetime(2026, 11, 24, 23, tzinfo=UTC)
    assert upcoming(days_ago(5)) == NOW + timedelta(days=2, milliseconds=1)


def test_an_episode_in_a_zone_where_it_is_tomorrow_is_assessed_at_midnight() -> None:
    ahead = Entry(id="a", started_at=NOW, ended_at=NOW, zone="Pacific/Apia")
    for outcome in (Outcome(), OPEN):
        assert upcoming(ahead, outcome=outcome) == datetime(2026, 11, 23, 23, tzinfo=UTC)


def test_a_sign_is_assessed_when_it_is_no_longer_recent() -> None:
    noticed = NOW - timedelta(days=7) + timedelta(minutes=5)
    alert = AlertEntry(id="x", noticed_at=noticed, zone="UTC", red_flags={"vision": True})
    moment = upcoming(alerts=(alert,))
    assert moment is not None
    assert timedelta(minutes=5) < moment - NOW < timedelta(minutes=5, seconds=1)


def test_an_episode_is_assessed_when_it_is_no_longer_recent() -> None:
    ended = NOW - timedelta(days=7) + timedelta(minutes=5)
    moment = upcoming(Entry(id="a", started_at=ended, ended_at=ended, zone="UTC"))
    assert moment is not None
    assert timedelta(minutes=5) < moment - NOW < timedelta(minutes=5, seconds=1)


@given(diaries(), st.integers(0, 999))
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_time_alone_changes_nothing_before_the_next_assessment(
    diary: dict[str, Any], thousandths: int
) -> None:
    now = instant(diary["now"])
    entries = [Entry.from_json(data) for data in diary["episodes"] if data["deleted_at"] is None]
    alerts = [alert_of(data) for data in diary["alerts"]]
    upcoming = next_assessment_at(
        entries,
        alerts,
        outcome_of(diary, NO_DOCUMENT),
        now=now,
        zone=diary["zone"],
        thresholds=thresholds_for(),
    )
    wait = (upcoming or now + timedelta(days=400)) - now - timedelta(milliseconds=1)
    later = now + timedelta(milliseconds=wait * thousandths // 999 // timedelta(milliseconds=1))
    assert outcome_without_values(diary | {"now": later.isoformat()}) == outcome_without_values(
        diary
    )


def outcome_without_values(diary: dict[str, Any]) -> Any:
    """Findings and undetermined rules, without the minutes of running episodes."""
    outcome = outcome_of(diary, NO_DOCUMENT)
    findings = [
        (
            finding["rule"],
            finding["level"],
            finding["reminds"],
            finding["evidence"] | {"value": None},
        )
        for finding in outcome.findings
    ]
    return findings, outcome.undetermined


def test_midnight_is_that_of_the_place_on_the_days_the_clocks_change() -> None:
    for day, hour in ((date(2026, 3, 30), 22), (date(2026, 11, 24), 23)):
        assert local_midnight(day, "Europe/Berlin").hour == hour
