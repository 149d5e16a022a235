"""The error envelope of the API: `{status, errors: [{code, message, param?, line?}]}`."""

from collections.abc import Iterator
from typing import Any

from rest_framework import serializers


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


ErrorDict = dict[str, str]


def error_item(code: str, message: str, param: str | None = None) -> ErrorDict:
    item = {"code": code, "message": message}
    return item if param is None else {**item, "param": param}


def flatten_errors(detail: Any, param: str | None = None) -> Iterator[ErrorDict]:
    """Turn the nested details of a validation error into a flat list of errors.

    `param` is the path to the value, joined by dots: `symptoms.rash`, `areas.0`.
    """
    if isinstance(detail, dict):
        for name, inner in detail.items():
            path = (
                param if name == "non_field_errors" else f"{param}.{name}" if param else f"{name}"
            )
            yield from flatten_errors(inner, path)
    elif isinstance(detail, (list, tuple)):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict)
            if inner:
                yield from flatten_errors(inner, f"{param}.{index}" if nested and param else param)
    else:
        yield error_item(getattr(detail, "code", "invalid"), str(detail), param)


def error_responses(*statuses: int) -> dict[int, type[ErrorEnvelope]]:
    """The error responses of an operation, for `extend_schema(responses=...)`."""
    return dict.fromkeys(statuses, ErrorEnvelope)
