"""Whether what a clinician has looked at is still what they saw."""

from collections.abc import Iterator, Mapping

from diary.entries import Entry
from diary.kinds import EPISODE
from diary.models import Revision
from diary.queries import Records

# Of these answers, only what a rule asks for: to add what it feels like is nothing new.
TELLING = {
    "onset": {"sudden"},
    "trigger": {"none"},
    "relief": {"nothing"},
    "sensations": {"burning", "creeping", "itching", "touch_sensitive"},
}
GRADES = ("severity", "interference")


def reopen(found: Mapping[int, Records]) -> None:
    """Take the mark "a clinician has looked at this" from entries where something is new.

    What they saw is the entry as it was kept when the mark was made. A sign, symptom,
    change of the leg or place that was added later is one they have not seen, and what hurts
    or hinders more is worse. At most one query for all of these diaries.
    """
    marked = {
        (diary_id, entry.id): entry
        for diary_id, records in found.items()
        for entry in records.entries
        if entry.clinician_assessed_at
    }
    if not marked:
        return
    kept = Revision.objects.filter(
        diary_id__in={diary_id for diary_id, _ in marked},
        key__in={id for _, id in marked},
        kind=EPISODE.name,
        deleted=False,
    )
    seen: dict[tuple[int, str], Entry] = {}
    for diary_id, key, data in kept.order_by("version").values_list("diary_id", "key", "data"):
        if (diary_id, key) in marked:
            then = Entry.from_json({**data, "id": key})
            if then.clinician_assessed_at == marked[diary_id, key].clinician_assessed_at:
                seen.setdefault((diary_id, key), then)
    for diary_id, records in found.items():
        records.entries[:] = [
            entry._replace(clinician_assessed_at=None)
            if (diary_id, entry.id) in seen and _is_new(entry, seen[diary_id, entry.id])
            else entry
            for entry in records.entries
        ]


def _is_new(entry: Entry, then: Entry) -> bool:
    worse = any(_is_worse(getattr(then, name), getattr(entry, name)) for name in GRADES)
    return worse or bool(set(_answers(entry)) - set(_answers(then)))


def _is_worse(before: int | None, now: int | None) -> bool:
    """A first answer is not: nobody knows what it was before."""
    return before is not None and now is not None and before < now


def _answers(entry: Entry) -> Iterator[tuple[str, str]]:
    for name in ("red_flags", "symptoms"):
        yield from ((name, code) for code, yes in (getattr(entry, name) or {}).items() if yes)
    for name in ("leg_changes", "areas"):
        yield from ((name, code) for code in getattr(entry, name) or ())
    for name, telling in TELLING.items():
        answer = getattr(entry, name)
        given = {answer} if isinstance(answer, str) else answer or set()
        yield from ((name, code) for code in telling & given)
