"""Change feed: the records of a diary that changed after a cursor."""

from collections import defaultdict
from dataclasses import dataclass

from diary.models import Record, Revision, record_manager
from diary.schema.kind import Kind
from diary.schema.kinds import KINDS

MAX_CHANGES = 500  # changes in one reply


@dataclass(frozen=True)
class ChangePage:
    """Records as they stand now, in the order of their last change.

    `read` is the change number up to which this page has read; `more`: there are changes after it.
    """

    records: list[tuple[Kind, Record]]
    read: int
    more: bool


def fetch_changes(diary_id: int, after: int, upto: int) -> ChangePage:
    """What changed after the change number `after`, up to the number `upto`.

    The log of revisions has the change numbers in order, by its key; when nothing changed,
    one query finds out. A record that has changed again since comes with its last change.
    """
    rows = list(
        Revision.objects.filter(diary_id=diary_id, change_seq__gt=after, change_seq__lte=upto)
        .order_by("change_seq")[: MAX_CHANGES + 1]
        .values_list("change_seq", "kind", "key")
    )
    shown = rows[:MAX_CHANGES]
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for _, name, key in shown:
        keys[name].add(key)
    last = {
        (name, record.change_seq): record
        for name in keys
        for record in record_manager(KINDS[name]).filter(
            diary_id=diary_id, **{f"{KINDS[name].key}__in": keys[name]}
        )
    }
    records = [
        (KINDS[name], last[name, change_seq])
        for change_seq, name, _ in shown
        if (name, change_seq) in last
    ]
    more = len(rows) > MAX_CHANGES
    return ChangePage(records, shown[-1][0] if more else upto, more)
