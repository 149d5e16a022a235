"""When time alone may change the outcome of a diary. Pure: no database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from diary.entries import DAY, AlertEntry, Entry, local_date, spans
from triage.engine.evaluate import Outcome

# How far a phone's clock may run ahead: a start this far in the future is accepted.
AHEAD = timedelta(minutes=5)
LONG = (
    "long_after_moving_minutes",
    "no_reason_minutes",
    "long_hour_minutes",
    "long_day_minutes",
)
INSTANT = timedelta(milliseconds=1)
WEEKLY, WEEK = "frequent_week", 7  # the one rule over fewer days than the others


def next_assessment_at(
    entries: Sequence[Entry],
    alerts: Sequence[AlertEntry],
    outcome: Outcome,
    *,
    now: datetime,
    zone: str,
    thresholds: Mapping[str, float],
) -> datetime | None:
    """The earliest moment after `now` at which time alone could change the outcome.

    A running episode reaches a threshold or another local day; what is found in an episode
    leaves a window at local midnight; a sign is no longer recent. None for a diary in which
    nothing moves: without a running episode counts only fall, so a diary in which nothing is
    found and nothing is open stays like that.
    """
    moments = list(_coming(entries, alerts, now, zone, thresholds))
    if outcome.findings or outcome.undetermined:
        weekly = any(finding["rule"] == WEEKLY for finding in outcome.findings)
        moments += _going(entries, alerts, now, zone, thresholds, weekly)
    return min((moment for moment in moments if moment > now), default=None)


def _coming(
    entries: Iterable[Entry],
    alerts: Iterable[AlertEntry],
    now: datetime,
    zone: str,
    thresholds: Mapping[str, float],
) -> Iterator[datetime]:
    """What will count that does not yet: more minutes, another day, a start a little ahead."""
    last = local_date(now, zone)
    for entry in entries:
        yield entry.started_at - AHEAD
        if entry.ended_at is None:
            counted = max(entry.started_at, entry.clinician_assessed_at or entry.started_at)
            yield from (counted + timedelta(minutes=thresholds[name]) for name in LONG)
            day = local_date(now, entry.zone)
            # The day is touched from its first instant after midnight on.
            yield midnight(day, entry.zone) + INSTANT
            yield midnight(day + DAY, entry.zone)
            yield midnight(last + DAY, zone)
        elif entry.may_touch(now, 1):
            first, end = entry.local_span(now)
            if end > last:  # in a zone that is ahead it is tomorrow already
                yield midnight(max(first, last + DAY), zone)
    for alert in alerts:
        yield alert.noticed_at - AHEAD


def _going(
    entries: Iterable[Entry],
    alerts: Iterable[AlertEntry],
    now: datetime,
    zone: str,
    thresholds: Mapping[str, float],
    weekly: bool,
) -> Iterator[datetime]:
    """What counts now and will not for ever: a sign grows old, a day leaves a window."""
    recent = timedelta(days=thresholds["recent_emergency_days"]) + INSTANT
    fresh = timedelta(days=thresholds["limb_circulation_days"]) + INSTANT
    last = local_date(now, zone)
    windows = [int(thresholds["recent_entry_days"]), *([WEEK] if weekly else [])]
    days = list(spans(entries, now, max(windows)).values())
    for entry in entries:
        yield entry.started_at + fresh
        if entry.ended_at is not None:
            yield entry.ended_at + recent
    for alert in alerts:
        yield alert.noticed_at + recent
        day = local_date(alert.noticed_at, alert.zone)
        days.append((day, day))
    for window in windows:
        counted = last - (window - 1) * DAY
        inside = [max(first, counted) for first, end in days if end >= counted]
        if inside:
            yield midnight(min(inside) + window * DAY, zone)


def midnight(day: date, zone: str) -> datetime:
    """When a local day starts, in UTC; after a gap, the first moment of it."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
