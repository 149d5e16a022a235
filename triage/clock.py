"""When time alone may change the outcome of a diary. Pure: no database."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from diary.entries import AlertEntry, Entry
from triage.facts import today

# How far a phone's clock may run ahead: a start this far in the future is accepted.
AHEAD = timedelta(minutes=5)
LONG = (
    "long_after_moving_minutes",
    "no_reason_minutes",
    "long_hour_minutes",
    "long_day_minutes",
)
INSTANT = timedelta(milliseconds=1)


def next_assessment_at(
    entries: Sequence[Entry],
    alerts: Sequence[AlertEntry],
    *,
    now: datetime,
    zone: str,
    thresholds: Mapping[str, float],
    also: datetime | None = None,
) -> datetime | None:
    """The earliest moment after `now` at which time alone could change what is found.

    A running episode reaches a threshold; a day enters or leaves a window at local
    midnight; a sign is no longer recent; or `also`, when a quiet time ends. None for a
    diary in which nothing moves.
    """
    moments = [*_moments(entries, alerts, now, zone, thresholds), *([also] if also else [])]
    return min((moment for moment in moments if moment > now), default=None)


def _moments(
    entries: Sequence[Entry],
    alerts: Sequence[AlertEntry],
    now: datetime,
    zone: str,
    thresholds: Mapping[str, float],
) -> Iterator[datetime]:
    recent = today(now, zone) - timedelta(days=int(thresholds["recent_entry_days"]) - 1)
    week = timedelta(days=thresholds["recent_emergency_days"]) + INSTANT
    fresh = timedelta(days=thresholds["limb_circulation_days"]) + INSTANT
    for entry in entries:
        if entry.ended_at is None:
            counted = max(entry.started_at, entry.clinician_assessed_at or entry.started_at)
            yield from (counted + timedelta(minutes=thresholds[name]) for name in LONG)
            yield next_midnight(now, entry.zone)
        else:
            yield entry.ended_at + week
        yield entry.started_at + fresh
        if entry.local_span(now)[1] >= recent:
            yield next_midnight(now, zone)
    for alert in alerts:
        if any(alert.red_flags.values()):
            yield alert.noticed_at + week
        if today(alert.noticed_at, alert.zone) >= recent:
            yield next_midnight(now, zone)


def next_midnight(now: datetime, zone: str) -> datetime:
    """The next start of a local day, in UTC-aware time; after a gap, the first moment of it."""
    place = ZoneInfo(zone)
    day = today(now, zone) + timedelta(days=1)
    return datetime.combine(day, time.min, place).astimezone(now.tzinfo)
