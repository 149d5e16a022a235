"""/api/v1/diary"""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.models import Diary
from diary.serializers.settings import Settings, SettingsChange, serialize_settings
from diary.writes.settings import change_settings


class DiarySettings(APIView):
    @extend_schema(operation_id="diary_read", responses=Settings)
    def get(self, request: Request) -> Response:
        """Read the settings of the diary."""
        return Response(serialize_settings(self.diary(request)))

    @extend_schema(operation_id="diary_patch", request=SettingsChange, responses=Settings)
    def patch(self, request: Request) -> Response:
        """Change some settings."""
        diary = self.diary(request)
        body = SettingsChange(partial=True, context={"present": serialize_settings(diary)})
        changes = body.run_validation(request.data)
        if changes:
            change_settings(diary.pk, changes, timezone.now())
            diary = self.diary(request)
        return Response(serialize_settings(diary))

    def diary(self, request: Request) -> Diary:
        return Diary.objects.select_related("owner").get(pk=diary_of(request.user).pk)
