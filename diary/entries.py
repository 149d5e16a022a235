"""An episode as plain data, for the rules, the summaries and the charts. No Django.

`None` means "not asked" everywhere; `False` and empty mean asked and answered no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

POSITIONAL_TRIGGERS = frozenset({"sitting", "standing", "crossed_legs", "kneeling", "lying"})


def instant(text: str) -> datetime:
    """Read an ISO 8601 instant with an offset; returns it in UTC."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One episode; instants are in UTC, `zone` is where the person was."""

    id: str
    started_at: datetime
    zone: str
    ended_at: datetime | None = None
    start_precision: str | None = None
    onset: str | None = None
    areas: frozenset[str] | None = None
    sensations: frozenset[str] | None = None
    severity: int | None = None
    interference: int | None = None
    trigger: str | None = None
    relief: str | None = None
    relief_minutes: float | None = None
    symptoms: Mapping[str, bool] | None = None
    leg_changes: frozenset[str] | None = None
    red_flags: Mapping[str, bool] | None = None
    note: str | None = None
    clinician_assessed_at: datetime | None = None
    created_at: datetime | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Entry":
        """Make an entry from the wire shape of an episode; unknown keys are ignored."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
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

    def local_span(self, now: datetime) -> tuple[date, date]:
        """The first and the last local day it touches.

        An end at local midnight does not touch the day that begins there.
        """
        zone = ZoneInfo(self.zone)
        end = max(self.ended_at or now, self.started_at)
        first = self.started_at.astimezone(zone).date()
        last = end.astimezone(zone)
        last_day = last.date()
        if last_day > first and last.time() == datetime.min.time():
            last_day -= timedelta(days=1)
        return first, last_day

    def local_days(self, now: datetime) -> list[date]:
        """Every local day it touches, first to last."""
        first, last = self.local_span(now)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def positional(self, relief_within_minutes: float) -> bool | None:
        """Whether a position explains it: a positional trigger, and relief by moving in time.

        Unknown (`None`) when an answer that could decide it was not given.
        """
        if self.trigger is None or self.trigger == "unsure":
            return None
        if self.trigger not in POSITIONAL_TRIGGERS:
            return False
        if self.relief is None or self.relief == "not_tried":
            return None
        if self.relief != "moving":
            return False
        if self.relief_minutes is None:
            return None
        return self.relief_minutes <= relief_within_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEntry:
    """Emergency signs noticed without an episode; instants are in UTC."""

    id: str
    noticed_at: datetime
    zone: str
    red_flags: Mapping[str, bool]
    last_known_well_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundEntry:
    """A medication, supplement, vaccination, injury, condition or visit; dates are local days.

    One without a name: asked, and there is none of its kind.
    """

    kind: str
    name: str
    started_on: date | None = None
    ended_on: date | None = None
