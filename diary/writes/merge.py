"""Two people's edits of one record, or one person's on two phones. No Django, no clock.

Content is what a person wrote, ready for JSON: `{field: value}`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]

# What the revision of an erased record has in place of its content.
ERASED: Content = {"erased": True}


@dataclass(frozen=True)
class RecordVersion:
    """One version of a record: what it said, and what had been sent upon which version."""

    version: int
    data: Content
    deleted: bool
    base_version: int | None
    sent: Content
    erased: bool = False


def merge_stale_put(
    *,
    sent: Content,
    base_version: int,
    current: Content,
    since: Sequence[RecordVersion],
    in_order: tuple[str, str] | None = None,
) -> Content | None:
    """What the record says after an edit of an old version; None: the edit changes nothing.

    `since` are the versions from `base_version` on. An edit that was taken in before, or
    that says what the version it was made upon said already, is none: it may be a replay. Any
    other counts even where the record says the same by now, so that its replay is known. An
    edit of what was erased since is none either: with the content, replays are forgotten.
    """
    if any(one.erased for one in since if one.version > base_version):
        return None
    base = next((one for one in since if one.version == base_version), None)
    if base is not None and not base.deleted and base.data == sent:
        return None
    if any(
        not one.deleted and one.base_version == base_version and one.sent == sent
        for one in since
        if one.version > base_version
    ):
        return None
    return merge(
        base=None if base is None else base.data, current=current, sent=sent, in_order=in_order
    )


def merge(
    *,
    base: Content | None,
    current: Content,
    sent: Content,
    in_order: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """Field by field: what the sender changed since `base` wins, the rest stays as it is.

    Without a base (the sender had seen nothing) every answer given counts as changed.
    When the two edits together would put the second field of `in_order` before the
    first, both are the sender's, whose own pair was in order.
    """
    merged = {
        name: sent[name] if sent[name] != (base or {}).get(name) else current[name]
        for name in current
    }
    if in_order and _out_of_order(merged, *in_order):
        merged.update({name: sent[name] for name in in_order})
    return merged


def _out_of_order(content: Content, first: str, second: str) -> bool:
    # Instants in UTC with Z and ISO dates compare as text, but for fractions of a second:
    # "00Z" > "00.5Z". Without the Z the shorter text is the earlier one.
    start, end = content[first], content[second]
    return start is not None and end is not None and end.rstrip("Z") < start.rstrip("Z")
