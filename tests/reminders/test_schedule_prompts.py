from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.models import Diary
from reminders.models import Reminder
from reminders.times import due_at, in_quiet_hours, quiet_until
from tests.conftest import NOW
from tests.triage.conftest import Log
from triage import assess

ZONES = sorted(available_timezones() - {"localtime"})


def a_diary(zone: str = "Europe/Berlin", start: int = 21, end: int = 8) -> Diary:
    return Diary(zone=zone, quiet_start=time(start), quiet_end=time(end))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (NOW, NOW),
        ("2026-11-23T19:59:00Z", "2026-11-23T19:59:00Z"),
        ("2026-11-23T20:00:00Z", "2026-11-24T07:00:00Z"),
        ("2026-11-23T23:30:00Z", "2026-11-24T07:00:00Z"),
        ("2026-11-23T06:59:00Z", "2026-11-23T07:00:00Z"),
        ("2026-11-23T07:00:00Z", "2026-11-23T07:00:00Z"),
    ],
)
def test_it_waits_for_the_end_of_the_quiet_hours(
    start: datetime | str, expected: datetime | str
) -> None:
    begin, end = (
        datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        for moment in (start, expected)
    )
    assert due_at(a_diary(), begin, 0, disturbs=True) == end
    assert due_at(a_diary(), begin, 0, disturbs=False) == begin


def test_reminders_preserve_local_time_across_dst() -> None:
    start = datetime(2026, 10, 24, 10, tzinfo=UTC)  # noon in Berlin, the day before
    assert due_at(a_diary(), start, 3, disturbs=True) == datetime(2026, 10, 27, 11, tzinfo=UTC)


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)).map(  # noqa: DTZ001
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    st.integers(0, 14),
    st.integers(0, 23),
    st.integers(0, 23),
)
def test_no_zone_or_change_of_clocks_puts_it_into_the_quiet_hours(
    zone: str, start: datetime, day: int, quiet: int, loud: int
) -> None:
    due = due_at(a_diary(zone, quiet, loud), start, day, disturbs=True)
    local = due.astimezone(ZoneInfo(zone))
    assert not in_quiet_hours(local.time(), time(quiet), time(loud))
    assert timedelta(days=day, hours=-25) < due - start < timedelta(days=day, hours=49)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z"),  # 02:10, before the clocks go back
        ("2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z"),  # 02:10 again
        ("2027-03-28T00:50:00Z", "2027-03-28T01:30:00Z"),  # 01:50, and there is no 02:30
    ],
)
def test_the_end_of_the_quiet_hours_is_never_behind_us(moment: str, expected: str) -> None:
    diary = Diary(zone="Europe/Berlin", quiet_start=time(21), quiet_end=time(2, 30))
    start, end = datetime.fromisoformat(moment), datetime.fromisoformat(expected)
    assert quiet_until(diary, start) == end
    assert due_at(diary, start, 0, disturbs=True) == end


def test_equal_ends_mean_no_quiet_hours() -> None:
    assert not in_quiet_hours(time(3), time(8), time(8))


def planned(diary: Diary) -> dict[str, list[timedelta]]:
    assess.assess(diary.pk, NOW)
    delays: dict[str, list[timedelta]] = {}
    for reminder in Reminder.objects.order_by("due_at"):
        delays.setdefault(reminder.channel, []).append(reminder.due_at - NOW)
    return delays


def test_see_a_provider_reminds_over_two_weeks(diary: Diary, log: Log) -> None:
    log(minutes=90)
    days = [timedelta(days=day) for day in (0, 3, 7, 14)]
    assert planned(diary) == {"in_app": days, "email": days, "push": days}


def test_see_a_provider_soon_reminds_on_three_days(diary: Diary, log: Log) -> None:
    log(ago=timedelta(days=2), minutes=1440)
    days = [timedelta(days=day) for day in (0, 1, 2)]
    assert planned(diary) == {"in_app": days, "email": days, "push": days}
