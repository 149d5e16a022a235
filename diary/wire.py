"""The shapes that go over the wire: records out, and what the rules say of them."""

from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

from diary import codes
from diary.models import Episode


class Evidence(serializers.Serializer[Any]):
    episodes = serializers.ListField(child=serializers.UUIDField())
    alerts = serializers.ListField(child=serializers.UUIDField())
    days = serializers.ListField(child=serializers.DateField(), help_text="Local days.")
    value = serializers.FloatField(
        allow_null=True, help_text="What was counted or measured against the threshold."
    )


class Finding(serializers.Serializer[Any]):
    """A rule that matched, with the evidence."""

    rule = serializers.CharField()
    origin = serializers.CharField(help_text="`source`, or `addition` for one of our own.")
    level = serializers.ChoiceField(choices=codes.LEVELS)
    threshold = serializers.FloatField(allow_null=True)
    evidence = Evidence()
    reminds = serializers.BooleanField()


class Verdict(serializers.Serializer[Any]):
    """What the rules say: of one entry, or of the whole diary in an assessment."""

    could_not_check = serializers.BooleanField(
        help_text="The rules failed: show `emergency_signs`, never the absence of a warning."
    )
    emergency_signs = serializers.ListField(
        child=serializers.ChoiceField(choices=codes.EMERGENCY_SIGNS),
        help_text="The seven signs when `could_not_check`, else empty.",
    )
    level = serializers.ChoiceField(
        choices=codes.LEVELS,
        allow_null=True,
        help_text="Null: nothing matches the criteria. Never that all is well.",
    )
    findings = Finding(many=True)
    undetermined = serializers.ListField(
        child=serializers.CharField(), help_text="Rules whose facts were not asked."
    )
    rules_version = serializers.CharField()
    assessed_at = serializers.DateTimeField()


def instant_json(moment: datetime | None) -> str | None:
    """An instant as ISO 8601 in UTC with a Z: `2026-11-22T08:00:00Z`."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def episode_json(episode: Episode) -> dict[str, Any]:
    """An episode as sent: the fields of the domain, instants in UTC, null for "not asked"."""
    return {
        "id": str(episode.id),
        "started_at": instant_json(episode.started_at),
        "ended_at": instant_json(episode.ended_at),
        "zone": episode.zone,
        "start_precision": episode.start_precision,
        "onset": episode.onset,
        "areas": episode.areas,
        "sensations": episode.sensations,
        "severity": episode.severity,
        "interference": episode.interference,
        "trigger": episode.trigger,
        "relief": episode.relief,
        "relief_minutes": episode.relief_minutes,
        "symptoms": episode.symptoms,
        "leg_changes": episode.leg_changes,
        "red_flags": episode.red_flags,
        "note": episode.note,
        "clinician_assessed_at": instant_json(episode.clinician_assessed_at),
        "created_at": instant_json(episode.created_at),
        "updated_at": instant_json(episode.updated_at),
        "version": episode.version,
    }
