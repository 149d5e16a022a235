"""Import of the sample diary, with dates shifted so that its last day is today."""

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


def import_sample(diary: Diary, records: Sequence[ParsedRecord], now: datetime) -> OutcomeCounts:
    """Import the sample; raises `UnreadableFile` and writes nothing if a record is invalid.

    Idempotent on later days, too: dates of an earlier import are reused.
    """
    shift = _earlier_shift(diary, records)
    if shift is None:
        shift = now.astimezone(ZoneInfo(sample.ZONE)).date() - sample.LAST_DAY
    moved = [
        ParsedRecord(record.kind, sample.shifted(record.fields, shift), record.line)
        for record in records
    ]
    return import_records(diary, moved, now)


def _earlier_shift(diary: Diary, records: Sequence[ParsedRecord]) -> timedelta | None:
    """The shift of an earlier import into this diary, or None."""
    starts: dict[UUID, str] = {}
    for record in records:
        id = record.fields.get("id")
        if record.kind == "episode" and isinstance(id, str) and IS_UUID(id):
            started_at = str(record.fields.get("started_at"))
            # The id of the file, or the diary-specific id if another diary used it.
            starts |= {UUID(id): started_at, ids.diary_specific_id(UUID(id), diary.pk): started_at}
    episode = Episode.objects.filter(diary_id=diary.pk, id__in=starts).order_by("id").first()
    if episode is None:
        return None
    zone = ZoneInfo(sample.ZONE)
    before = datetime.fromisoformat(starts[episode.id]).astimezone(zone).date()
    return episode.started_at.astimezone(zone).date() - before
