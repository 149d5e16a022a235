"""A diary out: what stands in it, as the files that can be brought in again."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from diary.importer import csv, json
from diary.kinds import ALERT, BACKGROUND, CHECK_IN, EPISODE, KINDS, QUESTION, Kind, to_json
from diary.models import Diary

ORDER = {
    EPISODE.name: ("started_at", "id"),
    ALERT.name: ("noticed_at", "id"),
    CHECK_IN.name: ("date",),
    BACKGROUND.name: ("created_at", "id"),
    QUESTION.name: ("created_at", "id"),
}
STAMPS = ("created_at", "updated_at", "version")
AT_A_TIME = 2_000  # rows


def as_json(diary_id: int, now: datetime) -> Iterator[str]:
    """All that stands in the diary, and its settings, in pieces; one query a kind."""
    with transaction.atomic():
        lists = {name: rows(diary_id, kind) for name, kind in KINDS.items()}
        of = settings(Diary.objects.get(pk=diary_id))
        yield from json.write(lists, of, to_json(now))


def as_csv(diary_id: int) -> str:
    """The episodes, oldest first; one query."""
    out = io.StringIO(newline="")
    with transaction.atomic():
        csv.write_episodes(out, rows(diary_id, EPISODE))
    return out.getvalue()


def rows(diary_id: int, kind: Kind) -> Iterator[dict[str, Any]]:
    """The records of a kind that are not deleted, as in a file; read as they are taken."""
    found = kind.model._default_manager.filter(diary_id=diary_id, deleted_at=None)
    names = (kind.key, *kind.fields, *STAMPS)
    ordered = found.order_by(*ORDER[kind.name]).values_list(*names)
    for row in ordered.iterator(chunk_size=AT_A_TIME):
        record = {name: to_json(value) for name, value in zip(names, row, strict=True)}
        record[kind.key] = str(row[0])
        yield record


def settings(diary: Diary) -> dict[str, Any]:
    return {
        "zone": diary.zone,
        "locale": diary.locale,
        "emergency_number": diary.emergency_number,
        "thresholds": diary.thresholds,
        "quiet_start": f"{diary.quiet_start:%H:%M}",
        "quiet_end": f"{diary.quiet_end:%H:%M}",
        "email_reminders": diary.email_reminders,
    }
