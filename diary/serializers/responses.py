"""Serializers of replies, for the schema; `records.py` serializes the records."""

from functools import cache
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from diary.schema.kind import Kind
from diary.schema.kinds import EPISODE, KINDS, NAMES
from diary.serializers.errors import ErrorItem
from diary.serializers.records import (
    ServerFields,
    class_name,
    fields_serializer,
    record_serializer,
)
from diary.serializers.verdict import Verdict


@cache
def verdict_serializer(kind: Kind) -> type[serializers.Serializer[Any]]:
    """A record of this kind with what the rules say about it."""
    record = record_serializer(kind)
    members = {"__doc__": kind.doc, "__module__": __name__, "verdict": Verdict()}
    return type(class_name(kind, "WithVerdict"), (record,), members)


class EpisodeRevision(serializers.Serializer[Any]):
    """Content of the episode after one accepted write."""

    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    deleted = serializers.BooleanField()
    base_version = serializers.IntegerField(
        allow_null=True, help_text="The version that the write was based on, if known."
    )
    clock_ahead = serializers.IntegerField(
        allow_null=True,
        help_text="Client clock skew in seconds, negative if behind; known from a sync only.",
    )
    data = fields_serializer(EPISODE)()  # type: ignore[assignment]  # the wire's name
    submitted = fields_serializer(EPISODE)(
        allow_null=True,
        help_text="The submitted fields, if a merge changed them. A value that lost in a merge is"
        " in `data` of the version before.",
    )


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="AnyRecord",
        serializers=[record_serializer(kind) for kind in KINDS.values()],
        resource_type_field_name=None,
    )
)
class AnyRecord(serializers.Field[Any, Any, Any, Any]):
    """A record of the kind in `kind`."""


class RecordState(ServerFields):
    """The current state of a record."""

    kind = serializers.ChoiceField(choices=NAMES)
    id = serializers.CharField(help_text="The record's id; of a check-in, its day.")
    record = AnyRecord(
        allow_null=True, help_text="Null if it is deleted, or equal to what was submitted."
    )


class Rejection(serializers.Serializer[Any]):
    """A rejected change with its errors."""

    index = serializers.IntegerField(help_text="Its place in the request, from 0.")
    kind = serializers.CharField(allow_null=True, help_text="As sent, where it was text.")
    id = serializers.CharField(allow_null=True, help_text="As sent, where it was text.")
    errors = ErrorItem(many=True)  # type: ignore[assignment]  # the wire's name


class EntryVerdict(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=NAMES)
    id = serializers.UUIDField()
    verdict = Verdict()


class SyncReply(serializers.Serializer[Any]):
    history_rewritten = serializers.BooleanField(
        help_text="The server does not have the history that the cursor comes from: nothing was"
        " applied. Begin without a cursor and offer every record."
    )
    cursor = serializers.CharField(
        allow_null=True,
        help_text="Opaque; to be sent with the next request. Null: nothing was read yet.",
    )
    more = serializers.BooleanField(help_text="There are more changes: repeat with the new cursor.")
    acknowledged = RecordState(
        many=True, help_text="The accepted changes, as the records are after the whole request."
    )
    rejected = Rejection(many=True)
    changes = RecordState(
        many=True, help_text="Changes of other clients since the cursor, oldest first, at most 500."
    )
    verdicts = EntryVerdict(many=True, help_text="Of each accepted episode and alert.")
