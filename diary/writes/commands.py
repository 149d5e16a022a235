"""Commands: create, replace, delete or rewrite one record. No queries."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from diary.models import Record
from diary.schema.kind import Kind, content_json, content_of, is_erased
from diary.writes.merge import Content, RecordVersion, merge_stale_put

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
    deletes: ClassVar[bool] = False

    @property
    def ref(self) -> RecordRef:
        return self.kind.name, self.key

    def is_stale(self, version: int) -> bool:
        """True if the record has newer versions than the writer had seen."""
        return self.base_version is not None and self.base_version < version

    @abstractmethod
    def decide(self, record: Record | None, since: Sequence[RecordVersion]) -> Content | None:
        """The new content of the record; None: unchanged.

        `since`: of a stale command, the versions from its base on. Raises RecordNotFound.
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

    def decide(self, record: Record | None, since: Sequence[RecordVersion]) -> Content | None:
        if record is None:
            return self._completed(None)
        current = content_json(self.kind, content_of(self.kind, record))
        if self.base_version is not None and self.is_stale(record.version):
            content = merge_stale_put(
                submitted=self.submitted,
                base_version=self.base_version,
                current=current,
                since=since,
                ordered=self.kind.ordered,
            )
        elif is_erased(self.kind, record):
            return self._completed(None)
        else:
            content = {**current, **self.submitted}
            if record.deleted_at is None and content == current:
                return None
        return None if content is None else self._completed(content)

    def _completed(self, content: Content | None) -> Content:
        return (content or self.submitted) if self.complete is None else self.complete(content)


@dataclass(frozen=True, kw_only=True)
class DeleteCommand(Command):
    """Turn the record into a tombstone; one that is a tombstone stays as it is."""

    deletes: ClassVar[bool] = True

    def decide(self, record: Record | None, since: Sequence[RecordVersion]) -> Content | None:
        if record is None:
            raise RecordNotFound
        # What was deleted since, and is there again, somebody brought back: this deletion may
        # be a replay of the one that they took back.
        if record.deleted_at is not None or any(version.deleted for version in since):
            return None
        return content_json(self.kind, content_of(self.kind, record))


@dataclass(frozen=True, kw_only=True)
class RewriteCommand(Command):
    """Compute new content from the record; `rewrite` may raise, e.g. RecordNotFound."""

    rewrite: Callable[[Record | None], Content]

    def decide(self, record: Record | None, since: Sequence[RecordVersion]) -> Content | None:
        content = self.rewrite(record)
        return None if record is not None and has_content(self.kind, record, content) else content


def has_content(kind: Kind, record: Record, content: Content) -> bool:
    """True if the record is live and has exactly this content."""
    return record.deleted_at is None and content == content_json(kind, content_of(kind, record))
