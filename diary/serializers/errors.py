"""Shapes that every room sends: errors, and what the rules say.

The shapes of the records themselves are in records.py.
"""

from collections.abc import Iterator
from typing import Any

from rest_framework import serializers

from diary import codes


class ErrorItem(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="Stable; for programs.")
    message = serializers.CharField(help_text="What was wrong, for people.")
    param = serializers.CharField(required=False, help_text="The path to the value: `areas.0`.")
    line = serializers.IntegerField(
        required=False, help_text="In a file that was sent, from 1; `param` is then its column."
    )


class ErrorEnvelope(serializers.Serializer[Any]):
    status = serializers.IntegerField()
    errors = ErrorItem(many=True)  # type: ignore[assignment]  # the wire's name


Error = dict[str, str]


def error(code: str, message: str, param: str | None = None) -> Error:
    found = {"code": code, "message": message}
    return found if param is None else {**found, "param": param}


def flatten(detail: Any, param: str | None = None) -> Iterator[Error]:
    """Turn the nested details of a validation error into a flat list of errors.

    `param` is the path to the value, joined by dots: `symptoms.rash`, `areas.0`.
    """
    if isinstance(detail, dict):
        for name, inner in detail.items():
            path = (
                param if name == "non_field_errors" else f"{param}.{name}" if param else f"{name}"
            )
            yield from flatten(inner, path)
    elif isinstance(detail, (list, tuple)):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict)
            if inner:
                yield from flatten(inner, f"{param}.{index}" if nested and param else param)
    else:
        yield error(getattr(detail, "code", "invalid"), str(detail), param)


def errors(*statuses: int) -> dict[int, type[ErrorEnvelope]]:
    """The error responses of an operation, for `extend_schema(responses=...)`."""
    return dict.fromkeys(statuses, ErrorEnvelope)


class Evidence(serializers.Serializer[Any]):
    episodes = serializers.ListField(child=serializers.UUIDField())
    alerts = serializers.ListField(child=serializers.UUIDField())
    days = serializers.ListField(child=serializers.DateField(), help_text="Local days.")
    value = serializers.FloatField(
        allow_null=True, help_text="What was counted or measured against the threshold."
    )


class Finding(serializers.Serializer[Any]):
    """A rule that matched, with the evidence."""

    rule = serializers.CharField()
    origin = serializers.CharField(help_text="`source`, or `addition` for one of our own.")
    level = serializers.ChoiceField(choices=codes.LEVELS)
    threshold = serializers.FloatField(allow_null=True)
    usual = serializers.FloatField(
        allow_null=True, help_text="The threshold of the rules file, where this diary has another."
    )
    evidence = Evidence()
    reminds = serializers.BooleanField()
    held = serializers.BooleanField(
        default=False,
        help_text="It was at its threshold before, and counts until it falls below a share of it.",
    )


class Verdict(serializers.Serializer[Any]):
    """What the rules say: of one entry, or of the whole diary in an assessment."""

    could_not_check = serializers.BooleanField(
        help_text="The rules failed: show `emergency_signs`, never the absence of a warning."
    )
    emergency_signs = serializers.ListField(
        child=serializers.ChoiceField(choices=codes.EMERGENCY_SIGNS),
        help_text="The seven signs when `could_not_check`, else empty.",
    )
    level = serializers.ChoiceField(
        choices=codes.LEVELS,
        allow_null=True,
        help_text="Null: nothing matches the criteria. Never that all is well.",
    )
    findings = Finding(many=True)
    undetermined = serializers.ListField(
        child=serializers.CharField(), help_text="Rules whose facts were not asked."
    )
    rules_version = serializers.CharField()
    assessed_at = serializers.DateTimeField()
