"""Strict JSON parser: UTF-8, bounded in size and depth, without NUL and duplicate keys."""

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ErrorDetail, ParseError, ValidationError
from rest_framework.parsers import JSONParser


class PayloadTooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("The request is larger than this server takes.")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


class StrictJSONParser(JSONParser):
    """Rejects with 400 or 413 what the standard library accepts."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise PayloadTooLarge
        view = (parser_context or {}).get("view")
        return read_json(body, getattr(view, "validated_later", None))


def read_json(body: bytes, validated_later: str | None = None) -> Any:
    """The JSON value of the body. Raises ParseError, or ValidationError for a NUL character.

    Text in the list with the key `validated_later` is not checked: the view validates its
    items one by one.
    """
    try:
        text = body.decode("utf-8")
        data = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_object)
        checked = _without(data, validated_later)
        if "\\u" in text:  # only an escape can produce it
            # A lone surrogate such as "\ud800" is valid JSON, but not valid UTF-8.
            json.dumps(checked, ensure_ascii=False).encode("utf-8")
    except UnicodeError:
        raise ParseError(_("The body is not valid UTF-8.")) from None
    except RecursionError:
        raise ParseError(_("The body is nested too deeply.")) from None
    except ValueError as error:
        raise ParseError(_("The body is not valid JSON: %(why)s") % {"why": error}) from None
    if "\\u0000" in text:
        _refuse_nul(checked)
    return data


def _without(data: Any, name: str | None) -> Any:
    if name is None or not isinstance(data, dict) or not isinstance(data.get(name), list):
        return data
    return {**data, name: []}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        # The last would win, and an emergency sign in the first would be lost.
        raise ValueError("a name stands twice in one object")
    return members


def _refuse_nul(data: Any) -> None:
    """Raise ValidationError with the path of the first text that has a NUL character."""
    stack: list[tuple[str, Any]] = [("", data)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            inner = [(str(name), part) for name, part in value.items()]
            value = "".join(value)
        elif isinstance(value, list):
            inner = [(str(index), part) for index, part in enumerate(value)]
        else:
            inner = []
        if isinstance(value, str) and "\x00" in value:
            detail = ErrorDetail(_("This has a NUL character."), code="nul_character")
            raise ValidationError({path.replace("\x00", "") or "non_field_errors": [detail]})
        stack += [(f"{path}.{name}" if path else name, part) for name, part in inner]
