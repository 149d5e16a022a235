"""/api/v1/diary"""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.accounts import diary_of, email_verified
from diary.models import Diary
from diary.writes.settings import SettingsChange, change_settings

REMINDERS = (
    *("email_reminders", "push_reminders", "see_provider_reminders", "visit_reminders"),
    *("still_numb_reminders", "check_in_reminders", "check_ins_stopped_at", "reminder_details"),
)


class Settings(serializers.Serializer[Any]):
    """The settings of a diary, and whose it is."""

    email = serializers.EmailField()
    email_verified = serializers.BooleanField()
    zone = serializers.CharField()
    locale = serializers.CharField()
    emergency_number = serializers.CharField()
    quiet_start = serializers.CharField(help_text="Local, as 21:00: no reminders from then on.")
    quiet_end = serializers.CharField()
    email_reminders = serializers.BooleanField()
    push_reminders = serializers.BooleanField(help_text="To the phones that were signed up for it.")
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
        help_text="Whether mails and lock screens may say what it is about."
    )
    thresholds = serializers.DictField(
        child=serializers.IntegerField(), help_text="Those that are not as in the rules, by name."
    )
    thresholds_since = serializers.DictField(child=serializers.DateTimeField())


class DiarySettings(APIView):
    @extend_schema(operation_id="diary_read", responses=Settings)
    def get(self, request: Request) -> Response:
        """The settings of the diary."""
        return Response(settings_json(self.diary(request)))

    @extend_schema(operation_id="diary_patch", request=SettingsChange, responses=Settings)
    def patch(self, request: Request) -> Response:
        """Change some settings."""
        diary = self.diary(request)
        body = SettingsChange(partial=True, context={"present": settings_json(diary)})
        wanted = body.run_validation(request.data)
        if wanted:
            change_settings(diary.pk, wanted, timezone.now())
            diary = self.diary(request)
        return Response(settings_json(diary))

    def diary(self, request: Request) -> Diary:
        return Diary.objects.select_related("owner").get(pk=diary_of(request.user).pk)


def settings_json(diary: Diary) -> dict[str, Any]:
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
