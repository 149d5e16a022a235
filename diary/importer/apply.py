"""Edits of a file written into a diary, slice by slice; and what they would change."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from diary.importer import ids
from diary.importer.plan import OUTCOMES, Bring, Checking, Choices
from diary.importer.rows import Problem, Record, Unreadable
from diary.kinds import Kind
from diary.models import Diary
from diary.models import Record as Stored
from diary.writes.commands import Key, RecordNotFound
from diary.writes.service import apply_commands
from diary.writes.unit_of_work import WriteResult

SLICE = 500  # records in one transaction; nobody else waits for longer than that takes


@dataclass(frozen=True, slots=True)
class Imported:
    """How many records of each kind had which outcome."""

    counts: dict[str, Counter[str]] = field(
        default_factory=lambda: {outcome: Counter() for outcome in OUTCOMES}
    )

    def add(self, kind: Kind, outcome: str) -> None:
        self.counts[outcome][kind.name] += 1


def import_records(diary: Diary, found: Iterable[Record], now: datetime) -> Imported:
    """Write every record over what is here, or raise `Unreadable` and write none."""
    problems: list[Problem] = []
    choices = Choices(keep="file", deleted=True)
    edits = list(Checking(diary.zone, choices, now, problems).edits(found))
    if problems:
        raise Unreadable(problems)
    told = Imported()
    write(diary.pk, edits, now, told)
    return told


def write(diary_id: int, edits: Sequence[Bring], now: datetime, told: Imported) -> None:
    """Write all of them in one transaction; a constant number of queries."""
    named = ids.free(diary_id, edits)
    here = _here(diary_id, named)
    # What is as it should be already takes no lock and no change number.
    wanted = []
    for edit in named:
        outcome = edit.outcome(here.get(edit.ref))
        if outcome in {"created", "changed"}:
            wanted.append(edit)
        else:
            told.add(edit.kind, outcome)
    if not wanted:
        return
    written = apply_commands(diary_id, wanted, now).written
    for edit, one in zip(wanted, written, strict=True):
        if not isinstance(one, WriteResult):  # another diary took the id a moment ago
            raise RecordNotFound
        told.add(edit.kind, "created" if one.created else "changed" if one.changed else "kept")


def foresee(diary_id: int, edits: Sequence[Bring], told: Imported) -> None:
    """Count what `write` would do; writes nothing."""
    named = ids.free(diary_id, edits)
    here = _here(diary_id, named)
    for edit in named:
        told.add(edit.kind, edit.outcome(here.get(edit.ref)))


def _here(diary_id: int, edits: Sequence[Bring]) -> dict[tuple[str, Key], Stored]:
    keys: defaultdict[Kind, set[Key]] = defaultdict(set)
    for edit in edits:
        keys[edit.kind].add(edit.key)
    return {
        (kind.name, getattr(record, kind.key)): record
        for kind, wanted in keys.items()
        for record in kind.model._default_manager.filter(
            diary_id=diary_id, **{f"{kind.key}__in": wanted}
        )
    }
