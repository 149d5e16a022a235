"""An episode as plain data, for the rules, the summaries and the charts. No Django.

`None` means "not asked" everywhere; `False` and empty mean asked and answered no.
"""

from collections.abc import Iterable, Mapping, Set
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from diary.schema.codes import POSITIONAL_TRIGGERS

DAY = timedelta(days=1)
_POSITIONAL = frozenset(POSITIONAL_TRIGGERS)
Span = tuple[date, date]  # the first and the last local day


def every(*answers: bool | None) -> bool | None:
    """Whether all are yes; one no decides, whatever was not asked."""
    return False if False in answers else None if None in answers else True


def one_of(code: str | None, open_answer: str, codes: Set[str]) -> bool | None:
    """Unknown where it was not asked, or the answer leaves it open."""
    return None if code is None or code == open_answer else code in codes


def instant(text: str) -> datetime:
    """Read an ISO 8601 instant with an offset; returns it in UTC."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    return moment.astimezone(UTC)


def local_date(moment: datetime, zone: str) -> date:
    """The calendar date that clocks of the IANA `zone` show at `moment`."""
    return moment.astimezone(ZoneInfo(zone)).date()


class Entry(NamedTuple):
    """One episode; instants are in UTC, `zone` is where the person was."""

    id: str
    started_at: datetime
    zone: str
    ended_at: datetime | None = None
    start_precision: str | None = None
    onset: str | None = None
    areas: frozenset[str] | None = None
    spread: str | None = None
    sensations: frozenset[str] | None = None
    severity: int | None = None
    interference: int | None = None
    trigger: str | None = None
    relief: str | None = None
    relief_minutes: float | None = None
    symptoms: Mapping[str, bool] | None = None
    pain: int | None = None
    leg_changes: frozenset[str] | None = None
    red_flags: Mapping[str, bool] | None = None
    note: str | None = None
    clinician_assessed_at: datetime | None = None
    created_at: datetime | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Entry":
        """Make an entry from the wire shape of an episode; unknown keys are ignored."""
        known = {name: data[name] for name in cls._fields if name in data}
        for name in ("started_at", "ended_at", "clinician_assessed_at", "created_at"):
            if known.get(name) is not None:
                known[name] = instant(known[name])
        for name in ("areas", "sensations", "leg_changes"):
            if known.get(name) is not None:
                known[name] = frozenset(known[name])
        return cls(**{**known, "id": str(data["id"])})

    def minutes(self, now: datetime) -> float:
        """How long it lasted, or has lasted until `now` while it is ongoing, in minutes."""
        return max(0.0, ((self.ended_at or now) - self.started_at).total_seconds() / 60)

    def local_span(self, now: datetime) -> Span:
        """The first and the last local day it touches.

        An end at local midnight does not touch the day that begins there.
        """
        return _local_span(self.started_at, self.ended_at or now, self.zone)

    def local_days(self, now: datetime) -> list[date]:
        """Every local day it touches, first to last."""
        first, last = self.local_span(now)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def may_touch(self, now: datetime, days: int) -> bool:
        """False when it was over before the last so many local days of any zone.

        Told without asking for a zone's clock. True still has to be looked at. Zones differ by
        26 hours at most, and the first of the days began up to 24 hours before.
        """
        if self.ended_at is None:
            return True
        return max(self.started_at, self.ended_at) >= now - (days + 2) * DAY

    def positional(self, relief_within_minutes: float) -> bool | None:
        """Whether a position explains it: a positional trigger, and relief by moving in time.

        Unknown (`None`) when an answer that could decide it was not given.
        """
        return every(
            one_of(self.trigger, "unsure", _POSITIONAL),
            one_of(self.relief, "not_tried", {"moving"}),
            None if self.relief_minutes is None else self.relief_minutes <= relief_within_minutes,
        )


@lru_cache(8192)  # every statistic calls it with the same entries
def _local_span(start: datetime, end: datetime, zone_name: str) -> Span:
    zone = ZoneInfo(zone_name)
    first = start.astimezone(zone).date()
    if end <= start:
        return first, first
    last = end.astimezone(zone)
    last_day = last.date()
    if last_day > first and last.time() == time.min:
        last_day -= DAY
    return first, last_day


class AlertEntry(NamedTuple):
    """Emergency signs noticed without an episode; instants are in UTC."""

    id: str
    noticed_at: datetime
    zone: str
    red_flags: Mapping[str, bool]
    last_known_well_at: datetime | None = None
    clinician_assessed_at: datetime | None = None


class BackgroundEntry(NamedTuple):
    """A medication, supplement, vaccination, injury, condition or visit; dates are local days.

    One without a name: asked, and there is none of its kind.
    """

    kind: str
    name: str
    started_on: date | None = None
    ended_on: date | None = None
    code: str | None = None


def spans(entries: Iterable[Entry], now: datetime, days: int) -> dict[str, Span]:
    """By id, the local days of those that may touch the last so many."""
    return {entry.id: entry.local_span(now) for entry in entries if entry.may_touch(now, days)}
