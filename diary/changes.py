"""The only way to write in a diary.

Every accepted write is one transaction: it takes the diary's row lock and its next
change number, stores the record, and keeps a revision. Whoever writes the same thing
again changes nothing. After the commit, when an assessment has become due,
`entry_saved` is sent.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from diary.kinds import Kind, content_json, content_of, from_json
from diary.merge import Earlier, is_replay, merge
from diary.models import Diary, Record, Revision
from diary.signals import entry_saved

log = logging.getLogger(__name__)

Key = UUID | date


class NotHere(LookupError):
    """There is no such record in this diary, or it is another person's."""


@dataclass(frozen=True)
class Written:
    """`record` as it stands now; `changed` is false when everything was so already."""

    record: Record
    created: bool = False
    changed: bool = True


def put(
    *,
    diary_id: int,
    kind: Kind,
    key: Key,
    content: Mapping[str, Any],
    now: datetime,
    base_version: int | None = None,
) -> Written:
    """Create the record or replace its content; fields that are missing become null.

    `content` is validated (`wire.py`), as Python values. With a `base_version` older
    than the record's, the edit is merged; the value that loses stays in the revisions.
    A deleted record comes back, except by a replay of an edit from before its deletion.
    Raises NotHere when the id is another person's.
    """
    sent = content_json(kind, content)

    def merged(record: Record | None) -> dict[str, Any] | None:
        if record is None or base_version is None or base_version >= record.version:
            return sent
        return _merged(diary_id, kind, key, record, sent, base_version)

    return _write(diary_id, kind, key, merged, now, base_version=base_version, sent=sent)


def patch(
    *,
    diary_id: int,
    kind: Kind,
    key: Key,
    revise: Callable[[dict[str, Any]], Mapping[str, Any]],
    now: datetime,
) -> Written:
    """Change some of the record's fields.

    `revise` gets the present content and returns the new one, or raises; nothing is
    changed then. Raises NotHere for what is not there, or is deleted.
    """

    def revised(record: Record | None) -> dict[str, Any]:
        if record is None or record.deleted_at is not None:
            raise NotHere
        return content_json(kind, revise(content_of(kind, record)))

    return _write(diary_id, kind, key, revised, now)


def restore(*, diary_id: int, kind: Kind, key: Key, version: int, now: datetime) -> Written:
    """Make the record say again what it said in that version; a deleted one comes back.

    Raises NotHere when there was no such version.
    """
    found = _revisions(diary_id, kind, key).filter(version=version).first()
    if found is None:
        raise NotHere
    return _write(diary_id, kind, key, lambda record: {**content_json(kind, {}), **found.data}, now)


def delete(*, diary_id: int, kind: Kind, key: Key, now: datetime) -> None:
    """Turn the record into a tombstone; one that is a tombstone stays as it is.

    Raises NotHere when there never was such a record, or it is another person's.
    """
    with transaction.atomic():
        change_seq, due = _next_change(diary_id, kind, now)
        record = _find(diary_id, kind, key)
        if record is None:
            raise NotHere
        if record.deleted_at is not None:
            transaction.set_rollback(True)
            return
        record.version += 1
        record.change_seq = change_seq
        record.updated_at = record.deleted_at = now
        record.save(force_update=True)
        _keep(record, kind, key, content_json(kind, content_of(kind, record)))
        if due:
            transaction.on_commit(partial(announce, diary_id))


def _write(
    diary_id: int,
    kind: Kind,
    key: Key,
    decide: Callable[[Record | None], dict[str, Any] | None],
    now: datetime,
    *,
    base_version: int | None = None,
    sent: dict[str, Any] | None = None,
) -> Written:
    """`decide` gets the record under the lock and returns its new content; None: leave it."""
    with transaction.atomic():
        change_seq, due = _next_change(diary_id, kind, now)
        record = _find(diary_id, kind, key)
        data = decide(record)
        if record is not None and (data is None or _says(kind, record, data)):
            transaction.set_rollback(True)  # gives the change number back
            return Written(record, changed=False)
        if data is None:
            raise NotHere
        values = {name: from_json(name, value) for name, value in data.items()}
        created = record is None
        if record is None:
            record = kind.model(
                diary_id=diary_id,
                version=1,
                change_seq=change_seq,
                created_at=now,
                updated_at=now,
                **{kind.key: key},
                **values,
            )
        else:
            record.version += 1
            record.change_seq = change_seq
            record.updated_at = now
            record.deleted_at = None
            for name, value in values.items():
                setattr(record, name, value)
        record.save(force_insert=created, force_update=not created)
        _keep(record, kind, key, data, base_version, sent)
        if due:
            transaction.on_commit(partial(announce, diary_id))
    return Written(record, created=created)


def _says(kind: Kind, record: Record, data: dict[str, Any]) -> bool:
    """Whether the record is there and says just this."""
    return record.deleted_at is None and data == content_json(kind, content_of(kind, record))


def _next_change(diary_id: int, kind: Kind, now: datetime) -> tuple[int, bool]:
    """Lock the diary and take its next change number; whether this made an assessment due.

    One statement where the ORM needs two; every write pays for it.
    """
    at = connection.ops.adapt_datetimefield_value(now) if kind.assessed else None
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Diary._meta.db_table} SET change_seq = change_seq + 1,"  # noqa: S608 - the name of our own table
            " assessment_due = COALESCE(assessment_due, %s) WHERE id = %s"
            " RETURNING change_seq, assessment_due = %s",
            [at, diary_id, at],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotHere
    return row[0], bool(row[1])


def _find(diary_id: int, kind: Kind, key: Key) -> Record | None:
    """The record of this key; raises NotHere when another diary has it."""
    # A day is everyone's; an id is one record's alone, whoever's it is.
    mine = {"diary_id": diary_id} if kind.key == "date" else {}
    found = list(kind.model._default_manager.filter(**mine, **{kind.key: key}))
    # Two people who make one id at the same moment may both have it: each has their own.
    own = next((record for record in found if record.diary_id == diary_id), None)
    if own is None and found:
        raise NotHere
    return own


def _revisions(diary_id: int, kind: Kind, key: Key) -> Any:
    return Revision.objects.filter(diary_id=diary_id, kind=kind.name, key=str(key))


def _merged(
    diary_id: int, kind: Kind, key: Key, record: Record, sent: dict[str, Any], base_version: int
) -> dict[str, Any] | None:
    """The merged content, or None for a replay."""
    since = _revisions(diary_id, kind, key).filter(version__gte=base_version).order_by("version")
    base = None
    later = []
    for revision in since:
        if revision.version == base_version:
            base = revision.data
        else:
            known = revision.data if revision.sent is None else revision.sent
            later.append(Earlier(revision.base_version, known, revision.deleted))
    if is_replay(sent, base_version, later):
        return None
    current = content_json(kind, content_of(kind, record))
    return merge(base=base, current=current, sent=sent, in_order=kind.in_order)


def _keep(
    record: Record,
    kind: Kind,
    key: Key,
    data: dict[str, Any],
    base_version: int | None = None,
    sent: dict[str, Any] | None = None,
) -> None:
    Revision.objects.bulk_create(
        [
            Revision(
                diary_id=record.diary_id,
                change_seq=record.change_seq,
                kind=kind.name,
                key=str(key),
                version=record.version,
                base_version=base_version,
                sent=None if sent == data else sent,
                data=data,
                deleted=record.deleted_at is not None,
                at=record.updated_at,
            )
        ]
    )


def announce(diary_id: int) -> None:
    """Say, after the commit, that an assessment has become due."""
    # The write is kept whoever fails to hear of it; the sweep finds what is due.
    for _, answer in entry_saved.send_robust(sender=Diary, diary_id=diary_id):
        if isinstance(answer, Exception):
            log.error("entry_saved was not heard: %s", type(answer).__name__)
