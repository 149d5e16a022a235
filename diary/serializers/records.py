"""Serializers of records, for input and output, built from the schema of their kind.

Input is validated for types and codes, then for times. Server fields are ignored in input, so
that a fetched record can be PUT unchanged; any other unknown field is an error.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import SkipField, empty

from diary.models import Episode, Record
from diary.schema import types
from diary.schema.kind import Field, Kind
from diary.schema.kinds import EPISODE
from diary.schema.types import to_json
from diary.serializers import fields

# Tolerated clock skew of a client.
MAX_CLOCK_AHEAD = timedelta(minutes=5)
# A base version above the server's raises the version to it: half of what a column holds.
MAX_VERSION = 10**9

SERVER_FIELDS = ("created_at", "updated_at", "version", "deleted_at")


class StrictSerializer(serializers.Serializer[Any]):
    """Rejects unknown fields; ignores the server fields of a reply."""

    ignored = frozenset({*SERVER_FIELDS, "verdict"})

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            fields.raise_invalid("not_an_object", _("This must be an object."))
        values, wrong = dict[str, Any](), dict[str, Any]()
        known = self.fields.fields  # the plain dict: faster, on the hot path of writes
        for name, field in known.items():
            try:
                if name not in data:
                    # As in the base class, but absent optional fields are skipped for speed.
                    if field.required or field.default is not empty:
                        values[name] = field.run_validation(empty)
                elif data[name] is None and field.allow_null:
                    values[name] = None
                else:
                    values[name] = field.run_validation(data[name])
            except ValidationError as error:
                wrong[name] = error.detail
            except SkipField:
                pass
        for name in data:
            if name not in known and name not in self.ignored:
                message = _("There is no such field.")
                wrong[name] = [ErrorDetail(message, code="unknown_field")]
        if wrong:
            raise ValidationError(wrong)
        return values


class PutBody(StrictSerializer):
    """What every body of a PUT may say besides the content."""

    base_version = fields.StrictIntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=MAX_VERSION,
        write_only=True,
        help_text="The version the sender had seen; 0 for a new record. When it is old, the edits"
        " are merged, and one that was taken in already is known again, after a deletion too."
        " Without it a deleted record comes back.",
    )


class ServerFields(serializers.Serializer[Any]):
    """What the server adds to a record."""

    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()
    deleted_at = serializers.DateTimeField(allow_null=True)


def _field_options(field: Field, always_present: bool) -> dict[str, Any]:
    options: dict[str, Any] = {"help_text": field.help} if field.help else {}
    if field.nullable:
        options |= {"allow_null": True, "required": always_present}
    elif field.default is not None and not always_present:
        options["default"] = field.default
    return options


def serializer_field(
    field: Field, *, always_present: bool = False
) -> serializers.Field[Any, Any, Any, Any]:
    """The strict serializer field of a declared field; `always_present`: as in replies."""
    options = _field_options(field, always_present)
    match field.type:
        case types.Instant():
            return fields.RecordInstantField(**options)
        case types.Day():
            return fields.LocalDateField(**options)
        case types.Zone():
            return fields.TimeZoneField(**options)
        case types.Code(codes):
            return fields.CodeField(choices=codes, **options)
        case types.CodeSet(codes):
            return fields.CodeSetField(codes=codes, **options)
        case types.Answers(codes, may_be_empty):
            return fields.answers_field(codes, allow_empty=may_be_empty, **options)
        case types.Int(minimum, maximum):
            return fields.StrictIntegerField(min_value=minimum, max_value=maximum, **options)
        case types.Number(minimum, maximum):
            return fields.StrictNumberField(min_value=minimum, max_value=maximum, **options)
        case types.Text(max_length, may_be_empty=True, may_be_blank=False):
            return fields.NameField(max_length=max_length, **options)
        case types.Text(max_length, may_be_empty):
            return fields.StringField(max_length=max_length, allow_blank=may_be_empty, **options)
        case types.Bool():
            return fields.StrictBooleanField(**options)
    raise TypeError(f"no serializer field for {field.type}")


def class_name(kind: Kind, ending: str) -> str:
    """`CheckIn` and the ending: the name of a component of the API."""
    return kind.name.title().replace("_", "") + ending


def _serializer_class(
    kind: Kind,
    name: str,
    bases: tuple[type[serializers.Serializer[Any]], ...],
    members: Mapping[str, Any],
) -> type[Any]:
    return type(name, bases, {"__doc__": kind.doc, "__module__": __name__, **members})


@cache
def fields_serializer(kind: Kind) -> type[StrictSerializer]:
    """What a person writes in a record of this kind."""
    declared = {field.name: serializer_field(field) for field in kind.fields}
    return _serializer_class(kind, class_name(kind, "Fields"), (StrictSerializer,), declared)


@cache
def put_serializer(kind: Kind) -> type[StrictSerializer]:
    """The body of a PUT of a record of this kind."""
    field_class: Any = fields.LocalDateField if kind.key == "date" else serializers.UUIDField
    key = {kind.key: field_class(required=False, help_text="As in the path.")}
    bases = (fields_serializer(kind), PutBody)
    return _serializer_class(kind, f"Put{class_name(kind, '')}", bases, key)


@cache
def record_serializer(kind: Kind) -> type[serializers.Serializer[Any]]:
    """A record of this kind in a reply: every field is there."""
    field_class: Any = serializers.DateField if kind.key == "date" else serializers.UUIDField
    declared = {kind.key: field_class()}
    declared |= {field.name: serializer_field(field, always_present=True) for field in kind.fields}
    return _serializer_class(kind, class_name(kind, "Record"), (ServerFields,), declared)


def cached_serializer(
    serializer_class: type[StrictSerializer], *, partial: bool = False
) -> StrictSerializer:
    """A reader of the shape whose messages are in the language in use."""
    return _cached_serializer(serializer_class, partial, get_language())


@cache
def _cached_serializer(
    serializer_class: type[StrictSerializer], partial: bool, language: str | None
) -> StrictSerializer:
    # Making a serializer copies every field; one that keeps no state serves all requests. It
    # keeps its messages about limits as they were first said: so one for each language.
    return serializer_class(partial=partial)


def parse_put(
    kind: Kind, key: UUID | date, data: Any, now: datetime, *, partial: bool = False
) -> tuple[dict[str, Any], int | None]:
    """The content and the base version of a PUT; raises ValidationError.

    `partial`: only the fields that are named, as a change of a sync sets them.
    """
    content = cached_serializer(put_serializer(kind), partial=partial).run_validation(data)
    base_version = content.pop("base_version", None)
    named = content.pop(kind.key, key)
    if named != key:
        _raise_invalid({kind.key: ("mismatch", _("This is not the one that the path names."))})
    validate_times(kind, content, now)
    return content, base_version


def parse_patch(
    kind: Kind,
    data: Any,
    present: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """The present content with what a PATCH changes; raises ValidationError."""
    changes = cached_serializer(fields_serializer(kind), partial=True).run_validation(data)
    content = {**present, **changes}
    validate_times(kind, content, now)
    return content


def validate_times(kind: Kind, content: Mapping[str, Any], now: datetime) -> None:
    """Hold the moments of the content against each other and `now`; raises ValidationError."""
    wrong: dict[str, tuple[str, str]] = {}
    for name, moment in content.items():
        if isinstance(moment, datetime) and moment > now + MAX_CLOCK_AHEAD:
            wrong[name] = ("in_the_future", _("This is more than 5 minutes in the future."))
    if kind.ordered:
        first, second = (content.get(name) for name in kind.ordered)
        if first is not None and second is not None and second < first:
            wrong[kind.ordered[1]] = ("end_before_start", _("The end is before the start."))
    _raise_invalid(wrong)


def parse_check_in_day(text: str, zone: str, now: datetime) -> date:
    """The day of a check-in; tomorrow is accepted, for travellers. Raises ValidationError."""
    try:
        day = fields.parse_local_date(text)
    except ValidationError as error:
        raise ValidationError({"date": error.detail}) from None
    if day > now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1):
        _raise_invalid({"date": ("in_the_future", _("This day has not come yet."))})
    return day


def _raise_invalid(wrong: Mapping[str, tuple[str, str]]) -> None:
    if wrong:
        raise ValidationError(
            {name: [ErrorDetail(message, code=code)] for name, (code, message) in wrong.items()}
        )


def serialize_record(kind: Kind, record: Record) -> dict[str, Any]:
    """A record as sent: its key, what the person wrote, and what the server adds."""
    named = getattr(record, kind.key)
    return {
        kind.key: str(named),
        **{name: to_json(getattr(record, name)) for name in kind.field_names},
        **{name: to_json(getattr(record, name)) for name in SERVER_FIELDS},
    }


def serialize_records(kind: Kind, records: Iterable[Record]) -> list[dict[str, Any]]:
    return [serialize_record(kind, record) for record in records]


def serialize_episode(episode: Episode) -> dict[str, Any]:
    """An episode as sent: instants in UTC, null for "not asked"."""
    return serialize_record(EPISODE, episode)
