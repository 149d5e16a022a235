"""The write service: the only way to write in a diary.

A write is a batch of commands in one transaction: it takes the diary's row lock and a change
number for every command, stores the records, and keeps a revision of each. Commands are
idempotent: a replay changes nothing. After the commit, if an assessment has become due,
`entry_saved` is sent once.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction

from diary.models import Diary, Record, Revision
from diary.schema.kind import Kind, content_json, content_of
from diary.signals import entry_saved
from diary.writes.commands import (
    Command,
    DeleteCommand,
    InvalidContent,
    Key,
    PutCommand,
    RecordNotFound,
    RewriteCommand,
)
from diary.writes.merge import ERASED
from diary.writes.unit_of_work import UnitOfWork, WriteResult

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WriteOutcome:
    """The result of each command, in order; None: no such record in this diary.

    InvalidContent: it was refused, and nothing of it is stored.

    `before` and `after` are the diary's last change numbers then; `token` is that of the new ones.
    """

    written: Sequence[WriteResult | InvalidContent | None]
    before: int
    after: int
    token: int


def put_record(
    *,
    diary_id: int,
    kind: Kind,
    key: Key,
    content: Mapping[str, Any],
    now: datetime,
    base_version: int | None = None,
) -> WriteResult:
    """Create the record or replace its content; fields that are missing become null.

    `content` is validated (`serializers/records.py`), as Python values. With a `base_version` older
    than the record's, the command is merged (three-way); the losing value stays in the revisions.
    A deleted record comes back, except by a replay of an edit from before its deletion.
    Raises RecordNotFound when the id is another person's.
    """
    submitted = content_json(kind, content)
    return _apply_command(
        diary_id,
        PutCommand(kind=kind, key=key, base_version=base_version, submitted=submitted),
        now,
    )


def patch_record(
    *,
    diary_id: int,
    kind: Kind,
    key: Key,
    revise: Callable[[dict[str, Any]], Mapping[str, Any]],
    now: datetime,
) -> WriteResult:
    """Change some of the record's fields.

    `revise` gets the present content and returns the new one, or raises; nothing is
    changed then. Raises RecordNotFound for what is not there, or is deleted.
    """

    def revised(record: Record | None) -> dict[str, Any]:
        if record is None or record.deleted_at is not None:
            raise RecordNotFound
        return content_json(kind, revise(content_of(kind, record)))

    return _apply_command(diary_id, RewriteCommand(kind=kind, key=key, rewrite=revised), now)


def restore_version(
    *, diary_id: int, kind: Kind, key: Key, version: int, now: datetime
) -> WriteResult:
    """Restore the content of a version; a deleted record is restored, too.

    Raises RecordNotFound when there was no such version.
    """
    revision = Revision.objects.filter(
        diary_id=diary_id, kind=kind.name, key=str(key), version=version
    ).first()
    if revision is None or revision.data == ERASED:
        raise RecordNotFound
    then = {**content_json(kind, {}), **revision.data}
    return _apply_command(
        diary_id, RewriteCommand(kind=kind, key=key, rewrite=lambda record: then), now
    )


def delete_record(*, diary_id: int, kind: Kind, key: Key, now: datetime) -> None:
    """Turn the record into a tombstone; one that is a tombstone stays as it is.

    Raises RecordNotFound when there never was such a record, or it is another person's.
    """
    _apply_command(diary_id, DeleteCommand(kind=kind, key=key), now)


def apply_commands(
    diary_id: int, commands: Sequence[Command], now: datetime, *, clock_ahead: int | None = None
) -> WriteOutcome:
    """Apply all commands, in order, in one transaction.

    What one of them raises other than RecordNotFound passes, and nothing is changed.
    `clock_ahead`: by how many seconds the writer's clock was ahead, when they told.
    """
    with transaction.atomic():
        before, due = _lock(diary_id, commands, now)
        unit = UnitOfWork(diary_id, commands, last=before, now=now, clock_ahead=clock_ahead)
        written = [unit.apply(command) for command in commands]
        if unit.last == before:
            transaction.set_rollback(True)  # gives the change numbers back
        else:
            unit.store()
            if unit.last < before + len(commands):
                _release_numbers(diary_id, unit, due=due)
            if due and unit.assessed:
                transaction.on_commit(partial(announce_assessment_due, diary_id))
    return WriteOutcome(written, before, unit.last, unit.token)


def _apply_command(diary_id: int, command: Command, now: datetime) -> WriteResult:
    (written,) = apply_commands(diary_id, [command], now).written
    if written is None:
        raise RecordNotFound
    if isinstance(written, InvalidContent):
        raise written
    return written


def _lock(diary_id: int, commands: Sequence[Command], now: datetime) -> tuple[int, bool]:
    """Lock the diary and take a change number for every command.

    Returns the last number before, and whether this made an assessment due. One statement
    where the ORM needs two; every write pays for it.
    """
    assessed = any(command.kind.assessed for command in commands)
    at = connection.ops.adapt_datetimefield_value(now) if assessed else None
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Diary._meta.db_table} SET change_seq = change_seq + %s,"  # noqa: S608 - the name of our own table
            " assessment_due = COALESCE(assessment_due, %s) WHERE id = %s"
            " RETURNING change_seq, assessment_due = %s",
            [len(commands), at, diary_id, at],
        )
        row = cursor.fetchone()
    if row is None:
        raise RecordNotFound
    return row[0] - len(commands), bool(row[1])


def _release_numbers(diary_id: int, unit: UnitOfWork, *, due: bool) -> None:
    """Return the change numbers of commands without effect, and an assessment not needed."""
    unneeded: dict[str, Any] = {"assessment_due": None} if due and not unit.assessed else {}
    Diary.objects.filter(pk=diary_id).update(change_seq=unit.last, **unneeded)


def announce_assessment_due(diary_id: int) -> None:
    """Send `entry_saved` after the commit: an assessment has become due."""
    # A failing receiver must not lose the write; the sweep finds what is due.
    for _, answer in entry_saved.send_robust(sender=Diary, diary_id=diary_id):
        if isinstance(answer, Exception):
            log.error("a receiver of entry_saved failed: %s", type(answer).__name__)
