"""Times of reminders: every zone, both DST changes, a whole year."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from reminders import times
from reminders.times import DAY, in_quiet_hours

ZONES = sorted(available_timezones() - {"localtime"})
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Hours:
    zone: str = "Europe/Berlin"
    quiet_start: time = time(21)
    quiet_end: time = time(8)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@cache
def changes(zone: str, year: int) -> list[datetime]:
    """The hours of the year, in UTC, at which the UTC offset of the zone changes."""
    info, changes = ZoneInfo(zone), []
    days = [datetime(year, 1, 1, tzinfo=UTC) + n * 5 * DAY for n in range(74)]
    for before, after in pairwise(days):
        while after - before > HOUR and offset(before, info) != offset(after, info):
            middle = before + (after - before) / 2
            same = offset(middle, info) == offset(before, info)
            before, after = (middle, after) if same else (before, middle)
        if offset(before, info) != offset(after, info):
            changes.append(before)
    return changes


def offset(moment: datetime, info: ZoneInfo) -> timedelta | None:
    return moment.astimezone(info).utcoffset()


@pytest.mark.parametrize("year", [2011, 2026])  # in 2011 Samoa had no 30th of December
def test_around_each_dst_change_nothing_is_due_in_the_quiet_hours(year: int) -> None:
    seen = 0
    for zone in ZONES:
        for change in changes(zone, year):
            seen += 1
            for clock in (Hours(zone), Hours(zone, time(1, 30), time(2, 30)), Hours(zone, time(3))):
                for hours in (-14, -1, 0, 9):
                    start = change + hours * HOUR + timedelta(minutes=20)
                    for day in (0, 1):
                        due = times.due_at(clock, start, day, disturbs=True)
                        local = due.astimezone(ZoneInfo(zone)).time()
                        assert not in_quiet_hours(local, clock.quiet_start, clock.quiet_end), (
                            zone,
                            due,
                        )
                        assert timedelta(hours=-25) < due - start - day * DAY < timedelta(hours=49)
                    for _, when in times.episode_windows(clock, start):
                        assert when.due < when.until
                        local = when.due.astimezone(ZoneInfo(zone)).time()
                        assert not in_quiet_hours(local, clock.quiet_start, clock.quiet_end), (
                            zone,
                            when,
                        )
    assert seen > 200


@pytest.mark.parametrize("year", [2011, 2026])
def test_around_each_dst_change_visit_reminders_are_at_17_and_8(year: int) -> None:
    for zone in ZONES:
        info = ZoneInfo(zone)
        for change in changes(zone, year):
            for day in {(change + hours * HOUR).astimezone(info).date() for hours in (-24, 0, 24)}:
                windows = dict(times.visit_windows(Hours(zone), day))
                # At most the day before is a day that the zone skipped.
                assert "morning" in windows, (zone, day)
                for name, at in (("before", time(17)), ("morning", time(8))):
                    if name in windows:
                        due, until = (moment.astimezone(info) for moment in windows[name])
                        assert due.time() == at, (zone, day, name)
                        assert due < until <= times.at_local_time(Hours(zone), day, time(12)), (
                            zone,
                            day,
                        )
                late = Hours(zone, time(16), time(9, 30))
                for _, when in times.visit_windows(late, day):
                    local = when.due.astimezone(info).time()
                    assert not in_quiet_hours(local, late.quiet_start, late.quiet_end), (zone, day)


@pytest.mark.parametrize("year", [2011, 2026])
def test_around_each_dst_change_a_change_of_zone_preserves_the_time_of_day(year: int) -> None:
    for zone in ZONES:
        for change in changes(zone, year):
            for moment in (change - 3 * HOUR, change + 3 * HOUR):
                local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
                there = times.same_local_time(moment, zone, "Asia/Tokyo").astimezone(
                    ZoneInfo("Asia/Tokyo")
                )
                assert there.replace(tzinfo=None) == local, (zone, moment)


def evenings(zone: str, first: datetime, last: datetime) -> list[date]:
    days, after = list[date](), first
    while after < last:
        day, when = times.next_evening(Hours(zone), after)
        local = when.due.astimezone(ZoneInfo(zone))
        assert (local.date(), local.time()) == (day, time(20)), (zone, day)
        assert timedelta(hours=2) < when.until - when.due < timedelta(hours=6)
        after = when.until
        days.append(day)
    return days


@pytest.mark.parametrize("year", [2011, 2026])
def test_around_each_dst_change_every_day_has_one_check_in(year: int) -> None:
    for zone in ZONES:
        for change in changes(zone, year):
            days = evenings(zone, change - 3 * DAY, change + 3 * DAY)
            steps = {later - earlier for earlier, later in pairwise(days)}
            # A day that a zone skipped has no check-in.
            assert steps <= ({DAY, 2 * DAY} if year == 2011 else {DAY}), zone


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"])
def test_a_year_has_as_many_evenings_as_days(zone: str) -> None:
    days = evenings(
        zone, datetime(2026, 1, 1, 12, tzinfo=UTC), datetime(2026, 12, 31, 12, tzinfo=UTC)
    )
    assert len(days) >= 364
    assert {later - earlier for earlier, later in pairwise(days)} == {DAY}


def test_an_evening_in_the_quiet_hours_comes_an_hour_before_them() -> None:
    day, when = times.next_evening(Hours(quiet_start=time(19, 30)), utc("2026-11-23T12:00"))
    assert (day, when.due) == (date(2026, 11, 23), utc("2026-11-23T17:30"))


def test_episode_reminders_have_due_times_and_expiry() -> None:
    windows = dict(times.episode_windows(Hours(), utc("2026-11-23T12:00")))
    assert [when.due for when in windows.values()] == [
        *(utc("2026-11-23T12:10"), utc("2026-11-23T13:00"), utc("2026-11-24T12:00"))
    ]
    assert windows["10"].until == windows["60"].due


def test_in_the_night_the_first_question_is_left_out_and_the_others_wait() -> None:
    windows = dict(times.episode_windows(Hours(), utc("2026-11-23T23:00")))  # midnight in Berlin
    morning = utc("2026-11-24T07:00")
    assert {name: when.due for name, when in windows.items()} == {
        "60": morning,
        "1440": utc("2026-11-25T07:00"),
    }


def test_visit_reminders_are_on_the_evening_before_and_in_the_morning() -> None:
    windows = dict(times.visit_windows(Hours(), date(2026, 11, 30)))
    assert windows["before"] == (utc("2026-11-29T16:00"), utc("2026-11-29T23:00"))
    assert windows["morning"] == (utc("2026-11-30T07:00"), utc("2026-11-30T11:00"))


def test_no_visit_reminder_is_due_after_the_visit() -> None:
    late = Hours(quiet_start=time(16), quiet_end=time(13))
    assert list(times.visit_windows(late, date(2026, 11, 30))) == []


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "UTC"])
def test_after_a_journey_it_comes_at_the_same_time_of_day(zone: str) -> None:
    noon = utc("2026-11-25T11:00")
    moved = times.same_local_time(noon, "Europe/Berlin", zone)
    assert moved.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime(2026, 11, 25, 12)  # noqa: DTZ001
    assert times.same_local_time(moved, zone, "Europe/Berlin") == noon
