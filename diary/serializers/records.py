"""Serializers of records, for input and output: one per kind.

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

from diary import codes
from diary.kinds import ALERT, BACKGROUND, CHECK_IN, EPISODE, QUESTION, Kind, to_json
from diary.models import Episode, Record
from diary.serializers import fields

# Tolerated clock skew of a client.
MAX_CLOCK_AHEAD = timedelta(minutes=5)
MAX_RELIEF_MINUTES = 10 * 525_600  # ten years; more is a typo

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


def optional(**options: Any) -> dict[str, Any]:
    return {"required": False, "allow_null": True, **options}


class PutBody(StrictSerializer):
    """What every body of a PUT may say besides the content."""

    base_version = fields.StrictIntegerField(
        **optional(min_value=0, max_value=2**31 - 1, write_only=True),
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


class EpisodeFields(StrictSerializer):
    """One stretch of numbness or tingling. Null means "not asked"."""

    started_at = fields.InstantField()
    ended_at = fields.InstantField(**optional(), help_text="Null: it is going on.")
    zone = fields.TimeZoneField()
    start_precision = fields.CodeField(choices=codes.START_PRECISIONS, **optional())
    onset = fields.CodeField(choices=codes.ONSETS, **optional())
    areas = fields.CodeSetField(codes=codes.AREAS, **optional())
    sensations = fields.CodeSetField(codes=codes.SENSATIONS, **optional())
    severity = fields.StrictIntegerField(min_value=0, max_value=10, **optional())
    interference = fields.StrictIntegerField(min_value=0, max_value=4, **optional())
    trigger = fields.CodeField(choices=codes.TRIGGERS, **optional())
    relief = fields.CodeField(choices=codes.RELIEFS, **optional())
    relief_minutes = fields.StrictNumberField(
        min_value=0, max_value=MAX_RELIEF_MINUTES, **optional()
    )
    symptoms = fields.answers_field(codes.SYMPTOMS, **optional())
    leg_changes = fields.CodeSetField(codes=codes.LEG_CHANGES, **optional())
    red_flags = fields.answers_field(codes.RED_FLAGS, **optional())
    note = fields.StringField(max_length=2000, allow_blank=True, **optional())
    clinician_assessed_at = fields.InstantField(**optional())


class AlertFields(StrictSerializer):
    """Emergency signs noticed without an episode."""

    noticed_at = fields.InstantField()
    zone = fields.TimeZoneField()
    red_flags = fields.answers_field(
        codes.RED_FLAGS,
        allow_empty=False,
        help_text="At least one answer; all false to withdraw the signs.",
    )
    last_known_well_at = fields.InstantField(**optional())


class BackgroundFields(StrictSerializer):
    """A medication, supplement, vaccination, injury, condition or visit."""

    kind = fields.CodeField(choices=codes.BACKGROUND_KINDS)
    name = fields.NameField(
        max_length=200, help_text="Empty: asked, and there is none of this kind."
    )
    started_on = fields.LocalDateField(**optional())
    ended_on = fields.LocalDateField(**optional())
    dose = fields.StringField(max_length=200, allow_blank=True, **optional())
    note = fields.StringField(max_length=2000, allow_blank=True, **optional())


class QuestionFields(StrictSerializer):
    """Something to ask at the visit."""

    text = fields.StringField(max_length=500)
    discussed = fields.StrictBooleanField(default=False)


class CheckInFields(StrictSerializer):
    """ "No numbness on this local day"; the day is in the path."""


class PutEpisode(EpisodeFields, PutBody):
    id = serializers.UUIDField(required=False, help_text="As in the path.")


class PutAlert(AlertFields, PutBody):
    id = serializers.UUIDField(required=False, help_text="As in the path.")


class PutBackground(BackgroundFields, PutBody):
    id = serializers.UUIDField(required=False, help_text="As in the path.")


class PutQuestion(QuestionFields, PutBody):
    id = serializers.UUIDField(required=False, help_text="As in the path.")


class PutCheckIn(CheckInFields, PutBody):
    date = fields.LocalDateField(required=False, help_text="As in the path.")


_PUT_BODIES: Mapping[str, type[StrictSerializer]] = {
    EPISODE.name: PutEpisode,
    ALERT.name: PutAlert,
    CHECK_IN.name: PutCheckIn,
    BACKGROUND.name: PutBackground,
    QUESTION.name: PutQuestion,
}


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
    content = cached_serializer(_PUT_BODIES[kind.name], partial=partial).run_validation(data)
    base_version = content.pop("base_version", None)
    named = content.pop(kind.key, key)
    if named != key:
        _raise_invalid({kind.key: ("mismatch", _("This is not the one that the path names."))})
    validate_times(kind, content, now)
    return content, base_version


@cache
def creation_defaults(kind: Kind) -> tuple[tuple[str, ...], Mapping[str, Any]]:
    """The fields that a new record must have, and the values of those that are not named."""
    named = {name: cached_serializer(_PUT_BODIES[kind.name]).fields[name] for name in kind.fields}
    defaults = {
        name: None if field.default is empty else to_json(field.default)
        for name, field in named.items()
    }
    return tuple(name for name, field in named.items() if field.required), defaults


def parse_patch(
    serializer_class: type[StrictSerializer],
    kind: Kind,
    data: Any,
    present: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """The present content with what a PATCH changes; raises ValidationError."""
    content = {**present, **cached_serializer(serializer_class, partial=True).run_validation(data)}
    validate_times(kind, content, now)
    return content


def validate_times(kind: Kind, content: Mapping[str, Any], now: datetime) -> None:
    """Hold the moments of the content against each other and `now`; raises ValidationError."""
    wrong: dict[str, tuple[str, str]] = {}
    for name, moment in content.items():
        if isinstance(moment, datetime) and moment > now + MAX_CLOCK_AHEAD:
            wrong[name] = ("in_the_future", _("This is more than 5 minutes in the future."))
    if kind.in_order:
        first, second = (content.get(name) for name in kind.in_order)
        if first is not None and second is not None and second < first:
            wrong[kind.in_order[1]] = ("end_before_start", _("The end is before the start."))
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
        **{name: to_json(getattr(record, name)) for name in kind.fields},
        **{name: to_json(getattr(record, name)) for name in SERVER_FIELDS},
    }


def serialize_records(kind: Kind, records: Iterable[Record]) -> list[dict[str, Any]]:
    return [serialize_record(kind, record) for record in records]


def serialize_episode(episode: Episode) -> dict[str, Any]:
    """An episode as sent: instants in UTC, null for "not asked"."""
    return serialize_record(EPISODE, episode)
