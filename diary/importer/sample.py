"""The sample diary brought into an account, moved so that its last day is today."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from diary import sample
from diary.importer import ids
from diary.importer.apply import OutcomeCounts, import_records
from diary.importer.plan import IS_UUID
from diary.importer.rows import ParsedRecord
from diary.models import Diary, Episode


def bring(diary: Diary, found: Sequence[ParsedRecord], now: datetime) -> OutcomeCounts:
    """Import the sample; raises `UnreadableFile` and changes nothing when a record is wrong.

    Once it is in a diary its days stay where they are, so that doing it again, on
    whatever day, changes nothing.
    """
    by = _earlier_move(diary, found)
    if by is None:
        by = now.astimezone(ZoneInfo(sample.ZONE)).date() - sample.LAST_DAY
    moved = [
        ParsedRecord(record.kind, sample.shifted(record.fields, by), record.line)
        for record in found
    ]
    return import_records(diary, moved, now)


def _earlier_move(diary: Diary, found: Sequence[ParsedRecord]) -> timedelta | None:
    """By how many days the sample was moved when it came into this diary before."""
    starts: dict[UUID, str] = {}
    for record in found:
        id = record.fields.get("id")
        if record.kind == "episode" and isinstance(id, str) and IS_UUID(id):
            told = str(record.fields.get("started_at"))
            # It has the id of the file, or its own where another diary had that before.
            starts |= {UUID(id): told, ids.diary_specific_id(UUID(id), diary.pk): told}
    there = Episode.objects.filter(diary_id=diary.pk, id__in=starts).order_by("id").first()
    if there is None:
        return None
    zone = ZoneInfo(sample.ZONE)
    before = datetime.fromisoformat(starts[there.id]).astimezone(zone).date()
    return there.started_at.astimezone(zone).date() - before
