"""When a reminder comes, and until when it is of use: by the person's own clock. Pure.

A local time that there is not, or that there is twice, is what `zoneinfo` makes of it: the
first of two, and in a gap as much later as the clocks were put forward.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MORNING_AFTER = time(10)  # when a visit is asked about
EVENING_BEFORE, MORNING_OF, NOON = time(17), time(8), time(12)  # when it is told of, and till when
EVENING = time(20)  # when the daily question comes
# Minutes after its start, at which an episode that goes on is asked about, and for how many
# more the question is of use. The first is over when the next one comes.
STILL = {10: 50, 60: 720, 1440: 1440}


class Clock(Protocol):
    """Whose hours: a diary, or anything like one."""

    @property
    def zone(self) -> str: ...
    @property
    def quiet_start(self) -> time: ...
    @property
    def quiet_end(self) -> time: ...


class Times(NamedTuple):
    due: datetime
    until: datetime


def due_at(clock: Clock, start: datetime, day: int, *, disturbs: bool) -> datetime:
    """The same local time `day` days after `start`; after the quiet hours if it disturbs."""
    moment = start
    if day:
        moment = (start.astimezone(ZoneInfo(clock.zone)) + day * DAY).astimezone(UTC)
    return (disturbs and quiet_until(clock, moment)) or moment


def quiet_until(clock: Clock, moment: datetime) -> datetime | None:
    """When the quiet hours end that hold at `moment`: after it, in UTC. None when none do.

    By the zone and the hours that the person has now. They are asked again when a reminder
    is sent: whatever was planned, none comes in the quiet ones.
    """
    local = moment.astimezone(ZoneInfo(clock.zone))
    if not in_quiet(local.time(), clock.quiet_start, clock.quiet_end):
        return None
    late = clock.quiet_start > clock.quiet_end and local.time() >= clock.quiet_start
    day = local.date() + DAY if late else local.date()
    # In an hour that comes twice, the end is in the same one of the two.
    end = datetime.combine(day, clock.quiet_end, local.tzinfo).replace(fold=local.fold)
    return end.astimezone(UTC)


def in_quiet(moment: time, start: time, end: time) -> bool:
    """Whether a local time is in the quiet hours, which may go over midnight. Equal: none."""
    if start <= end:
        return start <= moment < end
    return moment >= start or moment < end


def on(clock: Clock, day: date, at: time) -> datetime:
    """A time of day where the person is, in UTC."""
    return datetime.combine(day, at, ZoneInfo(clock.zone)).astimezone(UTC)


def kept(moment: datetime, before: str, now: str) -> datetime:
    """The moment at which the clocks of the zone `now` show what those of `before` showed."""
    local = moment.astimezone(ZoneInfo(before)).replace(tzinfo=ZoneInfo(now), fold=0)
    return local.astimezone(UTC)


def still(clock: Clock, started_at: datetime) -> Iterator[tuple[str, Times]]:
    """When an episode that goes on is asked about, each with a name."""
    for minutes, useful in STILL.items():
        moment = started_at + timedelta(minutes=minutes)
        found = _waiting(clock, moment, moment + timedelta(minutes=useful))
        if found:
            yield str(minutes), found


def coming(clock: Clock, day: date) -> Iterator[tuple[str, Times]]:
    """When a visit on that day is told of, each with a name."""
    for name, due, until in (
        ("before", on(clock, day - DAY, EVENING_BEFORE), on(clock, day, time.min)),
        ("morning", on(clock, day, MORNING_OF), on(clock, day, NOON)),
    ):
        found = _waiting(clock, due, until)
        if found:
            yield name, found


def _waiting(clock: Clock, due: datetime, until: datetime) -> Times | None:
    due = quiet_until(clock, due) or due
    return Times(due, until) if due < until else None


def next_evening(clock: Clock, after: datetime) -> tuple[date, Times]:
    """The first evening after a moment, with its local day; it is of use until midnight.

    Where the evening lies in the quiet hours, an hour before they begin.
    """
    at = EVENING
    if in_quiet(at, clock.quiet_start, clock.quiet_end):
        minutes = clock.quiet_start.hour * 60 + clock.quiet_start.minute - 60
        at = time(*divmod(max(minutes, 0), 60))
    zone = ZoneInfo(clock.zone)
    day = after.astimezone(zone).date()
    while (due := on(clock, day, at)) <= after:
        day += DAY
    # Not every zone has every day: what is asked about is the one on which it comes.
    day = due.astimezone(zone).date()
    return day, Times(due, on(clock, day + DAY, time.min))
