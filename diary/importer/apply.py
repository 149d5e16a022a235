"""Apply the commands of an import in batches, or count their outcomes for a preview."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from diary.importer import ids
from diary.importer.plan import OUTCOMES, Choices, ImportCommand, ImportPlan
from diary.importer.rows import ParsedRecord, Problem, UnreadableFile
from diary.models import Diary, Record, record_manager
from diary.schema.kind import Kind
from diary.writes.commands import Key, RecordNotFound
from diary.writes.service import apply_commands
from diary.writes.unit_of_work import WriteResult

SLICE = 500  # records per transaction; bounds how long the diary is locked


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """How many records of each kind had which outcome."""

    counts: dict[str, Counter[str]] = field(
        default_factory=lambda: {outcome: Counter() for outcome in OUTCOMES}
    )

    def add(self, kind: Kind, outcome: str) -> None:
        self.counts[outcome][kind.name] += 1


def import_records(diary: Diary, records: Iterable[ParsedRecord], now: datetime) -> OutcomeCounts:
    """Import all records, overwriting; raises `UnreadableFile` and writes nothing on any error."""
    problems: list[Problem] = []
    choices = Choices(on_conflict="file", deleted=True)
    commands = list(ImportPlan(diary.zone, choices, now, problems).commands(records))
    if problems:
        raise UnreadableFile(problems)
    counts = OutcomeCounts()
    apply_slice(diary.pk, commands, now, counts)
    return counts


def apply_slice(
    diary_id: int, commands: Sequence[ImportCommand], now: datetime, counts: OutcomeCounts
) -> None:
    """Apply a batch in one transaction; a constant number of queries."""
    remapped = ids.avoid_conflicts(diary_id, commands)
    stored = _fetch_stored(diary_id, remapped)
    # Unchanged records take no lock and no change number.
    changes = []
    for command in remapped:
        outcome = command.outcome(stored.get(command.ref))
        if outcome in {"created", "changed"}:
            changes.append(command)
        else:
            counts.add(command.kind, outcome)
    if not changes:
        return
    results = apply_commands(diary_id, changes, now).written
    for command, result in zip(changes, results, strict=True):
        if not isinstance(result, WriteResult):  # race: another diary has just taken the id
            raise RecordNotFound
        counts.add(
            command.kind,
            "created" if result.created else "changed" if result.changed else "skipped",
        )


def count_outcomes(diary_id: int, commands: Sequence[ImportCommand], counts: OutcomeCounts) -> None:
    """Count the outcomes of `apply_slice` without writing."""
    remapped = ids.avoid_conflicts(diary_id, commands)
    stored = _fetch_stored(diary_id, remapped)
    for command in remapped:
        counts.add(command.kind, command.outcome(stored.get(command.ref)))


def _fetch_stored(
    diary_id: int, commands: Sequence[ImportCommand]
) -> dict[tuple[str, Key], Record]:
    keys: defaultdict[Kind, set[Key]] = defaultdict(set)
    for command in commands:
        keys[command.kind].add(command.key)
    return {
        (kind.name, getattr(record, kind.key)): record
        for kind, changes in keys.items()
        for record in record_manager(kind).filter(diary_id=diary_id, **{f"{kind.key}__in": changes})
    }
