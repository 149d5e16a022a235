"""Two people's edits of one record, or one person's on two phones. No Django, no clock.

Content is what a person wrote, ready for JSON: `{field: value}`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Content = Mapping[str, Any]

# What the revision of an erased record has in place of its content.
ERASED: Content = {"erased": True}


@dataclass(frozen=True)
class State:
    """What a write makes of a record; `erased`: a tombstone without content."""

    content: Content
    deleted: bool = False
    erased: bool = False


@dataclass(frozen=True)
class RecordVersion:
    """One version of a record: its content, the submitted content and its base version.

    `offered_at`: of an offer, when the server made the offered version, which is `base_version`.
    """

    version: int
    at: datetime
    data: Content
    deleted: bool
    base_version: int | None
    submitted: Content
    erased: bool = False
    offered_at: datetime | None = None

    @property
    def point(self) -> tuple[datetime, int]:
        """Time and number of this version, or of the version that it was offered as."""
        if self.offered_at is None:
            return self.at, self.version
        return self.offered_at, self.base_version or 0


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
    its content (an offered tombstone without content is no erasure). Any other edit is accepted
    even if the record has the same content by now, so that its replay is recognised.
    """
    erasures = (past for past in since if past.erased and past.offered_at is None)
    if any(past.version > base_version for past in erasures):
        return None
    base = next((version for version in since if version.version == base_version), None)
    base_content = None if base is None else base.data
    changed = changed_fields(base_content, submitted)
    if base is not None and not base.deleted and not changed:
        return None
    if any(
        not version.deleted
        and version.offered_at is None
        and version.base_version == base_version
        and changed_fields(base_content, version.submitted) == changed
        for version in since
        if version.version > base_version
    ):
        return None
    return merge(base=base_content, current=current, submitted=submitted, ordered=ordered)


@dataclass(frozen=True)
class Offer:
    """What a client holds as version `version`, made by the server at `at` in another history.

    `content` names the fields that the client knows; None: a tombstone without content.
    """

    version: int
    at: datetime
    content: Content | None
    deleted: bool


def merge_offer(
    offer: Offer,
    *,
    current: State,
    version: int,
    versions: Sequence[RecordVersion],
    ordered: tuple[str, str] | None = None,
) -> State | None:
    """Merge an offer into a record that exists; None: no change. See the table in docs/sync.md.

    `current` and `version` are the record's, `versions` its whole history. The state may equal
    `current`: the offer is then kept in the revisions, or raises the version.
    """
    here = [past for past in versions if past.point == (offer.at, offer.version)]
    if any(past.erased and past.point[0] > offer.at for past in versions):
        return None
    if any(past.offered_at is None or _names_all(past, offer) for past in here):
        return None
    superseded = any(
        past.offered_at is not None and past.offered_at > offer.at and past.point[1] > offer.version
        for past in versions
    )
    merged = current if superseded else _merge_states(offer, current, versions, ordered)
    if merged != current or offer.version > version:
        return merged
    content = None if offer.deleted else offer.content
    if content is None or any(_has(past, content) for past in versions):
        return None
    return current


def _merge_states(
    offer: Offer,
    current: State,
    versions: Sequence[RecordVersion],
    ordered: tuple[str, str] | None,
) -> State:
    """Of two histories with a common base: each field from the side that changed it.

    Where both did, the server's stands, which was written later. An edit beats a deletion.
    """
    before = [
        past
        for past in versions
        if past.point[0] <= offer.at and past.point[1] <= offer.version and not past.erased
    ]
    base = max(before, key=lambda past: (past.point, past.version), default=None)
    base_content = None if base is None else {**base.data, **base.submitted}
    if offer.deleted or offer.content is None:
        untouched = base is not None and not base.deleted and base.data == current.content
        return State(current.content, deleted=True) if untouched else current
    changed = changed_fields(base_content, offer.content)
    if current.deleted and base is not None and not base.deleted and not changed:
        return current
    if current.erased:
        return State(offer.content)
    merged = {
        **current.content,
        **{
            name: value
            for name, value in offer.content.items()
            if current.content.get(name) == (base_content or {}).get(name)
        },
    }
    if ordered and out_of_order(merged, *ordered):
        merged.update({name: current.content[name] for name in ordered})
    return State(merged)


def _names_all(version: RecordVersion, offer: Offer) -> bool:
    """True unless the offer has fields that the version's sender did not know."""
    return all(name in version.submitted for name in offer.content or ())


def _has(version: RecordVersion, content: Content) -> bool:
    return any(
        all(said.get(name) == value for name, value in content.items())
        for said in (version.data, version.submitted)
    )


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
