"""Strict serializer fields: no coercion, errors with codes."""

import contextlib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, NoReturn
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import SkipField, empty

from diary import hooks, i18n

FIRST_YEAR, LAST_YEAR = 1900, 2199
YEARS = {"first": FIRST_YEAR, "last": LAST_YEAR}
WELL_FORMED = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")  # language tag
# Entries of the zone database that are no zones; `localtime` is the server's own zone.
NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})


@cache
def time_zones() -> frozenset[str]:
    """Every IANA zone name of this system."""
    return frozenset(available_timezones()) - NO_PLACES


def raise_invalid(code: str, message: str) -> NoReturn:
    raise ValidationError([ErrorDetail(message, code=code)])


def parse_instant(text: object) -> datetime:
    """`2026-11-22T08:00:00Z` → UTC. Raises ValidationError: not text, no offset, odd year."""
    if not isinstance(text, str) or "T" not in text.upper():
        raise_invalid("invalid", _("Write an instant as 2026-11-22T08:00:00Z."))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise_invalid("invalid", _("Write an instant as 2026-11-22T08:00:00Z."))
    if moment.tzinfo is None:
        raise_invalid("no_offset", _("The instant needs an offset from UTC, such as Z or +02:00."))
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise_invalid("out_of_range", _("The year must be %(first)s to %(last)s.") % YEARS)
    moment = moment.astimezone(UTC)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise_invalid(
            "out_of_range", _("The year must be %(first)s to %(last)s, in UTC too.") % YEARS
        )
    return moment


def parse_local_date(text: object) -> date:
    """`2026-11-22` → a date. Raises ValidationError: not text, no such day, odd year."""
    if not isinstance(text, str) or len(text) != 10:
        raise_invalid("invalid", _("Write a day as 2026-11-22."))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise_invalid("invalid", _("There is no such day; write it as 2026-11-22."))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise_invalid("out_of_range", _("The year must be %(first)s to %(last)s.") % YEARS)
    return day


class InstantField(serializers.DateTimeField):
    def to_internal_value(self, value: Any) -> datetime:
        return parse_instant(value)


class RecordInstantField(InstantField):
    """An instant of a record, truncated to milliseconds: those are all that a phone keeps."""

    def to_internal_value(self, value: Any) -> datetime:
        moment = super().to_internal_value(value)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class LocalDateField(serializers.DateField):
    def to_internal_value(self, value: Any) -> date:
        return parse_local_date(value)


@extend_schema_field({"type": "string", "example": "21:00", "pattern": r"^\d\d:\d\d(:\d\d)?$"})
class TimeOfDayField(serializers.TimeField):
    """A local time of day, without a zone: `21:00`."""

    def to_internal_value(self, value: Any) -> time:
        if isinstance(value, str) and len(value) in (5, 8) and value.isascii():
            with contextlib.suppress(ValueError):
                return time.fromisoformat(value)
        raise_invalid("invalid", _("Write a time of day as 21:00."))


class StringField(serializers.CharField):
    """Text, stored verbatim with its whitespace."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise_invalid("invalid", _("This must be text."))
        if not self.allow_blank and not data.strip():
            self.fail("blank")  # whitespace only counts as blank
        return data


class NameField(StringField):
    """A name; empty: there is none. Whitespace only is an error."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_blank=True, **options)

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        if not name.strip():
            self.fail("blank")
        return name


class TimeZoneField(StringField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=64, help_text="IANA name: Europe/Berlin.", **options)

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        if name not in time_zones():
            raise_invalid("unknown_zone", _("There is no time zone of this name."))
        return name


class LocaleField(StringField):
    """An available language; a variant is normalized: `es-MX` is stored as `es`."""

    def __init__(self, **options: Any) -> None:
        names = ", ".join(dict(settings.LANGUAGES))
        about = f"One of {names}; a variant, such as es-MX, is stored as its language."
        super().__init__(max_length=35, help_text=about, **options)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        locale = i18n.match_language(text) if WELL_FORMED.fullmatch(text) else None
        if locale is None:
            names = ", ".join(f"{code} ({name})" for code, name in settings.LANGUAGES)
            raise_invalid("unknown_locale", _("The languages are: %(names)s.") % {"names": names})
        return locale


class StrictIntegerField(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            raise_invalid("invalid", _("This must be a whole number."))
        return data


class StrictNumberField(serializers.FloatField):
    def to_internal_value(self, data: Any) -> float:
        if not isinstance(data, (int, float)) or isinstance(data, bool):
            raise_invalid("invalid", _("This must be a number."))
        try:
            value = float(data)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise_invalid("out_of_range", _("This must be a finite number."))
        return value


class StrictBooleanField(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise_invalid("invalid", _("This must be true or false."))
        return data


@extend_schema_field({"description": "Read-only: unchanged, or missing."})
class EchoField(serializers.Field[Any, Any, Any, Any]):
    """Accepts only the current value, of `context["present"]`, and drops it."""

    def run_validation(self, data: Any = empty) -> NoReturn:
        self.to_internal_value(data)  # null is a value like any other

    def to_internal_value(self, data: Any) -> NoReturn:
        if data != self.context["present"][self.field_name]:
            raise_invalid("read_only", _("This cannot be changed here."))
        raise SkipField


class CodeField(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            raise_invalid("unknown_code", _("This is not one of the codes for it."))
        return data


class CodeSetField(serializers.ListField):
    """A set of codes; duplicates are removed, and the order is that of display."""

    def __init__(self, *, codes: Sequence[str], **options: Any) -> None:
        super().__init__(child=serializers.ChoiceField(choices=list(codes)), **options)
        self.order = {code: place for place, code in enumerate(codes)}

    def to_internal_value(self, data: Any) -> list[str]:
        if not isinstance(data, list):
            raise_invalid("not_a_list", _("This must be a list of codes."))
        wrong = [
            index
            for index, code in enumerate(data)
            if not isinstance(code, str) or code not in self.order
        ]
        if wrong:
            message = _("This is not one of the codes for it.")
            raise ValidationError(_at(wrong, ErrorDetail(message, code="unknown_code")))
        return sorted(set(data), key=self.order.__getitem__)


class AnswersField(serializers.DictField):
    """A map from codes to yes or no; a missing code means "not asked"."""

    def __init__(self, *, codes: Sequence[str], **options: Any) -> None:
        super().__init__(child=serializers.BooleanField(), **options)
        self.codes = frozenset(codes)

    def to_internal_value(self, data: Any) -> dict[str, bool]:
        if not isinstance(data, Mapping):
            raise_invalid("not_an_object", _("This must be an object of codes and true or false."))
        errors: dict[str, list[ErrorDetail]] = {}
        for code, answer in data.items():
            if code not in self.codes:
                message = _("This is not one of the codes for it.")
                errors[code] = [ErrorDetail(message, code="unknown_code")]
            elif not isinstance(answer, bool):
                errors[code] = [ErrorDetail(_("This must be true or false."), code="invalid")]
        if errors:
            raise ValidationError(errors)
        if not data and not self.allow_empty:
            self.fail("empty")
        return dict(data)


@extend_schema_field({"type": "object", "additionalProperties": {"type": ["integer", "null"]}})
class ThresholdsField(serializers.DictField):
    """Whole numbers by threshold name; null: the default. The rules define the bounds."""

    def to_internal_value(self, data: Any) -> dict[str, int | None]:
        if not isinstance(data, Mapping):
            raise_invalid("not_an_object", _("This must be an object of names and whole numbers."))
        errors = {name: hooks.threshold_error(name, value) for name, value in data.items()}
        wrong = {name: [ErrorDetail(no[1], code=no[0])] for name, no in errors.items() if no}
        if wrong:
            raise ValidationError(wrong)
        return dict(data)


def answers_field(codes: Sequence[str], **options: Any) -> AnswersField:
    """A `Flags` field whose codes show in the schema."""
    shape: dict[str, Any] = {
        "type": "object",
        "properties": {code: {"type": "boolean"} for code in codes},
        "additionalProperties": False,
    }
    if not options.get("allow_empty", True):
        shape["minProperties"] = 1
    documented = extend_schema_field(shape)(
        type("Flags", (AnswersField,), {"__doc__": AnswersField.__doc__})
    )
    field: AnswersField = documented(codes=codes, **options)
    return field


def _at(places: Iterable[int], detail: ErrorDetail) -> dict[str, list[ErrorDetail]]:
    return {str(place): [detail] for place in places}
