"""Whether what a clinician has looked at is still what they saw."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from diary.entries import Entry
from diary.kinds import EPISODE
from diary.models import Revision


def reopened(diary_id: int, entries: Sequence[Entry]) -> list[Entry]:
    """The entries, less the mark "a clinician has looked at this" where something is new.

    What they saw is the entry as it was kept when the mark was made. A sign, symptom,
    change of the leg or place that was added later is one they have not seen. At most
    one query.
    """
    marked = {entry.id: entry for entry in entries if entry.clinician_assessed_at}
    if not marked:
        return list(entries)
    kept = Revision.objects.filter(
        diary_id=diary_id, kind=EPISODE.name, key__in=marked, deleted=False
    )
    seen: dict[str, Entry] = {}
    for key, data in kept.order_by("version").values_list("key", "data"):
        then = Entry.from_json({**data, "id": key})
        if then.clinician_assessed_at == marked[key].clinician_assessed_at:
            seen.setdefault(key, then)
    return [
        replace(entry, clinician_assessed_at=None)
        if entry.id in seen and set(_answers(entry)) - set(_answers(seen[entry.id]))
        else entry
        for entry in entries
    ]


def _answers(entry: Entry) -> Iterator[tuple[str, str]]:
    for name in ("red_flags", "symptoms"):
        yield from ((name, code) for code, yes in (getattr(entry, name) or {}).items() if yes)
    for name in ("leg_changes", "areas"):
        yield from ((name, code) for code in getattr(entry, name) or ())
