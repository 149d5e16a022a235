"""The error envelope as the schema shows it; `errors.py` makes it."""

from typing import Any

from rest_framework import serializers


class ErrorItem(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="Stable; for programs.")
    message = serializers.CharField(help_text="What was wrong, for people.")
    param = serializers.CharField(required=False, help_text="The path to the value: `areas.0`.")


class ErrorEnvelope(serializers.Serializer[Any]):
    status = serializers.IntegerField()
    errors = ErrorItem(many=True)  # type: ignore[assignment]  # the wire's name


def errors(*statuses: int) -> dict[int, type[ErrorEnvelope]]:
    """The error responses of an operation, for `extend_schema(responses=...)`."""
    return dict.fromkeys(statuses, ErrorEnvelope)
