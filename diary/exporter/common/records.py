"""Records and settings of a diary as an export file has them."""

from collections.abc import Iterator
from typing import Any

from diary.models import Diary, record_manager
from diary.schema.kind import Kind
from diary.schema.kinds import ALERT, BACKGROUND, CHECK_IN, EPISODE, QUESTION
from diary.schema.types import to_json

ORDER = {
    EPISODE.name: ("started_at", "id"),
    ALERT.name: ("noticed_at", "id"),
    CHECK_IN.name: ("date",),
    BACKGROUND.name: ("created_at", "id"),
    QUESTION.name: ("created_at", "id"),
}
STAMPS = ("created_at", "updated_at", "version")
CHUNK_SIZE = 2_000  # rows
SETTINGS = (
    *("zone", "locale", "emergency_number", "thresholds"),
    *("quiet_start", "quiet_end", "email_reminders"),
)


def record_rows(diary_id: int, kind: Kind) -> Iterator[dict[str, Any]]:
    """The records of a kind that are not deleted, as JSON values; streamed, one query."""
    records = record_manager(kind).filter(diary_id=diary_id, deleted_at=None)
    names = (kind.key, *kind.field_names, *STAMPS)
    ordered = records.order_by(*ORDER[kind.name]).values_list(*names)
    for row in ordered.iterator(chunk_size=CHUNK_SIZE):
        record = {name: to_json(value) for name, value in zip(names, row, strict=True)}
        record[kind.key] = str(row[0])
        yield record


def settings_fields(diary: Diary) -> dict[str, Any]:
    """The settings that a file carries: SETTINGS."""
    fields = {name: getattr(diary, name) for name in SETTINGS}
    return fields | {name: f"{fields[name]:%H:%M}" for name in ("quiet_start", "quiet_end")}
