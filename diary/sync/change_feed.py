"""What changed in a diary since a client last asked."""

from collections import defaultdict
from dataclasses import dataclass

from diary.kinds import KINDS, Kind
from diary.models import Record, Revision

MOST = 500  # changes in one reply


@dataclass(frozen=True)
class Page:
    """Records as they stand now, in the order of their last change.

    `cursor` is how far this page has read; `more`: there are changes after it.
    """

    records: list[tuple[Kind, Record]]
    cursor: int
    more: bool


def since(diary_id: int, cursor: int, upto: int) -> Page:
    """What changed after `cursor`, until the change number `upto`.

    The log of revisions has the change numbers in order, by its key; when nothing changed,
    one query finds out. A record that has changed again since comes with its last change.
    """
    found = list(
        Revision.objects.filter(diary_id=diary_id, change_seq__gt=cursor, change_seq__lte=upto)
        .order_by("change_seq")[: MOST + 1]
        .values_list("change_seq", "kind", "key")
    )
    page = found[:MOST]
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for _, name, key in page:
        keys[name].add(key)
    last = {
        (name, record.change_seq): record
        for name in keys
        for record in KINDS[name].model._default_manager.filter(
            diary_id=diary_id, **{f"{KINDS[name].key}__in": keys[name]}
        )
    }
    records = [
        (KINDS[name], last[name, change_seq])
        for change_seq, name, _ in page
        if (name, change_seq) in last
    ]
    more = len(found) > MOST
    return Page(records, page[-1][0] if more else upto, more)
