"""GET /api/v1/export.…: the whole diary, its episodes, or its visits, as a file."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.exporter import export, ics, visits
from diary.reauthentication import RecentlyAuthenticated
from diary.serializers.errors import error_responses


class Export(APIView):
    """Taking everything away needs a sign-in or a confirmation of a short while ago."""

    permission_classes = (IsAuthenticated, RecentlyAuthenticated)

    def file(self, content: bytes, media_type: str, name: str) -> HttpResponse:
        response = HttpResponse(content, content_type=media_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store"
        return response


class ExportJSON(Export):
    @extend_schema(
        operation_id="export_json",
        responses={200: OpenApiTypes.OBJECT, **error_responses(401, 403)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Everything in the diary and its settings, as docs/file-format.md says.

        `POST /api/v1/import` reads it, here or on another server, and so does the app. Needs a
        sign-in or a confirmation of a short while ago, else a 403 `reauthentication_required`.
        """
        now = timezone.now()
        text = "".join(export.as_json(diary_of(request.user).pk, now))
        name = f"footnote-diary-{now:%Y-%m-%d}.json"
        return self.file(text.encode(), "application/json", name)


class ExportCSV(Export):
    @extend_schema(
        operation_id="export_csv",
        responses={
            (200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="UTF-8."),
            **error_responses(401, 403),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """The episodes as a table, one a row, oldest first; safe in a spreadsheet.

        `POST /api/v1/import` reads it. Asks as `export.json` does who it is.
        """
        text = export.as_csv(diary_of(request.user).pk)
        name = f"footnote-episodes-{timezone.now():%Y-%m-%d}.csv"
        return self.file(text.encode(), "text/csv; charset=utf-8", name)


class ExportICS(Export):
    @extend_schema(
        operation_id="export_ics",
        responses={
            (200, "text/calendar"): OpenApiResponse(OpenApiTypes.STR, description="RFC 5545."),
            **error_responses(401, 403),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """The visits that have a day, booked ones and those of the background, for a calendar.

        Nothing in it tells of health. Asks as `export.json` does who it is.
        """
        found = visits.of(diary_of(request.user).pk)
        content = ics.write(found, _("Appointment"), timezone.now())
        return self.file(content, "text/calendar; charset=utf-8", "footnote-visits.ics")
