"""Reading diaries as plain data, for the rules, the summaries and the charts."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from diary.entries import AlertEntry, BackgroundEntry, Entry
from diary.models import Alert, BackgroundItem, CheckIn, Episode

_SETS = ("areas", "sensations", "leg_changes")


@dataclass(frozen=True, slots=True)
class Records:
    """Records of one diary; episodes and alerts oldest first."""

    entries: list[Entry] = field(default_factory=list)
    alerts: list[AlertEntry] = field(default_factory=list)
    background: list[BackgroundEntry] = field(default_factory=list)


def fetch_records(
    diary_ids: Collection[int], *, since: datetime | None = None, lead: timedelta = timedelta()
) -> dict[int, Records]:
    """Records of these diaries that are not deleted; three to five queries in all.

    With `since`, episodes that ended before it are left out, unless they have an emergency
    sign. Of episodes up to `lead` before the start of a fetched episode, only times and places
    are fetched: enough to detect spread.
    """
    records = {diary_id: Records() for diary_id in diary_ids}
    episodes = Episode.objects.filter(diary_id__in=diary_ids, deleted_at=None)
    if since is None:
        _read(records, episodes)
    else:
        _read(records, episodes.filter(Q(settled_at__gte=since) | Q(settled_at=None)))
        _read_places(records, episodes, since, lead)
    for diary_records in records.values():
        diary_records.entries.sort(key=lambda entry: (entry.started_at, entry.id))
    alerts = Alert.objects.filter(diary_id__in=diary_ids, deleted_at=None)
    for row in alerts.order_by("noticed_at", "id").values("diary_id", *AlertEntry._fields):
        records[row.pop("diary_id")].alerts.append(AlertEntry(**row | {"id": str(row["id"])}))
    items = BackgroundItem.objects.filter(diary_id__in=diary_ids, deleted_at=None)
    for row in items.order_by("id").values("diary_id", *BackgroundEntry._fields):
        records[row.pop("diary_id")].background.append(BackgroundEntry(**row))
    return records


def _read(records: Mapping[int, Records], episodes: QuerySet[Episode]) -> None:
    """Fetch every field that rules read; not the note."""
    plain = (
        "diary_id",
        "zone",
        "onset",
        "spread",
        "severity",
        "interference",
        "trigger",
        "relief",
        "pain",
    )
    times = ("started_at", "ended_at", "clinician_assessed_at")
    texts = _texts("id", *times, *_SETS, "symptoms", "red_flags")
    for (
        diary_id,
        zone,
        onset,
        spread,
        severity,
        interference,
        trigger,
        relief,
        pain,
        relief_minutes,
        id,
        started_at,
        ended_at,
        clinician_assessed_at,
        areas,
        sensations,
        leg_changes,
        symptoms,
        red_flags,
    ) in episodes.values_list(*plain, "relief_minutes", *texts):
        entry = Entry(
            id=_id(id),
            started_at=_moment(started_at),
            zone=zone,
            ended_at=_moment(ended_at) if ended_at else None,
            onset=onset,
            areas=_codes(areas),
            spread=spread,
            sensations=_codes(sensations),
            severity=severity,
            interference=interference,
            trigger=trigger,
            relief=relief,
            relief_minutes=relief_minutes,
            symptoms=_answers(symptoms),
            pain=pain,
            leg_changes=_codes(leg_changes),
            red_flags=_answers(red_flags),
            clinician_assessed_at=(
                _moment(clinician_assessed_at) if clinician_assessed_at else None
            ),
        )
        records[diary_id].entries.append(entry)


def _read_places(
    records: Mapping[int, Records], episodes: QuerySet[Episode], since: datetime, lead: timedelta
) -> None:
    before = Q(settled_at__gte=since - lead, settled_at__lt=since)
    for diary_id, diary_records in records.items():
        going_on = (entry for entry in diary_records.entries if (entry.ended_at or since) >= since)
        first = min((entry.started_at for entry in going_on), default=since)
        if first < since:  # a long episode: its lead time lies further back
            earlier = Q(settled_at__gte=first - lead, settled_at__lt=since - lead)
            before |= Q(diary_id=diary_id) & earlier
    texts = _texts("id", "started_at", "ended_at", "areas")
    rows = episodes.filter(before).values_list("diary_id", "zone", *texts)
    for diary_id, zone, id, started_at, ended_at, areas in rows:
        entry = Entry(_id(id), _moment(started_at), zone, _moment(ended_at), areas=_codes(areas))
        records[diary_id].entries.append(entry)


def _texts(*names: str) -> list[Cast]:
    """Columns cast to text: faster than the conversions of Django."""
    return [Cast(name, TextField()) for name in names]


def _id(text: str) -> str:
    """SQLite stores UUIDs without hyphens."""
    return text if "-" in text else str(UUID(text))


def _moment(text: str) -> datetime:
    """SQLite stores UTC without an offset."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def to_entry(episode: Episode) -> Entry:
    """One stored episode as plain data."""
    return _entry({name: getattr(episode, name) for name in Entry._fields})


def to_alert_entry(alert: Alert) -> AlertEntry:
    """One stored alert as plain data."""
    values = {name: getattr(alert, name) for name in AlertEntry._fields}
    return AlertEntry(**values | {"id": str(alert.id)})


def fetch_entries(diary_id: int, *, since: datetime | None = None) -> list[Entry]:
    """Episodes that are not deleted, with notes, oldest start first; one query.

    With `since`, those that overlap the time from then on, ongoing episodes included.
    """
    episodes = Episode.objects.filter(diary_id=diary_id, deleted_at=None)
    if since is not None:
        episodes = episodes.filter(
            Q(started_at__gte=since) | Q(ended_at__gte=since) | Q(ended_at__isnull=True)
        )
    rows = episodes.order_by("started_at", "id").values(*Entry._fields)
    return [_entry(row) for row in rows]


def fetch_check_in_days(diary_id: int, *, since: date | None = None) -> list[date]:
    """The local days with "no numbness" checked in, oldest first; one query."""
    check_ins = CheckIn.objects.filter(diary_id=diary_id, deleted_at=None)
    if since is not None:
        check_ins = check_ins.filter(date__gte=since)
    return list(check_ins.order_by("date").values_list("date", flat=True))


def fetch_alerts(diary_id: int) -> list[AlertEntry]:
    """Emergency signs recorded without an episode, oldest first; one query."""
    alerts = Alert.objects.filter(diary_id=diary_id, deleted_at=None)
    return [to_alert_entry(alert) for alert in alerts.order_by("noticed_at", "id")]


def fetch_red_flag_entries(diary_id: int) -> list[Entry]:
    """Every episode with an emergency sign, oldest first; one query."""
    episodes = Episode.objects.filter(diary_id=diary_id, deleted_at=None, settled_at=None)
    rows = episodes.order_by("started_at", "id").values(*Entry._fields)
    return [_entry(row) for row in rows if any((row["red_flags"] or {}).values())]


def fetch_background(diary_id: int) -> list[BackgroundEntry]:
    """Medicines, vaccinations, injuries and the like, oldest start first; one query."""
    items = BackgroundItem.objects.filter(diary_id=diary_id, deleted_at=None)
    rows = items.order_by("started_on", "id").values(*BackgroundEntry._fields)
    return [BackgroundEntry(**row) for row in rows]


def _entry(row: dict[str, Any]) -> Entry:
    for name in _SETS:
        if (codes := row[name]) is not None:
            row[name] = frozenset(codes)
    row["id"] = str(row["id"])
    return Entry(**row)


# Answers repeat: each distinct JSON text is parsed once.
@lru_cache(maxsize=4096)
def _codes(text: str | None) -> frozenset[str] | None:
    return None if text is None else frozenset(json.loads(text))


@lru_cache(maxsize=4096)
def _answers(text: str | None) -> Mapping[str, bool] | None:
    return None if text is None else MappingProxyType(json.loads(text))
