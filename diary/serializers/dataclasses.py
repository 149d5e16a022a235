"""Serializers generated from frozen dataclasses, so that the schema follows the data."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, partial
from inspect import getdoc
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from rest_framework import serializers

Field = serializers.Field[Any, Any, Any, Any]

PLAIN: Mapping[type, Callable[..., Field]] = {
    bool: serializers.BooleanField,
    int: serializers.IntegerField,
    float: serializers.FloatField,
    str: serializers.CharField,
    date: serializers.DateField,
}


@cache
def dataclass_serializer(of: type) -> type[serializers.Serializer[Any]]:
    """A serializer with the fields of the dataclass; its schema has its name and docstring."""
    return _serializer(of.__name__, of, {})


def sentence_serializer(of: type, **more: Field) -> type[serializers.Serializer[Any]]:
    """The same with a `sentence`; its schema is named `…Insight`. `more` replaces fields."""
    sentence = serializers.CharField(help_text="The numbers as a person can read them.")
    return _serializer(f"{of.__name__}Insight", of, {**more, "sentence": sentence})


def _serializer(
    name: str, of: type, more: Mapping[str, Field]
) -> type[serializers.Serializer[Any]]:
    hints = get_type_hints(of)
    known = {field.name: _field(hints[field.name]) for field in fields(of)}
    body = {**known, **more, "__doc__": getdoc(of)}
    return type(name, (serializers.Serializer,), body)


def _field(hint: Any) -> Field:
    options = get_args(hint)
    if NoneType in options:
        (hint,) = (option for option in options if option is not NoneType)
        return _field_class(hint)(allow_null=True)
    return _field_class(hint)()


def _field_class(hint: Any) -> Callable[..., Field]:
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        if is_dataclass(inner):
            return partial(dataclass_serializer(inner), many=True)  # type: ignore[arg-type]
        return partial(serializers.ListField, child=_field(inner))
    if isinstance(hint, type) and is_dataclass(hint):
        return dataclass_serializer(hint)
    if issubclass(hint, Enum):
        return partial(serializers.ChoiceField, choices=[member.value for member in hint])
    return PLAIN[hint]
