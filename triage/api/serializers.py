"""Serializers of triage; that of a verdict is in diary/serializers/errors.py."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from diary.schema import codes
from diary.serializers import fields
from diary.serializers.records import StrictSerializer
from diary.serializers.verdict import Finding, Verdict
from triage import prompt_answers
from triage.models import Assessment, Prompt


class AssessmentQuery(serializers.Serializer[Any]):
    fresh = serializers.BooleanField(default=False, help_text="Assess now.")


class LevelChange(serializers.Serializer[Any]):
    before = serializers.ChoiceField(choices=codes.LEVELS, allow_null=True)
    now = serializers.ChoiceField(choices=codes.LEVELS, allow_null=True)


class RuleLevelChange(serializers.Serializer[Any]):
    rule = serializers.CharField()
    before = serializers.ChoiceField(choices=codes.LEVELS)
    now = serializers.ChoiceField(choices=codes.LEVELS)


class RuleValueChange(serializers.Serializer[Any]):
    rule = serializers.CharField()
    before = serializers.FloatField(allow_null=True)
    now = serializers.FloatField(allow_null=True)


class VersionChange(serializers.Serializer[Any]):
    before = serializers.CharField()
    now = serializers.CharField()


class Changes(serializers.Serializer[Any]):
    """The difference from the assessment before; rules by their ids."""

    at = serializers.DateTimeField(help_text="When the difference was found.")
    level = LevelChange()
    new = serializers.ListField(child=serializers.CharField(), help_text="Rules that match now.")
    gone = serializers.ListField(
        child=serializers.CharField(), help_text="Rules that match no more."
    )
    risen = RuleLevelChange(many=True, help_text="Rules that match at a higher level.")
    fallen = RuleLevelChange(many=True, help_text="Rules that match at a lower level.")
    values = RuleValueChange(many=True, help_text="What was measured, where it differs.")
    undetermined = serializers.ListField(
        child=serializers.CharField(), help_text="Rules that can no longer be told."
    )
    determined = serializers.ListField(
        child=serializers.CharField(), help_text="Rules that could not be told before."
    )
    rules_version = VersionChange()


class DiaryVerdict(Verdict):
    """The verdict on the whole diary, and the last change of it."""

    changes = Changes(allow_null=True, help_text="Null: nothing has differed yet.")


class AssessmentShown(serializers.ModelSerializer[Assessment]):
    """One row of the history: an outcome, and when it was found first and last."""

    level = serializers.ChoiceField(choices=codes.LEVELS, allow_null=True)
    findings = Finding(many=True)
    undetermined = serializers.ListField(child=serializers.CharField())
    checked_at = serializers.DateTimeField(help_text="When the same was found last.")
    changes = Changes(allow_null=True, help_text="Since the one before; null for the first.")

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
            "changes",
        )


class PromptQuery(serializers.Serializer[Any]):
    open = serializers.BooleanField(required=False, help_text="Only open, or only closed, ones.")
    pending = serializers.BooleanField(
        required=False,
        help_text="Only those that still wait for an answer: the open ones, and booked visits, "
        "with a day or without; or only the others.",
    )


class PromptShown(serializers.ModelSerializer[Prompt]):
    level = serializers.ChoiceField(choices=codes.LEVELS)
    open = serializers.SerializerMethodField()
    awaiting = serializers.SerializerMethodField()
    findings = Finding(many=True)
    answer = serializers.ChoiceField(
        choices=(*prompt_answers.ANSWERS, "corrected"),
        allow_null=True,
        help_text="`snooze` and `acknowledged` leave it open; `corrected`: its entries no longer "
        "match.",
    )

    class Meta:
        model = Prompt
        fields = (
            "id",
            "level",
            "open",
            "awaiting",
            "findings",
            "opened_at",
            "raised_at",
            "snoozed_until",
            "acknowledged_at",
            "answer",
            "closed_at",
            "visit_on",
            "reason",
        )

    def get_open(self, prompt: Prompt) -> bool:
        return prompt.closed_at is None

    @extend_schema_field(
        serializers.ChoiceField(
            choices=prompt_answers.QUESTIONS,
            allow_null=True,
            help_text="`did_you_go`: closed as `booked`, and `visit_on` has passed.",
        )
    )
    def get_awaiting(self, prompt: Prompt) -> str | None:
        return prompt_answers.pending_question(prompt, now=timezone.now(), zone=prompt.diary.zone)


class PromptAnswer(StrictSerializer):
    """What the person did about it."""

    answer = serializers.ChoiceField(
        choices=prompt_answers.ANSWERS,
        help_text="`acknowledged`: only of an emergency, which stays open.",
    )
    visit_on = fields.LocalDateField(
        required=False,
        allow_null=True,
        help_text="Only with `booked`: the day of the visit. Sent again, it moves the visit.",
    )
    days = fields.StrictIntegerField(
        required=False, allow_null=True, help_text="Only with `snooze`: 1, 3 or 7."
    )
    reason = fields.StringField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=500,
        help_text="Why, with any answer.",
    )
    at = fields.InstantField(
        required=False, help_text="When, where it is sent later; what is ahead of us counts as now."
    )
    level = serializers.ChoiceField(
        choices=codes.LEVELS,
        required=False,
        help_text="Of the prompt when it was answered; at another one by now, nothing changes.",
    )
