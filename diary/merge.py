"""Two people's edits of one record, or one person's on two phones. No Django, no clock.

Content is what a person wrote, ready for JSON: `{field: value}`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Earlier:
    """A revision since the version that the sender had seen."""

    base_version: int | None
    sent: Content
    deleted: bool


def is_replay(sent: Content, base_version: int, since: Iterable[Earlier]) -> bool:
    """Whether this very edit was taken in before: the same content upon the same version."""
    return any(
        not one.deleted and one.base_version == base_version and one.sent == sent for one in since
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
