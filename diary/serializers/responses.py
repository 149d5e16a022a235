"""Serializers of replies, for the schema; `records.py` serializes the records."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from diary import kinds
from diary.serializers.errors import ErrorItem
from diary.serializers.records import (
    AlertFields,
    BackgroundFields,
    EpisodeFields,
    QuestionFields,
    ServerFields,
    StrictSerializer,
)
from diary.serializers.verdict import Verdict


def _all_present(shape: type[StrictSerializer]) -> type[serializers.Serializer[Any]]:
    """The same with every field required, as in replies."""

    class Present(shape):  # type: ignore[misc, valid-type]
        def get_fields(self) -> dict[str, Any]:
            declared: dict[str, Any] = super().get_fields()
            for field in declared.values():
                field.required = True
            return declared

    return Present


class Identified(serializers.Serializer[Any]):
    id = serializers.UUIDField()


class EpisodeRecord(ServerFields, _all_present(EpisodeFields), Identified):  # type: ignore[misc]
    """One stretch of numbness or tingling. Null means "not asked"."""


class EpisodeWithVerdict(EpisodeRecord):
    verdict = Verdict()


class AlertRecord(ServerFields, _all_present(AlertFields), Identified):  # type: ignore[misc]
    """Emergency signs noticed without an episode."""


class AlertWithVerdict(AlertRecord):
    verdict = Verdict()


class CheckInRecord(ServerFields):
    """ "No numbness on this local day"."""

    date = serializers.DateField()


class BackgroundRecord(ServerFields, _all_present(BackgroundFields), Identified):  # type: ignore[misc]
    """A medication, supplement, vaccination, injury, condition or visit."""


class QuestionRecord(ServerFields, _all_present(QuestionFields), Identified):  # type: ignore[misc]
    """Something to ask at the visit."""


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
    data = EpisodeFields()  # type: ignore[assignment]  # the wire's name
    submitted = EpisodeFields(
        allow_null=True,
        help_text="The submitted fields, if a merge changed them. A value that lost in a merge is"
        " in `data` of the version before.",
    )


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="AnyRecord",
        serializers=[EpisodeRecord, AlertRecord, CheckInRecord, BackgroundRecord, QuestionRecord],
        resource_type_field_name=None,
    )
)
class AnyRecord(serializers.Field[Any, Any, Any, Any]):
    """A record of the kind in `kind`."""


class RecordState(ServerFields):
    """The current state of a record."""

    kind = serializers.ChoiceField(choices=kinds.NAMES)
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
    kind = serializers.ChoiceField(choices=kinds.NAMES)
    id = serializers.UUIDField()
    verdict = Verdict()


class SyncReply(serializers.Serializer[Any]):
    cursor = serializers.IntegerField(help_text="To be sent with the next request.")
    more = serializers.BooleanField(help_text="There are more changes: repeat with the new cursor.")
    acknowledged = RecordState(
        many=True, help_text="The accepted changes, as the records are after the whole request."
    )
    rejected = Rejection(many=True)
    changes = RecordState(
        many=True, help_text="Changes of other clients since the cursor, oldest first, at most 500."
    )
    verdicts = EntryVerdict(many=True, help_text="Of each accepted episode and alert.")
