"""Serializers of the settings of a diary."""

from typing import Any

from rest_framework import serializers

from diary.accounts import email_verified
from diary.models import Diary
from diary.serializers import fields
from diary.serializers.records import StrictSerializer

REMINDERS = (
    *("email_reminders", "push_reminders", "see_provider_reminders", "visit_reminders"),
    *("still_numb_reminders", "check_in_reminders", "check_ins_stopped_at", "reminder_details"),
)


class Settings(serializers.Serializer[Any]):
    """The settings of a diary, with its account."""

    email = serializers.EmailField()
    email_verified = serializers.BooleanField()
    zone = serializers.CharField()
    locale = serializers.CharField()
    emergency_number = serializers.CharField()
    quiet_start = serializers.CharField(help_text="Local, as 21:00: no reminders from then on.")
    quiet_end = serializers.CharField()
    email_reminders = serializers.BooleanField()
    push_reminders = serializers.BooleanField(help_text="To phones with a push subscription.")
    see_provider_reminders = serializers.BooleanField(help_text="Of a prompt, until answered.")
    visit_reminders = serializers.BooleanField(
        help_text="The day before a visit, on its morning, and whether they went."
    )
    still_numb_reminders = serializers.BooleanField(
        help_text="While an episode goes on: after 10 minutes, an hour and a day."
    )
    check_in_reminders = serializers.BooleanField(
        help_text="Each evening: any numbness today? Every other one after 7 without an answer."
    )
    check_ins_stopped_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was turned off after 14 evenings without an answer."
    )
    reminder_details = serializers.BooleanField(
        help_text="Whether mails and lock screens may show health details."
    )
    thresholds = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="Overrides of the defaults of the rules, by name.",
    )
    thresholds_since = serializers.DictField(child=serializers.DateTimeField())


class SettingsChange(StrictSerializer):
    """The settings of a diary."""

    zone = fields.TimeZoneField(required=False)
    locale = fields.LocaleField(required=False)
    emergency_number = serializers.RegexField(
        r"^[+0-9][0-9 ]{1,15}\Z", max_length=16, required=False
    )
    quiet_start = fields.TimeOfDayField(required=False)
    quiet_end = fields.TimeOfDayField(required=False)
    email_reminders = fields.StrictBooleanField(required=False)
    push_reminders = fields.StrictBooleanField(required=False)
    see_provider_reminders = fields.StrictBooleanField(required=False)
    visit_reminders = fields.StrictBooleanField(required=False)
    still_numb_reminders = fields.StrictBooleanField(required=False)
    check_in_reminders = fields.StrictBooleanField(required=False)
    check_ins_stopped_at = fields.EchoField(required=False)
    reminder_details = fields.StrictBooleanField(required=False)
    thresholds = fields.ThresholdsField(
        required=False,
        help_text="On a clinician's advice: the names to change, each to a number within its"
        " bounds in the rules, or to null for the default. The others stay unchanged.",
    )
    thresholds_since = fields.EchoField(required=False)
    email = fields.EchoField(required=False)
    email_verified = fields.EchoField(required=False)

    ignored = frozenset()


def serialize_settings(diary: Diary) -> dict[str, Any]:
    return {
        "email": diary.owner.email,
        "email_verified": email_verified(diary.owner),
        "zone": diary.zone,
        "locale": diary.locale,
        "emergency_number": diary.emergency_number,
        "quiet_start": f"{diary.quiet_start:%H:%M}",
        "quiet_end": f"{diary.quiet_end:%H:%M}",
        **{name: getattr(diary, name) for name in REMINDERS},
        "thresholds": diary.thresholds,
        "thresholds_since": diary.thresholds_since,
    }
