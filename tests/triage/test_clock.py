from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diary.entries import AlertEntry, Entry
from tests.conftest import NOW
from triage.clock import next_assessment_at, next_midnight
from triage.rules import thresholds

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


def test_the_saddle_area_is_looked_at_like_a_sign() -> None:
    ended = NOW - timedelta(days=7) + timedelta(minutes=5)
    places = frozenset({"middle.saddle"})
    entry = Entry(id="a", started_at=ended, ended_at=ended, zone="UTC", areas=places)
    moment = upcoming(entry)
    assert moment is not None
    assert timedelta(minutes=5) < moment - NOW < timedelta(minutes=5, seconds=1)


def test_the_end_of_a_quiet_time_counts_too() -> None:
    assert upcoming(also=NOW + timedelta(days=3)) == NOW + timedelta(days=3)


def test_midnight_is_that_of_the_place_on_the_days_the_clocks_change() -> None:
    for day, hour in ((datetime(2026, 3, 29, 12, tzinfo=UTC), 22), (NOW, 23)):
        assert next_midnight(day, "Europe/Berlin") == day.replace(hour=hour)
