"""Sync exchange: apply the client's changes, return the changes of others."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from rest_framework.exceptions import NotFound, ValidationError

from diary import hooks
from diary.models import Alert, Diary, Episode, Record
from diary.schema.kind import Kind, content_json, content_of
from diary.schema.types import to_json
from diary.serializers.records import SERVER_FIELDS, serialize_record
from diary.sync.change_feed import fetch_changes
from diary.sync.cursor import Cursor, is_held, newest_cursor
from diary.sync.request import RejectedChange, parse_change, reject_change
from diary.writes.commands import Command, InvalidContent
from diary.writes.service import WriteOutcome, apply_commands
from diary.writes.unit_of_work import WriteResult

HISTORY_REWRITTEN: dict[str, Any] = {
    "history_rewritten": True,
    "cursor": None,
    "more": True,
    "acknowledged": [],
    "rejected": [],
    "changes": [],
    "verdicts": [],
}


def synchronize(
    diary: Diary,
    cursor: Cursor | None,
    items: Sequence[Any],
    now: datetime,
    sent_at: datetime | None = None,
) -> dict[str, Any]:
    """Apply the valid changes, and list the others as rejected; see `responses.SyncReply`.

    `items` are changes as sent; `cursor`: None for the start. Applies nothing if the client has
    read a history that is not this diary's. A constant number of queries, however many items.
    """
    if cursor is not None and not is_held(diary.pk, cursor):
        return HISTORY_REWRITTEN
    commands: list[tuple[int, Command]] = []
    rejected: list[RejectedChange] = []
    for index, item in enumerate(items):
        try:
            commands.append((index, parse_change(item, diary.zone, now)))
        except ValidationError as error:
            rejected.append(reject_change(index, item, error.detail))
    clock_ahead = None if sent_at is None else int((sent_at - now).total_seconds())
    outcome = _write(diary.pk, [command for _, command in commands], now, clock_ahead)
    accepted: list[tuple[Command, WriteResult]] = []
    for (index, command), result in zip(commands, outcome.written, strict=True):
        if result is None:
            rejected.append(reject_change(index, items[index], NotFound().detail))
        elif isinstance(result, InvalidContent):
            rejected.append(reject_change(index, items[index], {"record": result.detail}))
        else:
            accepted.append((command, result))
    page = fetch_changes(diary.pk, 0 if cursor is None else cursor.read, outcome.before)
    newest = _newest_cursor(diary.pk, cursor, outcome)
    if newest is not None and page.more:
        newest = replace(newest, read=page.read)
    return {
        "history_rewritten": False,
        "cursor": None if newest is None else str(newest),
        "more": page.more,
        "acknowledged": [
            _state_json(command.kind, result.record, as_sent=_as_sent(command, result))
            for command, result in accepted
        ],
        "rejected": [
            asdict(rejection)
            for rejection in sorted(rejected, key=lambda rejection: rejection.index)
        ],
        "changes": [_state_json(kind, record) for kind, record in page.records],
        "verdicts": _verdicts(diary, accepted),
    }


def _write(
    diary_id: int, commands: Sequence[Command], now: datetime, clock_ahead: int | None
) -> WriteOutcome:
    if commands:
        return apply_commands(diary_id, commands, now, clock_ahead=clock_ahead)
    last = Diary.objects.values_list("change_seq", flat=True).get(pk=diary_id)
    return WriteOutcome([], last, last, token=0)


def _newest_cursor(diary_id: int, cursor: Cursor | None, outcome: WriteOutcome) -> Cursor | None:
    """The cursor of a client that has read everything; no query unless others wrote alone."""
    if outcome.after > outcome.before:
        return Cursor(outcome.after, outcome.token, read=outcome.after)
    if cursor is not None and cursor.seq == outcome.after:
        return replace(cursor, read=cursor.seq)
    return newest_cursor(diary_id, outcome.after)


def _as_sent(command: Command, result: WriteResult) -> bool:
    """Whether the record has, after the whole request, just the content that was sent."""
    record, content = result.record, result.content
    if result.version != record.version:
        content = content_json(command.kind, content_of(command.kind, record))
    sent = None if command.submitted is None else {**command.kind.defaults, **command.submitted}
    return sent == content


def _state_json(kind: Kind, record: Record, *, as_sent: bool = False) -> dict[str, Any]:
    """The state of a record; without content if it is deleted or equal to the submitted one."""
    with_record = record.deleted_at is None and not as_sent
    return {
        "kind": kind.name,
        "id": str(getattr(record, kind.key)),
        **{name: to_json(getattr(record, name)) for name in SERVER_FIELDS},
        "record": serialize_record(kind, record) if with_record else None,
    }


def _verdicts(
    diary: Diary, accepted: Iterable[tuple[Command, WriteResult]]
) -> list[dict[str, Any]]:
    """Of each entry once, unless it is deleted."""
    entries = {
        command.ref: result.record
        for command, result in accepted
        if isinstance(result.record, Episode | Alert) and result.record.deleted_at is None
    }
    for record in entries.values():
        record.diary = diary  # loaded at authentication: saves a query
    verdicts = hooks.record_verdicts(list(entries.values()))
    return [
        {"kind": kind, "id": str(key), "verdict": verdict}
        for (kind, key), verdict in zip(entries, verdicts, strict=True)
    ]
