"""When time alone may change the outcome of a diary. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from diary.entries import DAY, AlertEntry, Entry, local_date, spans
from triage.engine.evaluate import Outcome

# How far a phone's clock may run ahead: a start this far in the future is accepted.
MAX_CLOCK_SKEW = timedelta(minutes=5)
DURATION_THRESHOLDS = (
    "long_after_moving_minutes",
    "no_reason_minutes",
    "long_hour_minutes",
    "long_day_minutes",
)
MILLISECOND = timedelta(milliseconds=1)
WEEKLY_RULE, WEEK_DAYS = "frequent_week", 7  # the only rule with a shorter window


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

    A running episode reaches a threshold or another local day; an episode leaves a window at
    local midnight; a sign is no longer recent. None if nothing can change: without a running
    episode counts only fall, so a diary without findings and undetermined rules stays so.
    """
    moments = list(_increases(entries, alerts, now, zone, thresholds))
    if outcome.findings or outcome.undetermined:
        weekly = any(finding["rule"] == WEEKLY_RULE for finding in outcome.findings)
        moments += _decreases(entries, alerts, now, zone, thresholds, weekly)
    return min((moment for moment in moments if moment > now), default=None)


def _increases(
    entries: Iterable[Entry],
    alerts: Iterable[AlertEntry],
    now: datetime,
    zone: str,
    thresholds: Mapping[str, float],
) -> Iterator[datetime]:
    """When a fact may grow: more minutes, another day, a start ahead within the clock skew."""
    today = local_date(now, zone)
    for entry in entries:
        yield entry.started_at - MAX_CLOCK_SKEW
        if entry.ended_at is None:
            counts_from = max(entry.started_at, entry.clinician_assessed_at or entry.started_at)
            yield from (
                counts_from + timedelta(minutes=thresholds[name]) for name in DURATION_THRESHOLDS
            )
            day = local_date(now, entry.zone)
            # The day is touched from its first instant after midnight on.
            yield local_midnight(day, entry.zone) + MILLISECOND
            yield local_midnight(day + DAY, entry.zone)
            yield local_midnight(today + DAY, zone)
        elif entry.may_touch(now, 1):
            first, end = entry.local_span(now)
            if end > today:  # in a zone that is ahead it is tomorrow
                yield local_midnight(max(first, today + DAY), zone)
    for alert in alerts:
        yield alert.noticed_at - MAX_CLOCK_SKEW


def _decreases(
    entries: Iterable[Entry],
    alerts: Iterable[AlertEntry],
    now: datetime,
    zone: str,
    thresholds: Mapping[str, float],
    weekly: bool,
) -> Iterator[datetime]:
    """When a fact may shrink: a sign is no longer recent, a day leaves a window."""
    recent = timedelta(days=thresholds["recent_emergency_days"]) + MILLISECOND
    fresh = timedelta(days=thresholds["limb_circulation_days"]) + MILLISECOND
    today = local_date(now, zone)
    windows = [int(thresholds["recent_entry_days"]), *([WEEK_DAYS] if weekly else [])]
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
        first_day = today - (window - 1) * DAY
        inside = [max(first, first_day) for first, end in days if end >= first_day]
        if inside:
            yield local_midnight(min(inside) + window * DAY, zone)


def local_midnight(day: date, zone: str) -> datetime:
    """When a local day starts, in UTC; after a gap, the first moment of it."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
