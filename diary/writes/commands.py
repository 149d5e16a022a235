"""Commands: create, replace, delete, rewrite or offer one record. No queries."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from diary.models import Record
from diary.schema.kind import Kind, blank_content, content_json, content_of, is_erased
from diary.writes.merge import (
    Content,
    Offer,
    RecordVersion,
    State,
    merge_offer,
    merge_stale_put,
)

Key = UUID | date
RecordRef = tuple[str, Key]


class RecordNotFound(LookupError):
    """There is no such record in this diary, or it is another person's."""


class InvalidContent(ValueError):
    """An edit that would leave the record incomplete or out of order; `detail` by field."""

    def __init__(self, detail: Any) -> None:
        super().__init__("the content is not valid")
        self.detail = detail


@dataclass(frozen=True, kw_only=True)
class Command(ABC):
    """`base_version`: the version the writer had seen; None if unknown.

    `created_at` and `updated_at` of a record that is new here: when it was created and last changed
    elsewhere; None: now.
    """

    kind: Kind
    key: Key
    base_version: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    # The submitted content of a PUT; a merge may change it.
    submitted: Content | None = None
    # Of an offer: when the server made the offered version.
    offered_at: datetime | None = None

    @property
    def ref(self) -> RecordRef:
        return self.kind.name, self.key

    def is_stale(self, version: int) -> bool:
        """True if the record has newer versions than the writer had seen."""
        return self.base_version is not None and self.base_version < version

    @property
    def oldest_version(self) -> int:
        """The oldest version that a stale command is decided by."""
        return self.base_version or 0

    @abstractmethod
    def decide(self, record: Record | None, since: Sequence[RecordVersion]) -> State | None:
        """What becomes of the record; None: unchanged.

        `since`: of a stale command, the versions from `oldest_version` on. Raises RecordNotFound.
        """


@dataclass(frozen=True, kw_only=True)
class PutCommand(Command):
    """Create the record or set the fields that `submitted` names; a stale edit is merged.

    `complete` takes the content that the record would have, as JSON, None for a new or an erased
    record, and returns the whole content. Raises InvalidContent. Without it `submitted` names
    every field.
    """

    submitted: Content
    complete: Callable[[Content | None], Content] | None = None

    def decide(self, record: Record | None, since: Sequence[RecordVersion]) -> State | None:
        if record is None:
            return self._completed(None)
        erased = is_erased(self.kind, record)
        current = content_json(self.kind, content_of(self.kind, record))
        if self.base_version is not None and self.is_stale(record.version):
            content = merge_stale_put(
                submitted=self.submitted,
                base_version=self.base_version,
                current=current,
                since=since,
                ordered=self.kind.ordered,
            )
        else:
            content = {**current, **self.submitted}
            if record.deleted_at is None and content == current:
                return None
        if content is None:
            return None
        return self._completed(None if erased else content)

    def _completed(self, content: Content | None) -> State:
        if self.complete is None:
            return State(content or self.submitted)
        return State(self.complete(content))


@dataclass(frozen=True, kw_only=True)
class DeleteCommand(Command):
    """Turn the record into a tombstone; one that is a tombstone stays as it is."""

    def decide(self, record: Record | None, since: Sequence[RecordVersion]) -> State | None:
        if record is None:
            raise RecordNotFound
        # What was deleted since, and is there again, somebody brought back: this deletion may
        # be a replay of the one that they took back.
        if record.deleted_at is not None or any(version.deleted for version in since):
            return None
        return State(content_json(self.kind, content_of(self.kind, record)), deleted=True)


@dataclass(frozen=True, kw_only=True)
class OfferCommand(Command):
    """Take in what a client holds of a history that was rewritten.

    `submitted`: None for a tombstone without content. `complete` as of PutCommand.
    """

    base_version: int
    offered_at: datetime
    tombstone: bool
    complete: Callable[[Content | None], Content]

    def is_stale(self, version: int) -> bool:
        return True  # decided by the whole history

    @property
    def oldest_version(self) -> int:
        return 0

    def decide(self, record: Record | None, since: Sequence[RecordVersion]) -> State | None:
        if record is None:
            if self.submitted is None:
                blank = content_json(self.kind, blank_content(self.kind, self.offered_at))
                return State(blank, deleted=True, erased=self.kind.never_blank is not None)
            return State(self.complete(None), deleted=self.tombstone)
        erased = is_erased(self.kind, record)
        merged = merge_offer(
            Offer(self.base_version, self.offered_at, self.submitted, self.tombstone),
            current=State(
                content_json(self.kind, content_of(self.kind, record)),
                record.deleted_at is not None,
                erased,
            ),
            version=record.version,
            versions=since,
            ordered=self.kind.ordered,
        )
        if merged is None or merged.deleted:
            return merged
        return State(self.complete(None if erased else merged.content))


@dataclass(frozen=True, kw_only=True)
class RewriteCommand(Command):
    """Compute new content from the record; `rewrite` may raise, e.g. RecordNotFound."""

    rewrite: Callable[[Record | None], Content]

    def decide(self, record: Record | None, since: Sequence[RecordVersion]) -> State | None:
        content = self.rewrite(record)
        if record is not None and has_content(self.kind, record, content):
            return None
        return State(content)


def has_content(kind: Kind, record: Record, content: Content) -> bool:
    """True if the record is live and has exactly this content."""
    return record.deleted_at is None and content == content_json(kind, content_of(kind, record))
