"""The shapes of an import on the wire: what may be chosen, and what is told."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from diary.importer.plan import CONFLICT_RULES, OUTCOMES
from diary.models import Import
from diary.serializers import fields
from diary.serializers.errors import ErrorItem
from diary.serializers.records import StrictSerializer

ON_CONFLICT = (
    "Of two that differ: the one changed last, the one in the diary, or the one of the file."
)
DELETED = "Whether what was deleted in the diary comes back."
SETTINGS = "Whether the settings of the file are taken over."
SKIP = "Whether what is right is brought in when something else is wrong."
CHOICES = ("on_conflict", "deleted", "settings", "skip_problems", "preview")
NAME = 200  # characters in the name of a column
PREVIEW = "Whether the file is only looked at, to be started later."


class ImportQuery(serializers.Serializer[Any]):
    on_conflict = serializers.ChoiceField(
        choices=CONFLICT_RULES, default="newer", help_text=ON_CONFLICT
    )
    deleted = serializers.BooleanField(default=False, help_text=DELETED)
    settings = serializers.BooleanField(default=False, help_text=SETTINGS)
    skip_problems = serializers.BooleanField(default=False, help_text=SKIP)
    preview = serializers.BooleanField(default=False, help_text=PREVIEW)


class TableColumns(StrictSerializer):
    """Which column of a table has what; empty: none has."""

    start = fields.StringField(max_length=NAME)
    end = fields.StringField(max_length=NAME, allow_blank=True, default="")
    duration = fields.StringField(
        max_length=NAME, allow_blank=True, default="", help_text="Minutes, h:mm or h:mm:ss."
    )
    times_are = fields.CodeField(
        choices=("start", "end"),
        default="start",
        help_text="What the time of a row is that says how long it lasted.",
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
        help_text="The column that names what a row is about.",
    )
    only = serializers.ListField(
        child=fields.StringField(max_length=NAME),
        max_length=100,
        default=list,
        help_text="What it says where a row is about numbness. Empty: all rows are.",
    )
    open_ends = fields.CodeField(
        choices=("refuse", "over"),
        default="refuse",
        help_text="What a row without an end is: a problem, or over at once.",
    )
    # Of times without an offset; the diary's when it is not said.
    zone = fields.TimeZoneField(required=False, allow_null=True)

    ignored = frozenset()


class ImportChoices(StrictSerializer):
    """What is chosen after a look at it."""

    on_conflict = fields.CodeField(choices=CONFLICT_RULES, help_text=ON_CONFLICT)
    deleted = fields.StrictBooleanField(default=False, help_text=DELETED)
    settings = fields.StrictBooleanField(default=False, help_text=SETTINGS)
    skip_problems = fields.StrictBooleanField(default=False, help_text=SKIP)
    preview = fields.StrictBooleanField(default=False, help_text=PREVIEW)
    columns = TableColumns(
        required=False,
        allow_null=True,
        help_text="Of the table of another diary. Null: as its header tells.",
    )

    ignored = frozenset()


class ImportCounts(serializers.Serializer[Any]):
    """By kind of record. Kept: it differs, and the one in the diary stays."""

    created = serializers.DictField(child=serializers.IntegerField())
    changed = serializers.DictField(child=serializers.IntegerField())
    unchanged = serializers.DictField(child=serializers.IntegerField())
    skipped = serializers.DictField(child=serializers.IntegerField())
    deleted = serializers.DictField(child=serializers.IntegerField())


class ImportState(serializers.Serializer[Any]):
    """A file that is brought in, or was."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Import.State.values)
    format = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    total = serializers.IntegerField(help_text="Records that can be brought in.")
    done = serializers.IntegerField(help_text="How many of them were looked at and written.")
    counts = ImportCounts(help_text="Of a preview: what would become of them.")
    deleted_in_file = serializers.IntegerField(help_text="Records that the file says are deleted.")
    settings = serializers.BooleanField(help_text="Whether the file has settings.")
    header = serializers.ListField(
        child=serializers.CharField(), help_text="Of a preview of another diary: its columns."
    )
    columns = TableColumns(
        allow_null=True, help_text="Of a preview of another diary: which column has what."
    )
    trackers = serializers.DictField(
        child=serializers.IntegerField(), help_text="What its rows are about, and how many."
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
