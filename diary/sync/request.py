"""Parser of a sync request: each change by itself, so that an invalid one blocks no other."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from diary.converters import AnyUUID
from diary.schema.kind import Kind
from diary.schema.kinds import KINDS, NAMES
from diary.schema.types import to_json
from diary.serializers import fields
from diary.serializers.errors import ErrorDict, flatten_errors
from diary.serializers.records import (
    MAX_VERSION,
    StrictSerializer,
    cached_serializer,
    fields_serializer,
    parse_check_in_day,
    parse_put,
)
from diary.sync.cursor import parse_cursor
from diary.writes.commands import (
    Command,
    DeleteCommand,
    InvalidContent,
    OfferCommand,
    PutCommand,
)
from diary.writes.merge import Content, out_of_order

MAX_CHANGES = 500  # changes in one request
MAX_ECHO = 64  # characters of a kind or an id that is none


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="AnyFields",
        serializers=[fields_serializer(kind) for kind in KINDS.values()],
        resource_type_field_name=None,
    )
)
class UnparsedField(serializers.Field[Any, Any, Any, Any]):
    """Read later, when its kind is known."""

    def to_internal_value(self, data: Any) -> Any:
        return data


class Change(StrictSerializer):
    """What was done to one record."""

    kind = fields.CodeField(choices=NAMES)
    id = fields.StringField(
        max_length=36, help_text="The record's id, made by the client; of a check-in, its day."
    )
    op = fields.CodeField(choices=("put", "delete"))
    base_version = fields.StrictIntegerField(
        min_value=0,
        max_value=MAX_VERSION,
        help_text="The version the sender had seen; 0 for a new record.",
    )
    base_updated_at = fields.InstantField(
        required=False,
        allow_null=True,
        help_text="`updated_at` of that version. With it the change is an offer: what the sender"
        " holds as that version, not an edit of it; sent after `history_rewritten`.",
    )
    record = UnparsedField(
        required=False,
        allow_null=True,
        help_text="The fields to set: those that are not named stay as they are. Of a new record,"
        " the body of a PUT of it. None for a delete, unless it is an offer, nor needed for a"
        " check-in.",
    )

    ignored = frozenset()


class UnparsedList(serializers.ListField):
    """A list whose items are read later, each by itself."""

    def run_child_validation(self, data: Any) -> Any:
        return data


class CursorField(fields.StringField):
    """Opaque to clients; parsed into a Cursor."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return parse_cursor(super().to_internal_value(data))
        except ValueError:
            fields.raise_invalid(
                "invalid_cursor",
                _("This is not the cursor of a reply; send none to be sent everything."),
            )


class SyncRequest(StrictSerializer):
    """What a phone has to send, and how far it has read."""

    cursor = CursorField(
        required=False,
        allow_null=True,
        help_text="The cursor of the last reply; null or none to be sent everything.",
    )
    sent_at = fields.InstantField(
        required=False,
        allow_null=True,
        help_text="What the phone's clock says now. It decides nothing; by how much it is off"
        " is kept with the revisions.",
    )
    changes = UnparsedList(child=Change(), max_length=MAX_CHANGES)

    ignored = frozenset()


@dataclass(frozen=True)
class RejectedChange:
    """A rejected change; `index`: its position in the request."""

    index: int
    kind: str | None
    id: str | None
    errors: list[ErrorDict]


def parse_sync_request(data: Any) -> dict[str, Any]:
    """`changes` not yet read, perhaps `cursor` and `sent_at`; raises ValidationError."""
    body: dict[str, Any] = cached_serializer(SyncRequest).run_validation(data)
    return body


def parse_change(item: Any, zone: str, now: datetime) -> Command:
    """Raises ValidationError. `zone`: of the diary, which determines the current day."""
    data = cached_serializer(Change).run_validation(item)
    kind, record = KINDS[data["kind"]], data.get("record")
    is_delete = data["op"] == "delete"
    key = _key(kind, data["id"], zone, now, is_delete=is_delete)
    offered_at = data.get("base_updated_at")
    if offered_at is not None and data["base_version"] == 0:
        _raise_invalid("base_version", "min_value", _("An offer has a version from 1 on."))
    if is_delete and offered_at is None:
        if record is not None:
            _raise_invalid("record", "unknown_field", _("What is deleted has no record."))
        return DeleteCommand(kind=kind, key=key, base_version=data["base_version"])
    if is_delete and record is None:
        return OfferCommand(
            kind=kind,
            key=key,
            base_version=data["base_version"],
            offered_at=offered_at,
            tombstone=True,
            complete=partial(_complete, kind, {}),
        )
    if record is None and kind.fields:
        _raise_invalid("record", "required", _("This is missing."))
    if isinstance(record, Mapping) and "base_version" in record:
        _raise_invalid("record.base_version", "unknown_field", _("This stands beside the record."))
    try:
        content, _version = parse_put(
            kind, key, {} if record is None else record, now, partial=True
        )
    except ValidationError as error:
        raise ValidationError({"record": error.detail}) from None
    submitted = {name: to_json(value) for name, value in content.items()}
    if offered_at is not None:
        return OfferCommand(
            kind=kind,
            key=key,
            base_version=data["base_version"],
            submitted=submitted,
            offered_at=offered_at,
            tombstone=is_delete,
            complete=partial(_complete, kind, submitted),
        )
    return PutCommand(
        kind=kind,
        key=key,
        base_version=data["base_version"],
        submitted=submitted,
        complete=partial(_complete, kind, submitted),
    )


def _complete(kind: Kind, submitted: Content, merged: Content | None) -> Content:
    """The whole content of a record of which a change names a part; `merged`: None if it has none.

    Raises InvalidContent.
    """
    if merged is None:
        if missing := [name for name in kind.required if name not in submitted]:
            detail = ErrorDetail(_("This is missing."), code="required")
            raise InvalidContent({name: [detail] for name in missing})
        return {**kind.defaults, **submitted}
    if kind.ordered and out_of_order(merged, *kind.ordered):
        detail = ErrorDetail(_("The end is before the start."), code="end_before_start")
        raise InvalidContent({kind.ordered[1]: [detail]})
    return merged


def reject_change(index: int, item: Any, detail: Any) -> RejectedChange:
    """`detail` is that of a ValidationError, or of another APIException."""
    data = item if isinstance(item, Mapping) else {}
    kind, id = (_echo(data.get(name)) for name in ("kind", "id"))
    errors = [
        {name: _text(text) for name, text in error.items()} for error in flatten_errors(detail)
    ]
    return RejectedChange(index, kind, id, errors)


def _key(kind: Kind, text: str, zone: str, now: datetime, *, is_delete: bool) -> UUID | date:
    if kind.key == "date":
        try:
            return (
                fields.parse_local_date(text) if is_delete else parse_check_in_day(text, zone, now)
            )
        except ValidationError as error:
            detail: Any = error.detail
            raise ValidationError(
                {"id": detail["date"] if isinstance(detail, dict) else detail}
            ) from None
    if re.fullmatch(AnyUUID.regex, text) is None:
        _raise_invalid("id", "invalid", _("This is not a UUID."))
    return UUID(text)


def _raise_invalid(param: str, code: str, message: str) -> None:
    raise ValidationError({param: [ErrorDetail(message, code=code)]})


def _echo(data: Any) -> str | None:
    return _text(data[:MAX_ECHO]) if isinstance(data, str) else None


def _text(data: str) -> str:
    """What of it can be sent: a name in the request may have half a character, or a NUL."""
    return data.replace("\x00", "").encode("utf-8", "replace").decode()
