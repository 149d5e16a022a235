"""Many rows in one statement, on PostgreSQL and SQLite.

The rows go as one JSON value. The ORM's way adapts and escapes every field of every row by
itself, which costs several times as much, and on SQLite it takes 999 values in a statement.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model


def upsert(
    model: type[Model],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: tuple[str, ...] = (),
    replace: tuple[str, ...] = (),
) -> None:
    """Store rows of values by attribute name; what is more in them is left out.

    Rows whose `key` is there already get the values of `replace`.
    """
    names = [field.attname for field in _stored(model)]
    values = [{name: row[name] for name in names} for row in rows]
    text = json.dumps(values, ensure_ascii=False, default=_text)
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, connection.vendor, key, replace), [text])


def _stored(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


@cache
def _statement(
    model: type[Model], vendor: str, key: tuple[str, ...], replace: tuple[str, ...]
) -> str:
    columns = {field.attname: f'"{field.column}"' for field in _stored(model)}
    if vendor == "postgresql":
        typed = (f'"{field.attname}" {field.db_type(connection)}' for field in _stored(model))
        source = f"SELECT * FROM json_to_recordset(%s) AS r({', '.join(typed)})"  # noqa: S608 - names of our own columns
    else:
        parts = (f"json_extract(value, '$.{name}')" for name in columns)
        # Without a condition SQLite takes ON CONFLICT for that of a join.
        source = f"SELECT {', '.join(parts)} FROM json_each(%s) WHERE true"  # noqa: S608 - names of our own columns
    statement = f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns.values())}) {source}'
    if replace:
        changed = ", ".join(f"{columns[name]} = EXCLUDED.{columns[name]}" for name in replace)
        unique = ", ".join(columns[name] for name in key)
        statement += f" ON CONFLICT ({unique}) DO UPDATE SET {changed}"
    return statement


def _text(value: object) -> str:
    """What JSON has no shape for, as the database reads it."""
    if isinstance(value, datetime):
        return str(connection.ops.adapt_datetimefield_value(value))
    if isinstance(value, UUID):
        return str(value) if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a row")
