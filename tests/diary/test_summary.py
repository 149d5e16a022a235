from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from diary.entries import Entry
from diary.summary import DayState, Period, summarise

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def entry(day: str, minutes: float | None = 20, **fields: Any) -> Entry:
    start = datetime.fromisoformat(f"{day}T08:00:00+00:00")
    return Entry(
        id=fields.pop("id", day),
        started_at=start,
        ended_at=None if minutes is None else start + timedelta(minutes=minutes),
        zone=fields.pop("zone", "Europe/Berlin"),
        **fields,
    )


def test_a_day_is_an_episode_day_a_free_day_or_not_logged() -> None:
    summary = summarise(
        [entry("2026-11-22"), entry("2026-11-22", id="second")],
        [date(2026, 11, 21), date(2026, 11, 22), date(2026, 1, 1)],
        today=TODAY,
        days=3,
        now=NOW,
    )
    assert [(day.state, day.episodes) for day in summary.days] == [
        (DayState.SYMPTOM_FREE, 0),
        (DayState.EPISODE, 2),
        (DayState.NOT_LOGGED, 0),
    ]
    assert (summary.episodes, summary.episode_days, summary.symptom_free_days) == (2, 1, 1)
    assert (summary.not_logged_days, summary.logged_days) == (1, 2)


def test_it_counts_every_local_day_an_episode_touches() -> None:
    # 23:30 UTC is half past midnight in Berlin: one day, and not the UTC one.
    late = Entry(
        id="late",
        started_at=datetime(2026, 11, 20, 23, 30, tzinfo=UTC),
        ended_at=datetime(2026, 11, 22, 23, 0, tzinfo=UTC),
        zone="Europe/Berlin",
    )
    summary = summarise([late], [], today=TODAY, days=7, now=NOW)
    assert [day.date.day for day in summary.days if day.episodes] == [21, 22]


def test_an_ongoing_episode_reaches_the_last_day_whatever_the_hour() -> None:
    # Today is the 23rd where the diary is, and still the 22nd where the episode began.
    away = Entry(
        id="away",
        started_at=datetime(2026, 11, 22, 20, 0, tzinfo=UTC),
        zone="America/Los_Angeles",
    )
    early = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    for now in (early, early + timedelta(hours=20)):
        summary = summarise([away], [], today=TODAY, days=7, now=now)
        assert [day.date.day for day in summary.days if day.episodes] == [22, 23]


def test_weeks_end_with_the_last_day_and_the_first_may_be_short() -> None:
    summary = summarise(
        [entry("2026-11-23"), entry("2026-11-17"), entry("2026-11-16")],
        [date(2026, 11, 15)],
        today=TODAY,
        days=10,
        now=NOW,
    )
    assert [
        (w.days, w.episode_days, w.symptom_free_days, w.not_logged_days) for w in summary.weeks
    ] == [
        (3, 1, 1, 1),
        (7, 2, 0, 5),
    ]
    assert summary.weeks[-1].last == TODAY


def test_what_does_not_touch_the_period_does_not_count() -> None:
    summary = summarise(
        [entry("2026-11-01"), entry("2026-11-21", 60 * 48)], [], today=TODAY, days=1, now=NOW
    )
    assert (summary.episodes, summary.episode_days) == (1, 1)


@pytest.mark.parametrize(
    ("lasted", "median", "at_least"),
    [
        ([10, 20, 30], 20, False),
        ([10, 20, 30, 40], 25, False),
        ([10, 20, None], 20, False),  # the ongoing one is past the middle already
        ([10, None], (10 + 240) / 2, True),  # its end moves the middle
        ([None], 240, True),
        ([300, 400, None], 300, True),  # it may yet pass both
    ],
)
def test_the_median_is_a_lower_bound_while_an_ongoing_episode_can_move_it(
    lasted: list[int | None], median: float, at_least: bool
) -> None:
    entries = [entry("2026-11-23", minutes, id=str(n)) for n, minutes in enumerate(lasted)]
    summary = summarise(
        entries, [], today=TODAY, days=7, now=datetime(2026, 11, 23, 12, tzinfo=UTC)
    )
    assert (summary.durations.median, summary.durations.median_at_least) == (median, at_least)


def test_the_longest_is_at_least_what_it_was_while_it_is_ongoing() -> None:
    summary = summarise([entry("2026-11-23", None)], [], today=TODAY, days=7, now=NOW).durations
    assert (summary.longest, summary.longest_at_least, summary.ongoing) == (240, True, 1)
    summary = summarise(
        [entry("2026-11-22", 600), entry("2026-11-23", None)], [], today=TODAY, days=7, now=NOW
    ).durations
    assert (summary.longest, summary.longest_at_least, summary.longest_id) == (
        600,
        False,
        "2026-11-22",
    )


def test_no_episodes_have_no_duration_rather_than_zero() -> None:
    summary = summarise([], [], today=TODAY, days=7, now=NOW)
    assert (summary.durations.median, summary.durations.longest) == (None, None)
    assert summary.not_logged_days == 7


@pytest.mark.parametrize(
    ("areas", "side"),
    [
        (None, "not_said"),
        ([], "none_named"),
        (["left.foot", "left.toes"], "left_only"),
        (["right.calf", "middle.trunk"], "right_only"),
        (["left.foot", "right.foot"], "both"),
        (["middle.saddle"], "middle_only"),
    ],
)
def test_a_side_not_asked_is_not_a_side_with_nothing(areas: list[str] | None, side: str) -> None:
    episode = entry("2026-11-23", areas=None if areas is None else frozenset(areas))
    summary = summarise([episode], [], today=TODAY, days=7, now=NOW)
    assert getattr(summary.sides, side) == 1
    assert sum(getattr(summary.sides, name) for name in summary.sides.__dataclass_fields__) == 1


def test_a_period_has_at_least_one_day() -> None:
    assert len(Period.ending(TODAY, 28)) == 28
    with pytest.raises(ValueError, match="at least one day"):
        Period.ending(TODAY, 0)
