from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.entries import AlertEntry, Entry, instant
from tests.conftest import NOW
from tests.triage.diaries import diaries
from tests.triage.test_vectors import alert_of, subjects_of
from triage.clock import next_assessment_at, next_midnight
from triage.engine import evaluate
from triage.rules import RULES, thresholds

MIDNIGHT = datetime(2026, 11, 23, 23, tzinfo=UTC)  # in Berlin


def upcoming(*entries: Entry, alerts: tuple[AlertEntry, ...] = (), **more: Any) -> datetime | None:
    return next_assessment_at(
        entries, alerts, now=NOW, zone="Europe/Berlin", thresholds=thresholds(), **more
    )


def running(minutes: float) -> Entry:
    return Entry(id="a", started_at=NOW - timedelta(minutes=minutes), zone="Europe/Berlin")


def test_a_diary_in_which_nothing_moves_is_left_alone() -> None:
    old = NOW - timedelta(days=40)
    entry = Entry(id="a", started_at=old, ended_at=old, zone="Europe/Berlin")
    assert upcoming() is None
    assert upcoming(entry) is None


@pytest.mark.parametrize(("since", "wait"), [(0, 10), (10, 50), (59, 1)])
def test_a_running_episode_is_looked_at_when_it_becomes_long(since: float, wait: float) -> None:
    assert upcoming(running(since)) == NOW + timedelta(minutes=wait)


def test_a_running_episode_is_counted_anew_once_a_clinician_has_looked() -> None:
    looked = replace(running(50), clinician_assessed_at=NOW - timedelta(minutes=3))
    assert upcoming(looked) == NOW + timedelta(minutes=7)


def test_a_recent_episode_is_looked_at_at_the_next_local_midnight() -> None:
    started = NOW - timedelta(days=20)
    entry = Entry(id="a", started_at=started, ended_at=started, zone="Europe/Berlin")
    assert upcoming(entry) == MIDNIGHT


def test_a_sign_is_looked_at_once_it_is_no_longer_recent() -> None:
    noticed = NOW - timedelta(days=7) + timedelta(minutes=5)
    alert = AlertEntry(id="x", noticed_at=noticed, zone="UTC", red_flags={"vision": True})
    moment = upcoming(alerts=(alert,))
    assert moment is not None
    assert timedelta(minutes=5) < moment - NOW < timedelta(minutes=5, seconds=1)


def test_an_episode_is_looked_at_once_it_is_no_longer_recent() -> None:
    ended = NOW - timedelta(days=7) + timedelta(minutes=5)
    moment = upcoming(Entry(id="a", started_at=ended, ended_at=ended, zone="UTC"))
    assert moment is not None
    assert timedelta(minutes=5) < moment - NOW < timedelta(minutes=5, seconds=1)


@given(diaries(), st.integers(0, 999))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_time_alone_changes_nothing_before_the_next_look(
    diary: dict[str, Any], thousandths: int
) -> None:
    now = instant(diary["now"])
    entries = [Entry.from_json(data) for data in diary["episodes"] if data["deleted_at"] is None]
    alerts = [alert_of(data) for data in diary["alerts"]]
    upcoming = next_assessment_at(
        entries, alerts, now=now, zone=diary["zone"], thresholds=thresholds()
    )
    wait = (upcoming or now + timedelta(days=400)) - now - timedelta(milliseconds=1)
    later = now + timedelta(milliseconds=wait * thousandths // 999 // timedelta(milliseconds=1))
    assert told(diary | {"now": later.isoformat()}) == told(diary)


def told(diary: dict[str, Any]) -> Any:
    """What is said, without the minutes that run on."""
    outcome = evaluate(RULES, subjects_of(diary, {"episode": {}, "alert": {}}))
    said = [(found["rule"], found["level"], found["reminds"]) for found in outcome.findings]
    return said, outcome.undetermined


def test_the_end_of_a_quiet_time_counts_too() -> None:
    assert upcoming(also=NOW + timedelta(days=3)) == NOW + timedelta(days=3)


def test_midnight_is_that_of_the_place_on_the_days_the_clocks_change() -> None:
    for day, hour in ((datetime(2026, 3, 29, 12, tzinfo=UTC), 22), (NOW, 23)):
        assert next_midnight(day, "Europe/Berlin") == day.replace(hour=hour)
