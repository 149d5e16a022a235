"""Invalidate "a clinician has assessed this" for entries that got worse since."""

from collections.abc import Iterator, Mapping

from diary.entries import Entry
from diary.models import Revision
from diary.queries import Records
from diary.schema.kinds import EPISODE

# Of these fields, only the codes that a rule reads; another sensation is nothing new.
RULE_CODES = {
    "onset": {"sudden"},
    "trigger": {"none"},
    "relief": {"nothing"},
    "sensations": {"burning", "creeping", "itching", "touch_sensitive"},
}
GRADES = ("severity", "interference")


def invalidate_stale_reviews(records_by_diary: Mapping[int, Records]) -> None:
    """Clear `clinician_assessed_at` of entries that got worse since the clinician saw them.

    The clinician saw the revision that first has this mark. A sign, symptom, leg change or
    area that was added later is new; a higher severity or interference is worse. Changes the
    records in place. At most one query for all diaries.
    """
    reviewed = {
        (diary_id, entry.id): entry
        for diary_id, records in records_by_diary.items()
        for entry in records.entries
        if entry.clinician_assessed_at
    }
    if not reviewed:
        return
    revisions = Revision.objects.filter(
        diary_id__in={diary_id for diary_id, _ in reviewed},
        key__in={id for _, id in reviewed},
        kind=EPISODE.name,
        deleted=False,
    )
    rows = revisions.order_by("version").values_list("diary_id", "key", "data")
    as_reviewed: dict[tuple[int, str], Entry] = {}
    for diary_id, key, data in rows:
        if (diary_id, key) in reviewed:
            revision = Entry.from_json({**data, "id": key})
            current = reviewed[diary_id, key]
            if revision.clinician_assessed_at == current.clinician_assessed_at:
                as_reviewed.setdefault((diary_id, key), revision)
    for diary_id, records in records_by_diary.items():
        records.entries[:] = [
            entry._replace(clinician_assessed_at=None)
            if (diary_id, entry.id) in as_reviewed
            and _is_worse(as_reviewed[diary_id, entry.id], entry)
            else entry
            for entry in records.entries
        ]


def _is_worse(before: Entry, now: Entry) -> bool:
    higher = any(_is_higher(getattr(before, name), getattr(now, name)) for name in GRADES)
    return higher or bool(set(_positive_answers(now)) - set(_positive_answers(before)))


def _is_higher(before: int | None, now: int | None) -> bool:
    """False for a first answer: the value at the time of the review is unknown."""
    return before is not None and now is not None and before < now


def _positive_answers(entry: Entry) -> Iterator[tuple[str, str]]:
    """Field and code of every answer that a rule could match."""
    for name in ("red_flags", "symptoms"):
        yield from ((name, code) for code, yes in (getattr(entry, name) or {}).items() if yes)
    for name in ("leg_changes", "areas"):
        yield from ((name, code) for code in getattr(entry, name) or ())
    for name, codes in RULE_CODES.items():
        answer = getattr(entry, name)
        answers = {answer} if isinstance(answer, str) else answer or set()
        yield from ((name, code) for code in codes & answers)
