"""Import job: the file is stored, validated as a whole, then written in batches.

The position is stored in the transaction that writes a batch. So a crash of the worker loses
and duplicates nothing: the next worker resumes at the position.
"""

import logging
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from diary import i18n
from diary.importer import apply
from diary.importer.apply import SLICE, OutcomeCounts
from diary.importer.formats import ImportSource, open_source
from diary.importer.plan import Choices, ImportCommand, ImportPlan
from diary.importer.rows import MAX_PROBLEMS, Problem, UnreadableFile
from diary.importer.third_party import ColumnMapping
from diary.jobs import Clock, Lease, LeaseLost, claimable, delete_expired
from diary.models import Import
from diary.writes.settings import change_settings

MAX_BYTES = 100_000_000  # bytes; 50,000 entries with every answer are 60 MB
INLINE_BYTES = 250_000  # bytes; up to here imports run within the request
MAX_ATTEMPTS = 5
RETENTION = timedelta(days=1)  # of previews that nobody starts, and of finished imports

State = Import.State
FINISHED = (State.PREVIEW, State.DONE, State.REFUSED)
log = logging.getLogger(__name__)


class ImportRunning(Exception):
    """Another import of this diary is running."""


def create_import(
    diary_id: int, content: bytes, media_type: str, choices: Mapping[str, Any], now: datetime
) -> Import:
    """Store the file, replacing a finished import. Raises ImportRunning."""
    mine = Import.objects.filter(diary_id=diary_id)
    try:
        with transaction.atomic():
            mine.filter(state__in=FINISHED).delete()
            return Import.objects.create(
                diary_id=diary_id,
                id=uuid4(),
                media_type=media_type,
                content=zlib.compress(content, 1),
                choices=dict(choices),
                language=i18n.active_language(),
                created_at=now,
            )
    except IntegrityError:
        raise ImportRunning from None


def start_import(record: Import, choices: Mapping[str, Any]) -> bool:
    """Queue a previewed import with these options; False if it is not in the state preview."""
    ready = Import.objects.filter(pk=record.pk, state=State.PREVIEW)
    return bool(ready.update(state=State.WAITING, choices=dict(choices), result={}, attempts=0))


def run_import(diary_id: int, id: UUID, clock: Clock) -> None:
    """Validate and import, resuming at the position; no-op if another worker has the lease."""
    try:
        run = _ImportRun(diary_id, id, clock)
        with i18n.override_language(run.record.language):
            run.all()
    except LeaseLost:
        pass


def unclaimed_imports(now: datetime) -> list[tuple[int, UUID]]:
    """Imports without a worker: the message was lost, or the worker died."""
    return list(Import.objects.filter(claimable(now)).values_list("diary_id", "id"))


def delete_expired_imports(now: datetime) -> None:
    """Delete finished imports older than RETENTION."""
    delete_expired(Import.objects.filter(state__in=FINISHED), now, RETENTION)


class _ImportRun:
    """One worker's run of an import."""

    def __init__(self, diary_id: int, id: UUID, clock: Clock) -> None:
        self.clock = clock
        row = Import.objects.filter(diary_id=diary_id, id=id)
        self.lease = Lease(row, clock, attempts=F("attempts") + 1)
        record = row.select_related("diary").first()
        if record is None:
            raise LeaseLost
        self.record: Import = record
        self.result: dict[str, Any] = dict(self.record.result)

    def all(self) -> None:
        if self.record.attempts > MAX_ATTEMPTS:
            log.error("import of diary %s was given up", self.record.diary_id)
            self.refuse([Problem(1, "1", _("Something failed on our side."), "failed")])
            return
        problems: list[Problem] = []
        try:
            source = self.source()
            counts = self.check(source, problems)
        except UnreadableFile as error:
            self.refuse(error.problems)
            return
        self.add_problems(problems)
        if self.record.choices["preview"]:
            self.result["counts"] = _counts_json(counts)
            self.end(State.PREVIEW)
        elif problems and not self.record.choices["skip_problems"]:
            self.end(State.REFUSED)
        else:
            self.write(source)

    def source(self) -> ImportSource:
        mapping = self.record.choices["columns"]
        columns = None if mapping is None else ColumnMapping.from_json(mapping)
        content = zlib.decompress(self.record.content)
        return open_source(content, self.record.media_type, columns, self.record.diary.zone)

    def check(self, source: ImportSource, problems: list[Problem]) -> OutcomeCounts:
        """Validate the whole file; for a preview, also count the outcomes."""
        counts, total = OutcomeCounts(), 0
        for commands in _slices(self.commands(source, problems)):
            total += len(commands)
            if self.record.choices["preview"]:
                apply.count_outcomes(self.record.diary_id, commands, counts)
            self.lease.renew(total=total)
        self.record.total = total
        self.result |= {
            "format": source.name,
            "settings": source.settings is not None,
            "deleted_in_file": source.deleted,
            **(source.preview() if self.record.choices["preview"] else {}),
        }
        return counts

    def write(self, source: ImportSource) -> None:
        counts = _counts_from_json(self.result.get("counts", {}))
        commands = islice(self.commands(source, []), self.record.position, None)
        for slice_ in _slices(commands):
            with transaction.atomic():
                apply.apply_slice(self.record.diary_id, slice_, self.clock(), counts)
                self.record.position += len(slice_)
                self.result["counts"] = _counts_json(counts)
                self.lease.renew(position=self.record.position, result=self.result, attempts=0)
        self.result["counts"] = _counts_json(counts)
        with transaction.atomic():
            if self.record.choices["settings"] and source.settings:
                change_settings(self.record.diary_id, source.settings, self.clock())
            self.end(State.DONE)

    def commands(self, source: ImportSource, problems: list[Problem]) -> Iterator[ImportCommand]:
        choices = Choices(self.record.choices["on_conflict"], self.record.choices["deleted"])
        checking = ImportPlan(self.record.diary.zone, choices, self.clock(), problems)
        return checking.commands(source.records(problems))

    def refuse(self, problems: Any) -> None:
        self.add_problems(problems)
        self.end(State.REFUSED)

    def add_problems(self, problems: Any) -> None:
        self.result["problems"] = [problem.as_error() for problem in problems[:MAX_PROBLEMS]]
        self.result["problem_count"] = len(problems)

    def end(self, state: Import.State) -> None:
        """Set the final state. Deletes the file's content, except for a preview."""
        rest = {} if state == State.PREVIEW else {"content": b""}
        self.lease.renew(state=state, result=self.result, total=self.record.total, **rest)


def _slices(commands: Iterator[ImportCommand]) -> Iterator[list[ImportCommand]]:
    while batch := list(islice(commands, SLICE)):
        yield batch


def _counts_json(counts: OutcomeCounts) -> dict[str, dict[str, int]]:
    return {outcome: dict(kinds) for outcome, kinds in counts.counts.items()}


def _counts_from_json(data: Mapping[str, Mapping[str, int]]) -> OutcomeCounts:
    counts = OutcomeCounts()
    for outcome, kinds in data.items():
        counts.counts[outcome].update(kinds)
    return counts
