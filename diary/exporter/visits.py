"""The visits of a diary: those of the background, and those that were booked when asked to."""

from diary import hooks
from diary.exporter.ics import Visit
from diary.models import BackgroundItem


def of(diary_id: int) -> list[Visit]:
    """Those that have a day, in their order. Two queries."""
    items = BackgroundItem.objects.filter(diary_id=diary_id, kind="visit", deleted_at=None)
    rows = items.exclude(name="").values_list("id", "started_on", "ended_on")
    noted = [Visit(str(id), day, last) for id, day, last in rows if day is not None]
    booked = [Visit(id, day) for id, day in hooks.booked_visits(diary_id)]
    return sorted([*noted, *booked], key=lambda visit: (visit.day, visit.id))
