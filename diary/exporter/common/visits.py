"""Visits of a diary: background items, and those booked in answer to a prompt."""

from dataclasses import dataclass
from datetime import date

from diary import hooks
from diary.models import BackgroundItem


@dataclass(frozen=True, slots=True)
class Visit:
    """One day, or several, at a provider's; the id of a visit is stable."""

    id: str
    day: date
    last: date | None = None


def fetch_visits(diary_id: int) -> list[Visit]:
    """Visits that have a day, in order of days; two queries."""
    items = BackgroundItem.objects.filter(diary_id=diary_id, kind="visit", deleted_at=None)
    rows = items.exclude(name="").values_list("id", "started_on", "ended_on")
    noted = [Visit(str(id), day, last) for id, day, last in rows if day is not None]
    booked = [Visit(id, day) for id, day in hooks.booked_visits(diary_id)]
    return sorted([*noted, *booked], key=lambda visit: (visit.day, visit.id))
