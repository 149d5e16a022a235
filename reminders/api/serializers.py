"""Serializers of reminders and push subscriptions."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from rest_framework import serializers

from diary.schema import codes
from diary.serializers import fields
from diary.serializers.records import StrictSerializer
from reminders import answers, kinds
from reminders.models import PushSubscription, Reminder


class ReminderShown(serializers.ModelSerializer[Reminder]):
    """One delivery: kind, channel, times and state."""

    kind = serializers.ChoiceField(
        choices=tuple(kinds.SETTING_BY_KIND),
        help_text="`prompt`: to act on it; `coming`: that a visit comes; `visit`: whether they "
        "went; `episode`: whether it still goes on; `check_in`: how the day was.",
    )
    prompt_id = serializers.SerializerMethodField()
    episode_id = serializers.SerializerMethodField()
    level = serializers.ChoiceField(choices=codes.LEVELS, allow_null=True)
    useful_until = serializers.DateTimeField(
        allow_null=True, help_text="Later it is dropped; null: as long as it is asked."
    )
    opened_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was tapped, or answered by an action of its own."
    )
    problem = serializers.CharField(
        allow_null=True, help_text="The kind of the last failure: `http_503`, `gone`, a name."
    )

    class Meta:
        model = Reminder
        fields = (
            "id",
            "kind",
            "prompt_id",
            "episode_id",
            "channel",
            "level",
            "state",
            "due_at",
            "useful_until",
            "sent_at",
            "opened_at",
            "problem",
        )

    def get_prompt_id(self, reminder: Reminder) -> UUID | None:
        return reminder.about_id if reminder.kind in (kinds.PROMPT, kinds.VISIT) else None

    def get_episode_id(self, reminder: Reminder) -> UUID | None:
        return reminder.about_id if reminder.kind == kinds.EPISODE else None


class ReminderAnswer(StrictSerializer):
    """The action of a notification."""

    answer = serializers.ChoiceField(
        choices=answers.ALL_ANSWERS,
        help_text="`opened`; or an action that the message had: of a prompt `booked`, `seen`, "
        "`declined`, `snooze_1`, `_3`, `_7`; of a visit `seen`, `declined`; of an episode "
        "`stopped`, `still`; of an evening `none`, `yes`.",
    )
    at = fields.InstantField(
        required=False, help_text="When, where it is sent later; what is ahead of us counts as now."
    )


class PushKeyShown(serializers.Serializer[Any]):
    public_key = serializers.CharField(
        allow_null=True, help_text="For `pushManager.subscribe`; null where nothing can be pushed."
    )


class PushKeys(StrictSerializer):
    p256dh = fields.StringField(max_length=128)
    auth = fields.StringField(max_length=64)


class PutPushSubscription(StrictSerializer):
    """As `PushSubscription.toJSON()` of a browser."""

    endpoint = fields.StringField(max_length=2048)
    keys = PushKeys()
    expirationTime = fields.StrictNumberField(
        required=False, allow_null=True, help_text="Not read."
    )


class PushSubscriptionShown(serializers.ModelSerializer[PushSubscription]):
    """A subscribed browser. Its endpoint and keys are not returned."""

    host = serializers.SerializerMethodField(help_text="Of its push service.")
    reached_at = serializers.DateTimeField(allow_null=True, help_text="When a message reached it.")

    class Meta:
        model = PushSubscription
        fields = ("id", "host", "created_at", "reached_at")

    def get_host(self, subscription: PushSubscription) -> str:
        return urlsplit(subscription.endpoint).hostname or ""


class TestPushShown(serializers.Serializer[Any]):
    delivered = serializers.BooleanField(help_text="The push service took it.")
    problem = serializers.CharField(
        allow_null=True, help_text="`gone`: sign this browser up again; `http_503` and the like."
    )
