"""Reading diaries as plain data, for the rules, the summaries and the charts."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from diary.entries import AlertEntry, BackgroundEntry, Entry
from diary.models import Alert, BackgroundItem, CheckIn, Episode

_PLAIN = (
    "started_at",
    "zone",
    "ended_at",
    "start_precision",
    "onset",
    "severity",
    "interference",
    "trigger",
    "relief",
    "relief_minutes",
    "clinician_assessed_at",
)
_SETS = ("areas", "sensations", "leg_changes")
_MAPS = ("symptoms", "red_flags")
_ALERT_FIELDS = tuple(AlertEntry.__dataclass_fields__)
_BACKGROUND_FIELDS = tuple(BackgroundEntry.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Records:
    """What one diary says, as far as it was read; episodes and alerts oldest first."""

    entries: list[Entry] = field(default_factory=list)
    alerts: list[AlertEntry] = field(default_factory=list)
    background: list[BackgroundEntry] = field(default_factory=list)


def records(
    diary_ids: Collection[int], *, since: datetime | None = None, lead: timedelta = timedelta()
) -> dict[int, Records]:
    """What these diaries say, without the deleted; three to five queries for all of them.

    With `since`, an episode that lies before it is left out, unless it has an emergency
    sign. Of those that were going on up to `lead` before the start of one that is read, the
    time and the places are read and nothing else: enough to tell whether it has spread.
    """
    found = {diary_id: Records() for diary_id in diary_ids}
    episodes = Episode.objects.filter(diary_id__in=diary_ids, deleted_at=None)
    if since is None:
        _read(found, episodes)
    else:
        _read(found, episodes.filter(Q(settled_at__gte=since) | Q(settled_at=None)))
        _read_places(found, episodes, since, lead)
    for one in found.values():
        one.entries.sort(key=lambda entry: (entry.started_at, entry.id))
    alerts = Alert.objects.filter(diary_id__in=diary_ids, deleted_at=None)
    for row in alerts.order_by("noticed_at", "id").values("diary_id", *_ALERT_FIELDS):
        found[row.pop("diary_id")].alerts.append(AlertEntry(**row | {"id": str(row["id"])}))
    items = BackgroundItem.objects.filter(diary_id__in=diary_ids, deleted_at=None)
    for row in items.order_by("id").values("diary_id", *_BACKGROUND_FIELDS):
        found[row.pop("diary_id")].background.append(BackgroundEntry(**row))
    return found


def _read(found: Mapping[int, Records], episodes: QuerySet[Episode]) -> None:
    """All that rules read: the note is none of it."""
    coded = [Cast(name, TextField()) for name in (*_SETS, *_MAPS)]
    for diary_id, id, *values in episodes.values_list("diary_id", "id", *_PLAIN, *coded):
        plain, texts = values[: len(_PLAIN)], values[len(_PLAIN) :]
        sets = map(_codes, texts[: len(_SETS)])
        maps = map(_answers, texts[len(_SETS) :])
        known = zip((*_PLAIN, *_SETS, *_MAPS), (*plain, *sets, *maps), strict=True)
        found[diary_id].entries.append(Entry(id=str(id), **dict(known)))


def _read_places(
    found: Mapping[int, Records], episodes: QuerySet[Episode], since: datetime, lead: timedelta
) -> None:
    before = Q(settled_at__gte=since - lead, settled_at__lt=since)
    for diary_id, one in found.items():
        going_on = (entry for entry in one.entries if (entry.ended_at or since) >= since)
        first = min((entry.started_at for entry in going_on), default=since)
        if first < since:  # it has gone on for long: what was before it lies further back
            earlier = Q(diary_id=diary_id, started_at__gte=first - lead)
            before |= earlier & Q(settled_at__lt=since - lead)
    rows = episodes.filter(before).values_list(
        "diary_id", "id", "started_at", "ended_at", "zone", Cast("areas", TextField())
    )
    for diary_id, id, started_at, ended_at, zone, areas in rows:
        found[diary_id].entries.append(
            Entry(
                id=str(id),
                started_at=started_at,
                ended_at=ended_at,
                zone=zone,
                areas=_codes(areas),
            )
        )


def entry_of(episode: Episode) -> Entry:
    """One stored episode as plain data."""
    return _entry({name: getattr(episode, name) for name in Entry.__dataclass_fields__})


def alert_of(alert: Alert) -> AlertEntry:
    """One stored alert as plain data."""
    known = {name: getattr(alert, name) for name in _ALERT_FIELDS}
    return AlertEntry(**known | {"id": str(alert.id)})


def entries(diary_id: int, *, since: datetime | None = None) -> list[Entry]:
    """The episodes that are not deleted, notes and all, oldest start first; one query.

    With `since`, those that touch the time from then on: an episode that began
    earlier counts while it is ongoing or when it ended later.
    """
    found = Episode.objects.filter(diary_id=diary_id, deleted_at=None)
    if since is not None:
        found = found.filter(
            Q(started_at__gte=since) | Q(ended_at__gte=since) | Q(ended_at__isnull=True)
        )
    rows = found.order_by("started_at", "id").values(*Entry.__dataclass_fields__)
    return [_entry(row) for row in rows]


def check_in_days(diary_id: int, *, since: date | None = None) -> list[date]:
    """The local days with "no numbness" checked in, oldest first; one query."""
    found = CheckIn.objects.filter(diary_id=diary_id, deleted_at=None)
    if since is not None:
        found = found.filter(date__gte=since)
    return list(found.order_by("date").values_list("date", flat=True))


def alerts(diary_id: int) -> list[AlertEntry]:
    """Emergency signs recorded without an episode, oldest first; one query."""
    found = Alert.objects.filter(diary_id=diary_id, deleted_at=None)
    return [alert_of(alert) for alert in found.order_by("noticed_at", "id")]


def _entry(row: dict[str, Any]) -> Entry:
    for name in _SETS:
        if (codes := row[name]) is not None:
            row[name] = frozenset(codes)
    row["id"] = str(row["id"])
    return Entry(**row)


# The same few answers are given again and again: each is read once.
@lru_cache(maxsize=4096)
def _codes(text: str | None) -> frozenset[str] | None:
    return None if text is None else frozenset(json.loads(text))


@lru_cache(maxsize=4096)
def _answers(text: str | None) -> Mapping[str, bool] | None:
    return None if text is None else MappingProxyType(json.loads(text))
