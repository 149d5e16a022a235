"""When a reminder is due and until when it is useful, in local time. Pure.

Nonexistent and ambiguous local times follow `zoneinfo` (PEP 495, fold 0): the first of two,
and in a gap shifted forward by its length.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MORNING_AFTER = time(10)  # "did you go?"
EVENING_BEFORE, MORNING_OF, NOON = time(17), time(8), time(12)  # of a visit; useful until noon
EVENING = time(20)  # check-in
# Minutes after its start at which a running episode is asked about, and for how many more
# minutes that is useful. The first ends when the next one comes.
EPISODE_MINUTES = {10: 50, 60: 720, 1440: 1440}


class Clock(Protocol):
    """Zone and quiet hours: a diary, or anything like one."""

    @property
    def zone(self) -> str: ...
    @property
    def quiet_start(self) -> time: ...
    @property
    def quiet_end(self) -> time: ...


class SendWindow(NamedTuple):
    due: datetime
    until: datetime


def due_at(clock: Clock, start: datetime, day: int, *, disturbs: bool) -> datetime:
    """The same local time `day` days after `start`; after the quiet hours if it disturbs."""
    moment = start
    if day:
        moment = (start.astimezone(ZoneInfo(clock.zone)) + day * DAY).astimezone(UTC)
    return (disturbs and quiet_until(clock, moment)) or moment


def quiet_until(clock: Clock, moment: datetime) -> datetime | None:
    """The end of the quiet hours that contain `moment`, in UTC; None if none do.

    Uses the current zone and quiet hours. Also checked when a reminder is sent: whatever was
    planned, none comes in quiet hours.
    """
    local = moment.astimezone(ZoneInfo(clock.zone))
    if not in_quiet_hours(local.time(), clock.quiet_start, clock.quiet_end):
        return None
    late = clock.quiet_start > clock.quiet_end and local.time() >= clock.quiet_start
    day = local.date() + DAY if late else local.date()
    # In an ambiguous hour, the end has the same fold as the moment.
    end = datetime.combine(day, clock.quiet_end, local.tzinfo).replace(fold=local.fold)
    return end.astimezone(UTC)


def in_quiet_hours(moment: time, start: time, end: time) -> bool:
    """True if a local time is in the quiet hours, which may span midnight. Equal: none."""
    if start <= end:
        return start <= moment < end
    return moment >= start or moment < end


def at_local_time(clock: Clock, day: date, at: time) -> datetime:
    """A local time of day, in UTC."""
    return datetime.combine(day, at, ZoneInfo(clock.zone)).astimezone(UTC)


def same_local_time(moment: datetime, before: str, now: str) -> datetime:
    """The moment at which zone `now` shows the local time of `moment` in zone `before`."""
    local = moment.astimezone(ZoneInfo(before)).replace(tzinfo=ZoneInfo(now), fold=0)
    return local.astimezone(UTC)


def episode_windows(clock: Clock, started_at: datetime) -> Iterator[tuple[str, SendWindow]]:
    """When a running episode is asked about, each with a slot name."""
    for minutes, useful in EPISODE_MINUTES.items():
        moment = started_at + timedelta(minutes=minutes)
        window = _after_quiet_hours(clock, moment, moment + timedelta(minutes=useful))
        if window:
            yield str(minutes), window


def visit_windows(clock: Clock, day: date) -> Iterator[tuple[str, SendWindow]]:
    """When a visit on that day is announced, each with a slot name."""
    for name, due, until in (
        (
            "before",
            at_local_time(clock, day - DAY, EVENING_BEFORE),
            at_local_time(clock, day, time.min),
        ),
        ("morning", at_local_time(clock, day, MORNING_OF), at_local_time(clock, day, NOON)),
    ):
        window = _after_quiet_hours(clock, due, until)
        if window:
            yield name, window


def _after_quiet_hours(clock: Clock, due: datetime, until: datetime) -> SendWindow | None:
    due = quiet_until(clock, due) or due
    return SendWindow(due, until) if due < until else None


def next_evening(clock: Clock, after: datetime) -> tuple[date, SendWindow]:
    """The first evening after a moment, with its local day; useful until midnight.

    If the evening is in the quiet hours: one hour before they begin.
    """
    at = EVENING
    if in_quiet_hours(at, clock.quiet_start, clock.quiet_end):
        minutes = clock.quiet_start.hour * 60 + clock.quiet_start.minute - 60
        at = time(*divmod(max(minutes, 0), 60))
    zone = ZoneInfo(clock.zone)
    day = after.astimezone(zone).date()
    while (due := at_local_time(clock, day, at)) <= after:
        day += DAY
    # A zone may skip a day (Samoa, 2011): use the day on which it is really due.
    day = due.astimezone(zone).date()
    return day, SendWindow(due, at_local_time(clock, day + DAY, time.min))
