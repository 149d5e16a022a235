"""Cursor of the change feed: opaque text for clients, `seq.token` or `seq.token.read`."""

import re
from dataclasses import dataclass

from diary.models import Revision

MAX_SEQ = 2**63 - 1
SHAPE = re.compile(r"([1-9][0-9]{0,18})\.([0-9a-f]{16})(?:\.(0|[1-9][0-9]{0,18}))?")


@dataclass(frozen=True)
class Cursor:
    """`seq` and `token`: the newest change the client knows; `read`: how far it has read."""

    seq: int
    token: int
    read: int

    def __str__(self) -> str:
        known = f"{self.seq}.{self.token:016x}"
        return known if self.read == self.seq else f"{known}.{self.read}"


def parse_cursor(text: str) -> Cursor:
    """Raises ValueError for text that no reply had."""
    match = SHAPE.fullmatch(text)
    if match is None:
        raise ValueError("not a cursor")
    seq, token = int(match[1]), int(match[2], 16)
    read = seq if match[3] is None else int(match[3])
    if not (read <= seq <= MAX_SEQ and token <= MAX_SEQ):
        raise ValueError("not a cursor")
    return Cursor(seq, token, read)


def is_held(diary_id: int, cursor: Cursor) -> bool:
    """False if the diary's history is not the one that the client has read: one query."""
    return Revision.objects.filter(
        diary_id=diary_id, change_seq=cursor.seq, token=cursor.token
    ).exists()


def newest_cursor(diary_id: int, upto: int) -> Cursor | None:
    """Of the newest change up to the number `upto`; None without any: one query."""
    newest = (
        Revision.objects.filter(diary_id=diary_id, change_seq__lte=upto)
        .order_by("-change_seq")
        .values_list("change_seq", "token")
        .first()
    )
    return None if newest is None else Cursor(newest[0], newest[1], read=newest[0])
