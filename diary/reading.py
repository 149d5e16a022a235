"""Reading a diary as plain data, for the rules, the summaries and the charts."""

from datetime import date, datetime

from django.db.models import Q

from diary.entries import AlertEntry, BackgroundEntry, Entry
from diary.models import Alert, BackgroundItem, CheckIn, Episode

_ENTRY_FIELDS = tuple(Entry.__dataclass_fields__)
_ALERT_FIELDS = tuple(AlertEntry.__dataclass_fields__)
_BACKGROUND_FIELDS = tuple(BackgroundEntry.__dataclass_fields__)
_SETS = ("areas", "sensations", "leg_changes")


def entry_of(episode: Episode) -> Entry:
    """One stored episode as plain data."""
    return _entry({name: getattr(episode, name) for name in _ENTRY_FIELDS})


def entries(diary_id: int, *, since: datetime | None = None) -> list[Entry]:
    """The episodes that are not deleted, oldest start first; one query.

    With `since`, those that touch the time from then on: an episode that began
    earlier counts while it is ongoing or when it ended later.
    """
    found = Episode.objects.filter(diary_id=diary_id, deleted_at=None)
    if since is not None:
        found = found.filter(
            Q(started_at__gte=since) | Q(ended_at__gte=since) | Q(ended_at__isnull=True)
        )
    return [_entry(row) for row in found.order_by("started_at", "id").values(*_ENTRY_FIELDS)]


def check_in_days(diary_id: int, *, since: date | None = None) -> list[date]:
    """The local days with "no numbness" checked in, oldest first; one query."""
    found = CheckIn.objects.filter(diary_id=diary_id, deleted_at=None)
    if since is not None:
        found = found.filter(date__gte=since)
    return list(found.order_by("date").values_list("date", flat=True))


def alerts(diary_id: int, *, since: datetime | None = None) -> list[AlertEntry]:
    """Emergency signs recorded without an episode, oldest first; one query."""
    found = Alert.objects.filter(diary_id=diary_id, deleted_at=None)
    if since is not None:
        found = found.filter(noticed_at__gte=since)
    rows = found.order_by("noticed_at", "id").values(*_ALERT_FIELDS)
    return [AlertEntry(**{**row, "id": str(row["id"])}) for row in rows]


def background(diary_id: int) -> list[BackgroundEntry]:
    """Medicines, conditions and the rest, in the order of their ids; one query."""
    found = BackgroundItem.objects.filter(diary_id=diary_id, deleted_at=None)
    return [BackgroundEntry(**row) for row in found.order_by("id").values(*_BACKGROUND_FIELDS)]


def _entry(row: dict[str, object]) -> Entry:
    for name in _SETS:
        if (codes := row[name]) is not None:
            row[name] = frozenset(codes)  # type: ignore[call-overload]
    row["id"] = str(row["id"])
    return Entry(**row)  # type: ignore[arg-type]
