"""The models against the schema of the records."""

from typing import Any

import pytest
from django.db import models

from diary.models import Record, record_model
from diary.schema import types
from diary.schema.__main__ import stale_files
from diary.schema.kind import Field, Kind
from diary.schema.kinds import KINDS

COLUMNS: dict[type[types.FieldType], type[Any]] = {
    types.Instant: models.DateTimeField,
    types.Day: models.DateField,
    types.Zone: models.CharField,
    types.Code: models.CharField,
    types.CodeSet: models.JSONField,
    types.Answers: models.JSONField,
    types.Int: models.PositiveSmallIntegerField,
    types.Number: models.FloatField,
    types.Bool: models.BooleanField,
}
SERVER_COLUMNS = {
    *(field.name for field in Record._meta.get_fields()),
    *("pk", "diary", "id", "date", "settled_at"),
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_model_has_the_fields_of_the_schema_and_no_others(kind: Kind) -> None:
    written = {field.name for field in record_model(kind)._meta.get_fields()} - SERVER_COLUMNS
    assert written == set(kind.field_names)


@pytest.mark.parametrize(
    ("kind", "field"), [(kind, field) for kind in KINDS.values() for field in kind.fields]
)
def test_a_column_fits_its_field(kind: Kind, field: Field) -> None:
    column = record_model(kind)._meta.get_field(field.name)
    assert isinstance(column, models.Field)
    assert column.null == field.nullable
    match field.type:
        case types.Text(max_length):
            assert column.max_length in (max_length, None)
            assert isinstance(column, (models.CharField, models.TextField))
        case types.Code(codes):
            assert (column.max_length or 0) >= max(map(len, codes))
    if not isinstance(field.type, types.Text):
        assert type(column) is COLUMNS[type(field.type)]
    if field.default is not None:
        assert column.default == field.default


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_a_kind_names_is_one_of_its_fields(kind: Kind) -> None:
    named = {*(kind.ordered or ()), *([kind.never_blank] if kind.never_blank else [])}
    assert named <= set(kind.field_names)
    if kind.never_blank:
        assert kind.by_name[kind.never_blank].required


def test_the_generated_files_are_up_to_date() -> None:
    assert stale_files() == []
