"""The sample diary brought into an account, moved so that its last day is today."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from diary import sample
from diary.models import Alert, BackgroundItem, Diary, Episode, IdentifiedRecord, Question
from diary.portability.csv import Record
from diary.portability.importing import Imported, import_records

IDENTIFIED: tuple[type[IdentifiedRecord], ...] = (Episode, Alert, BackgroundItem, Question)


def bring(diary: Diary, found: Sequence[Record], now: datetime) -> Imported:
    """Import the sample; raises `Unreadable` and changes nothing when a record is wrong.

    Once it is in a diary its days stay where they are, so that doing it again, on
    whatever day, changes nothing.
    """
    named = _named_for(diary, found)
    by = _earlier_move(diary, named)
    if by is None:
        by = now.astimezone(ZoneInfo(sample.ZONE)).date() - sample.LAST_DAY
    moved = [
        Record(record.kind, sample.shifted(record.fields, by), record.line) for record in named
    ]
    return import_records(diary, moved, now)


def _named_for(diary: Diary, found: Sequence[Record]) -> list[Record]:
    """The ids as they are; where another diary of this server has them, others made of them."""
    ids = {record.fields["id"] for record in found if _is_uuid(record.fields.get("id"))}
    taken = {
        str(id)
        for model in IDENTIFIED
        for id in model._default_manager.filter(id__in=ids)
        .exclude(diary_id=diary.pk)
        .values_list("id", flat=True)
    }
    return [
        Record(
            record.kind,
            {**record.fields, "id": _own_id(record.fields["id"], diary.pk)},
            record.line,
        )
        if record.fields.get("id") in taken
        else record
        for record in found
    ]


def _is_uuid(text: object) -> bool:
    try:
        return bool(UUID(str(text)))
    except ValueError:
        return False


def _own_id(id: str, diary_id: int) -> str:
    """Another UUID of version 7 with the same time, the same for the same diary."""
    rest = sha256(f"{id} {diary_id}".encode()).digest()[:10]
    made = bytearray(UUID(id).bytes[:6] + rest)
    made[6] = 0x70 | made[6] & 0x0F
    made[8] = 0x80 | made[8] & 0x3F
    return str(UUID(bytes=bytes(made)))


def _earlier_move(diary: Diary, named: Sequence[Record]) -> timedelta | None:
    """By how many days the sample was moved when it came into this diary before."""
    starts = {
        record.fields["id"]: record.fields.get("started_at")
        for record in named
        if record.kind == "episode" and _is_uuid(record.fields.get("id"))
    }
    there = Episode.objects.filter(diary_id=diary.pk, id__in=starts).order_by("id").first()
    if there is None:
        return None
    told = str(starts[str(there.id)])
    zone = ZoneInfo(sample.ZONE)
    before = datetime.fromisoformat(told).astimezone(zone).date()
    return there.started_at.astimezone(zone).date() - before
