"""What replies hold, for the schema; `records.py` makes the records themselves."""

from typing import Any

from rest_framework import serializers

from diary.records import (
    AlertFields,
    BackgroundFields,
    EpisodeFields,
    QuestionFields,
    Shape,
    Stamped,
)
from diary.wire import Verdict


def _all_present(shape: type[Shape]) -> type[serializers.Serializer[Any]]:
    """In a reply every field is there."""

    class Present(shape):  # type: ignore[misc, valid-type]
        def get_fields(self) -> dict[str, Any]:
            found: dict[str, Any] = super().get_fields()
            for field in found.values():
                field.required = True
            return found

    return Present


class Identified(serializers.Serializer[Any]):
    id = serializers.UUIDField()


class EpisodeRecord(Stamped, _all_present(EpisodeFields), Identified):  # type: ignore[misc]
    """One stretch of numbness or tingling. Null means "not asked"."""


class EpisodeWithVerdict(EpisodeRecord):
    verdict = Verdict()


class AlertRecord(Stamped, _all_present(AlertFields), Identified):  # type: ignore[misc]
    """Emergency signs noticed without an episode."""


class AlertWithVerdict(AlertRecord):
    verdict = Verdict()


class CheckInRecord(Stamped):
    """ "No numbness on this local day"."""

    date = serializers.DateField()


class BackgroundRecord(Stamped, _all_present(BackgroundFields), Identified):  # type: ignore[misc]
    """A medication, supplement, vaccination, injury, condition or visit."""


class QuestionRecord(Stamped, _all_present(QuestionFields), Identified):  # type: ignore[misc]
    """Something to ask at the visit."""


class EpisodeRevision(serializers.Serializer[Any]):
    """The episode as it stood after one accepted write."""

    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    deleted = serializers.BooleanField()
    base_version = serializers.IntegerField(
        allow_null=True, help_text="The version the writer had seen, when they said so."
    )
    data = EpisodeFields()  # type: ignore[assignment]  # the wire's name
    sent = EpisodeFields(
        allow_null=True,
        help_text="What was sent, where it differs: the values that lost in a merge are here.",
    )
