"""The verdict of the rules on an entry or a diary, as the API sends it."""

from typing import Any

from rest_framework import serializers

from diary.schema import codes


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
    default_threshold = serializers.FloatField(
        allow_null=True, help_text="The threshold of the rules file, where this diary has another."
    )
    evidence = Evidence()
    reminds = serializers.BooleanField()
    hysteresis = serializers.BooleanField(
        default=False,
        help_text="It was at its threshold before, and counts until it falls below a share of it.",
    )


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
