"""GET /api/v1/report.pdf: the report on paper, for its owner."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.api.views.charts import AnyAccept, DaysQuery
from diary.reauthentication import RecentlyAuthenticated
from diary.serializers.errors import error_responses
from sharing.links.scope import Scope
from sharing.models import ReportFile
from sharing.pdf import jobs, service
from sharing.pdf.paper_sizes import PAPERS
from sharing.pdf.typst import Failed

MEDIA_TYPE = "application/pdf"
ASK_AGAIN = "2"  # seconds


class ReportQuery(DaysQuery):
    """The last `days` local days, and what goes along beside the episodes."""

    paper = serializers.ChoiceField(choices=list(PAPERS), default="a4")
    notes = serializers.BooleanField(default=True)
    background = serializers.BooleanField(default=True)
    questions = serializers.BooleanField(default=True)


class ReportProgress(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=[ReportFile.State.WAITING, ReportFile.State.RUNNING])
    done = serializers.IntegerField(help_text="Steps of `total`.")
    total = serializers.IntegerField()


BEING_MADE = OpenApiResponse(
    ReportProgress, description="It is being made: ask the same again after `Retry-After`."
)


class NotMade(APIException):
    status_code = 503
    default_code = "report_failed"
    default_detail = gettext_lazy("The report could not be made. Try again.")


class ReportPDF(APIView):
    permission_classes = (IsAuthenticated, RecentlyAuthenticated)
    content_negotiation_class = AnyAccept

    @extend_schema(
        operation_id="report_pdf",
        parameters=[ReportQuery],
        responses={
            (200, MEDIA_TYPE): OpenApiResponse(OpenApiTypes.BINARY, description="The report."),
            202: BEING_MADE,
            **error_responses(400, 401, 403, 503),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """The report as a PDF, in the language asked for: a page to read in a minute, then all.

        Of a diary with very many episodes the answer is a 202 that says how far it is; asking the
        same again gives the file when it is made. Needs a sign-in or a confirmation of a short
        while ago, else a 403 `reauthentication_required`.
        """
        query = ReportQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        wish = _wish(query.validated_data)
        diary, now = diary_of(request.user), timezone.now()
        try:
            return _file(service.paper(diary, wish, now))
        except service.Waiting as waiting:
            return being_made(waiting, {"Location": request.get_full_path()})
        except Failed as error:
            raise NotMade from error


def being_made(waiting: service.Waiting, more: dict[str, str] | None = None) -> Response:
    """How far it is, and when to ask again."""
    order = waiting.order
    told = ReportProgress({"state": order.state, "done": order.done, "total": order.total})
    headers = {"Retry-After": ASK_AGAIN, "Cache-Control": "private, no-store", **(more or {})}
    return Response(told.data, status=202, headers=headers)


def _wish(asked: dict[str, Any]) -> jobs.Wish:
    scope = Scope(*(asked[name] for name in ("notes", "background", "questions")))
    return jobs.Wish(asked["days"], asked["paper"], scope)


def _file(content: bytes) -> HttpResponse:
    """Its name tells nothing of health: it stands in lists of downloads and on screens."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    name = f"footnote-{timezone.now():%Y-%m-%d}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
