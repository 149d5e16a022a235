"""Edits of one diary, under its lock: read what they touch, apply them in order, store.

Each of the three takes a constant number of statements, however many edits there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from diary.models import Record, Revision, random_token, record_manager, record_model
from diary.schema.kind import Kind, content_json
from diary.writes.commands import Command, InvalidContent, Key, RecordNotFound, RecordRef
from diary.writes.merge import ERASED, Content, RecordVersion, State
from diary.writes.upsert import upsert

SERVER_COLUMNS = ("version", "change_seq", "updated_at", "deleted_at")


@dataclass(frozen=True)
class WriteResult:
    """The current `record`; `changed` is false for a no-op.

    `content` is what this edit made it say, as version `version`.
    """

    record: Record
    created: bool = False
    changed: bool = True
    version: int = 0
    content: Content | None = None


class UnitOfWork:
    """`last` is the diary's last change number, which grows with every edit that changes something.

    `clock_ahead`: by how many seconds the writer's clock was ahead, when they told.
    """

    def __init__(
        self,
        diary_id: int,
        commands: Sequence[Command],
        *,
        last: int,
        now: datetime,
        clock_ahead: int | None = None,
    ) -> None:
        self.diary_id, self.last, self.now, self.clock_ahead = diary_id, last, now, clock_ahead
        self.token = random_token()
        self.records: dict[RecordRef, Record] = {}
        self.elsewhere: set[RecordRef] = set()
        self.versions: defaultdict[RecordRef, list[RecordVersion]] = defaultdict(list)
        self.command_count = Counter(command.ref for command in commands)
        self.changed: dict[RecordRef, tuple[Kind, Record]] = {}
        self.revisions: list[dict[str, Any]] = []
        self._load_records(commands)
        self._load_stale_versions(commands)

    def apply(self, command: Command) -> WriteResult | InvalidContent | None:
        """What becomes of the edit; None when there is no such record in this diary."""
        record = self.records.get(command.ref)
        if record is None and command.ref in self.elsewhere:
            return None
        try:
            state = command.decide(record, self._versions_since(command))
        except RecordNotFound:
            return None
        except InvalidContent as error:
            return error
        if state is None:
            return None if record is None else WriteResult(record, changed=False)
        self.last += 1
        created = record is None
        record = self._change_record(command, record, state)
        self._add_revision(command, record, state)
        return WriteResult(record, created=created, version=record.version, content=state.content)

    def store(self) -> None:
        by_model: defaultdict[Kind, list[Record]] = defaultdict(list)
        for kind, record in self.changed.values():
            by_model[kind].append(record)
        for kind, records in by_model.items():
            upsert(
                record_model(kind),
                [record.__dict__ for record in records],
                key=("diary_id", kind.key),
                replace=(*SERVER_COLUMNS, *kind.field_names),
            )
        upsert(Revision, self.revisions)

    @property
    def assessed(self) -> bool:
        """Whether something changed that an assessment reads."""
        return any(kind.assessed for kind, _ in self.changed.values())

    def _load_records(self, commands: Sequence[Command]) -> None:
        for kind, keys in _keys((command.kind, command.key) for command in commands):
            # A day is everyone's; an id is one record's alone, whoever's it is.
            scope = {"diary_id": self.diary_id} if kind.key == "date" else {}
            for record in record_manager(kind).filter(**scope, **{f"{kind.key}__in": keys}):
                ref = kind.name, getattr(record, kind.key)
                # Two people who make one id at the same moment may both have it: each has
                # their own.
                if record.diary_id == self.diary_id:
                    self.records[ref] = record
                else:
                    self.elsewhere.add(ref)

    def _load_stale_versions(self, commands: Sequence[Command]) -> None:
        """Fetch the base versions of stale edits, and all versions since."""
        stale: list[Command] = []
        earlier: Counter[RecordRef] = Counter()
        for command in commands:
            record = self.records.get(command.ref)
            if record is not None and command.is_stale(record.version + earlier[command.ref]):
                stale.append(command)
            earlier[command.ref] += 1
        if not stale:
            return
        query = Q()
        for kind, keys in _keys((command.kind, command.key) for command in stale):
            query |= Q(kind=kind.name, key__in=[str(key) for key in keys])
        oldest = min(command.oldest_version for command in stale)
        revisions = Revision.objects.filter(query, diary_id=self.diary_id, version__gte=oldest)
        refs = {
            (command.kind.name, str(command.key)): (command.kind, command.key) for command in stale
        }
        for row in revisions.order_by("version").values():
            kind, key = refs[row["kind"], row["key"]]
            self._add_version(kind, key, row)

    def _add_version(self, kind: Kind, key: Key, row: Mapping[str, Any]) -> None:
        """From a row of Revision."""
        data = {**content_json(kind, {}), **row["data"]}
        submitted = data if row["submitted"] is None else row["submitted"]
        erased = row["data"] == ERASED
        self.versions[kind.name, key].append(
            RecordVersion(
                version=row["version"],
                at=row["at"],
                data=data,
                deleted=row["deleted"],
                base_version=row["base_version"],
                submitted=submitted,
                erased=erased,
                offered_at=row["offered_at"],
            )
        )

    def _versions_since(self, command: Command) -> list[RecordVersion]:
        if command.base_version is None:
            return []
        oldest = command.oldest_version
        return [
            version for version in self.versions.get(command.ref, ()) if version.version >= oldest
        ]

    def _change_record(self, command: Command, record: Record | None, state: State) -> Record:
        values: dict[str, Any] = {}
        if record is None or not state.deleted:
            values = command.kind.from_json(state.content)
        # A base version above the server's: the history was rewritten. Versions never go down.
        newest = max(0 if record is None else record.version, command.base_version or 0)
        values["version"] = newest + 1
        values["change_seq"] = self.last
        values["updated_at"] = self.now
        values["deleted_at"] = self.now if state.deleted else None
        if record is None:
            values[command.kind.key] = command.key
            values["created_at"] = command.created_at or self.now
            values["updated_at"] = command.updated_at or self.now
            record = record_model(command.kind)(diary_id=self.diary_id, **values)
            self.records[command.ref] = record
        else:
            for name, value in values.items():
                setattr(record, name, value)
        self.changed[command.ref] = command.kind, record
        return record

    def _add_revision(self, command: Command, record: Record, state: State) -> None:
        content = ERASED if state.erased else state.content
        revision = {
            "diary_id": self.diary_id,
            "change_seq": record.change_seq,
            "token": self.token,
            "kind": command.kind.name,
            "key": str(command.key),
            "version": record.version,
            "base_version": command.base_version,
            "offered_at": command.offered_at,
            "submitted": None if command.submitted == content else command.submitted,
            "data": content,
            "deleted": state.deleted,
            "at": record.updated_at,
            "clock_ahead": self.clock_ahead,
        }
        self.revisions.append(revision)
        if self.command_count[command.ref] > 1:
            self._add_version(command.kind, command.key, revision)


def _keys(targets: Iterable[tuple[Kind, Key]]) -> Iterable[tuple[Kind, set[Key]]]:
    by_kind: defaultdict[Kind, set[Key]] = defaultdict(set)
    for kind, key in targets:
        by_kind[kind].add(key)
    return by_kind.items()
