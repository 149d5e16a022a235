"""Serializers of imports: options and state."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from diary.importer.plan import CONFLICT_RULES, OUTCOMES
from diary.models import Import
from diary.serializers import fields
from diary.serializers.errors import ErrorItem
from diary.serializers.records import StrictSerializer

ON_CONFLICT = "Conflict resolution: the version changed last, the one of the diary, or of the file."
DELETED = "Whether records deleted in the diary are restored."
SETTINGS = "Whether the settings of the file are imported."
SKIP = "Whether valid records are imported if others have errors."
CHOICES = ("on_conflict", "deleted", "settings", "skip_problems", "preview")
NAME = 200  # characters in the name of a column
PREVIEW = "Whether to only preview the file; start the import later."


class ImportQuery(serializers.Serializer[Any]):
    on_conflict = serializers.ChoiceField(
        choices=CONFLICT_RULES, default="newer", help_text=ON_CONFLICT
    )
    deleted = serializers.BooleanField(default=False, help_text=DELETED)
    settings = serializers.BooleanField(default=False, help_text=SETTINGS)
    skip_problems = serializers.BooleanField(default=False, help_text=SKIP)
    preview = serializers.BooleanField(default=False, help_text=PREVIEW)


class TableColumns(StrictSerializer):
    """Column mapping of a table; empty: no such column."""

    start = fields.StringField(max_length=NAME)
    end = fields.StringField(max_length=NAME, allow_blank=True, default="")
    duration = fields.StringField(
        max_length=NAME, allow_blank=True, default="", help_text="Minutes, h:mm or h:mm:ss."
    )
    times_are = fields.CodeField(
        choices=("start", "end"),
        default="start",
        help_text="Whether the time of a row with a duration is its start or its end.",
    )
    severity = fields.StringField(
        max_length=NAME, allow_blank=True, default="", help_text="0 to 10."
    )
    notes = serializers.ListField(
        child=fields.StringField(max_length=NAME), max_length=20, default=list
    )
    tracker = fields.StringField(
        max_length=NAME,
        allow_blank=True,
        default="",
        help_text="The column that names the tracker of a row.",
    )
    only = serializers.ListField(
        child=fields.StringField(max_length=NAME),
        max_length=100,
        default=list,
        help_text="Values of `tracker` that are about numbness. Empty: all rows are.",
    )
    open_ends = fields.CodeField(
        choices=("refuse", "over"),
        default="refuse",
        help_text="A row without an end is an error, or ends at its start.",
    )
    # Of times without an offset; default: the diary's.
    zone = fields.TimeZoneField(required=False, allow_null=True)

    ignored = frozenset()


class ImportChoices(StrictSerializer):
    """Options of an import, chosen after a preview."""

    on_conflict = fields.CodeField(choices=CONFLICT_RULES, help_text=ON_CONFLICT)
    deleted = fields.StrictBooleanField(default=False, help_text=DELETED)
    settings = fields.StrictBooleanField(default=False, help_text=SETTINGS)
    skip_problems = fields.StrictBooleanField(default=False, help_text=SKIP)
    preview = fields.StrictBooleanField(default=False, help_text=PREVIEW)
    columns = TableColumns(
        required=False,
        allow_null=True,
        help_text="Of the table of another app. Null: guessed from the header.",
    )

    ignored = frozenset()


class ImportCounts(serializers.Serializer[Any]):
    """Counts by kind of record. `skipped`: the version of the diary won the conflict."""

    created = serializers.DictField(child=serializers.IntegerField())
    changed = serializers.DictField(child=serializers.IntegerField())
    unchanged = serializers.DictField(child=serializers.IntegerField())
    skipped = serializers.DictField(child=serializers.IntegerField())
    deleted = serializers.DictField(child=serializers.IntegerField())


class ImportState(serializers.Serializer[Any]):
    """The state of an import, running or finished."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Import.State.values)
    format = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    total = serializers.IntegerField(help_text="Number of valid records.")
    done = serializers.IntegerField(help_text="How many of them were processed.")
    counts = ImportCounts(help_text="Outcomes so far; of a preview: expected outcomes.")
    deleted_in_file = serializers.IntegerField(help_text="Records that are deleted in the file.")
    settings = serializers.BooleanField(help_text="Whether the file has settings.")
    header = serializers.ListField(
        child=serializers.CharField(), help_text="Of a preview of another app's table: its columns."
    )
    columns = TableColumns(
        allow_null=True, help_text="Of a preview of another app's table: the column mapping."
    )
    trackers = serializers.DictField(
        child=serializers.IntegerField(), help_text="Trackers of the rows with their counts."
    )
    sample = serializers.ListField(
        child=serializers.DictField(), help_text="The first records, as they would be written."
    )
    problem_count = serializers.IntegerField()
    problems = ErrorItem(many=True, help_text="The first hundred.")


def choices_of(options: Mapping[str, Any]) -> dict[str, Any]:
    names = ("on_conflict", "deleted", "settings", "skip_problems", "preview")
    return {name: options[name] for name in names} | {"columns": options.get("columns")}


def state_json(record: Import) -> dict[str, Any]:
    result = record.result
    counts = result.get("counts", {})
    return {
        "id": str(record.id),
        "state": record.state,
        "format": result.get("format"),
        "created_at": record.created_at,
        "total": record.total,
        "done": record.position,
        "counts": {outcome: counts.get(outcome, {}) for outcome in OUTCOMES},
        "deleted_in_file": result.get("deleted_in_file", 0),
        "settings": result.get("settings", False),
        "header": result.get("header", []),
        "columns": result.get("columns"),
        "trackers": result.get("trackers", {}),
        "sample": result.get("sample", []),
        "problem_count": result.get("problem_count", 0),
        "problems": result.get("problems", []),
    }
