"""The shapes of triage over the wire; the verdict's own is in diary/wire.py."""

from typing import Any

from rest_framework import serializers

from diary import codes
from diary.wire import Finding
from triage import prompts
from triage.models import Assessment, Prompt, Reminder


class AssessmentQuery(serializers.Serializer[Any]):
    fresh = serializers.BooleanField(default=False, help_text="Assess now.")


class AssessmentShown(serializers.ModelSerializer[Assessment]):
    """One row of the history: what was found, from when until when."""

    level = serializers.ChoiceField(choices=codes.LEVELS, allow_null=True)
    findings = Finding(many=True)
    undetermined = serializers.ListField(child=serializers.CharField())
    checked_at = serializers.DateTimeField(help_text="When the same was found last.")

    class Meta:
        model = Assessment
        fields = (
            "id",
            "level",
            "findings",
            "undetermined",
            "rules_version",
            "assessed_at",
            "checked_at",
        )


class PromptQuery(serializers.Serializer[Any]):
    open = serializers.BooleanField(required=False, help_text="Only open, or only closed, ones.")


class PromptShown(serializers.ModelSerializer[Prompt]):
    level = serializers.ChoiceField(choices=codes.LEVELS)
    open = serializers.SerializerMethodField()
    findings = Finding(many=True)
    answer = serializers.ChoiceField(
        choices=(*prompts.ANSWERS, "corrected"),
        allow_null=True,
        help_text="`snooze` leaves it open; `corrected`: its entries no longer match.",
    )

    class Meta:
        model = Prompt
        fields = (
            "id",
            "level",
            "open",
            "findings",
            "opened_at",
            "raised_at",
            "snoozed_until",
            "answer",
            "closed_at",
            "visit_on",
            "reason",
        )

    def get_open(self, prompt: Prompt) -> bool:
        return prompt.closed_at is None


class PromptAnswer(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=prompts.ANSWERS)
    visit_on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="Only with `booked`: the day of the visit. Sent again, it moves the visit.",
    )
    days = serializers.IntegerField(
        required=False, allow_null=True, help_text="Only with `snooze`: 1, 3 or 7."
    )
    reason = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=500,
        help_text="Why, with any answer.",
    )


class ReminderShown(serializers.ModelSerializer[Reminder]):
    class Meta:
        model = Reminder
        fields = ("id", "kind", "prompt_id", "channel", "level", "state", "due_at", "sent_at")
