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
    """One version of a record: its content, the submitted content and its base version."""

    version: int
    data: Content
    deleted: bool
    base_version: int | None
    submitted: Content
    erased: bool = False


def merge_stale_put(
    *,
    submitted: Content,
    base_version: int,
    current: Content,
    since: Sequence[RecordVersion],
    ordered: tuple[str, str] | None = None,
) -> Content | None:
    """Merge a PUT based on an old version into the record; None: no change.

    `submitted` may name some fields only; `since` are the versions from `base_version` on. An edit
    is what it changes of its base. Returns None for a replay (already accepted, or changing
    nothing of its base) and for a record that was erased since: its replays are forgotten with
    its content. Any other edit is accepted even if the record has the same content by now, so
    that its replay is recognised.
    """
    if any(version.erased for version in since if version.version > base_version):
        return None
    base = next((version for version in since if version.version == base_version), None)
    base_content = None if base is None else base.data
    changed = changed_fields(base_content, submitted)
    if base is not None and not base.deleted and not changed:
        return None
    if any(
        not version.deleted
        and version.base_version == base_version
        and changed_fields(base_content, version.submitted) == changed
        for version in since
        if version.version > base_version
    ):
        return None
    return merge(base=base_content, current=current, submitted=submitted, ordered=ordered)


def changed_fields(base: Content | None, submitted: Content) -> Content:
    """The fields of `submitted` that differ from `base`; no base: every field with a value."""
    return {name: value for name, value in submitted.items() if value != (base or {}).get(name)}


def merge(
    *,
    base: Content | None,
    current: Content,
    submitted: Content,
    ordered: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """Merge per field: what the sender changed since `base` wins, the rest stays as it is.

    When the two edits together would put the second field of `ordered` before the first, both
    are the sender's as far as it names them.
    """
    merged = {**current, **changed_fields(base, submitted)}
    if ordered and out_of_order(merged, *ordered):
        merged.update({name: submitted[name] for name in ordered if name in submitted})
    return merged


def out_of_order(content: Content, first: str, second: str) -> bool:
    # Instants in UTC with Z and ISO dates compare as text, but for fractions of a second:
    # "00Z" > "00.5Z". Without the Z the shorter text is the earlier one.
    start, end = content[first], content[second]
    return start is not None and end is not None and end.rstrip("Z") < start.rstrip("Z")
