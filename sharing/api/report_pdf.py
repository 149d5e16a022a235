"""GET /api/v1/report.pdf: the report as a PDF, for its owner."""

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
from diary.lanes import DOCUMENTS
from diary.reauthentication import RecentlyAuthenticated
from diary.serializers.errors import error_responses
from sharing.links.scope import Scope
from sharing.models import ReportFile
from sharing.pdf import jobs, service
from sharing.pdf.paper_sizes import PAPER_SIZES
from sharing.pdf.typst import RenderError

MEDIA_TYPE = "application/pdf"
RETRY_AFTER = "2"  # seconds


class ReportQuery(DaysQuery):
    """The last `days` local days, and what is included besides the episodes."""

    paper = serializers.ChoiceField(choices=list(PAPER_SIZES), default="a4")
    notes = serializers.BooleanField(default=True)
    background = serializers.BooleanField(default=True)
    questions = serializers.BooleanField(default=True)


class ReportProgress(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=[ReportFile.State.WAITING, ReportFile.State.RUNNING])
    done = serializers.IntegerField(help_text="Steps of `total`.")
    total = serializers.IntegerField()


ACCEPTED = OpenApiResponse(
    ReportProgress, description="It is being made: ask the same again after `Retry-After`."
)


class ReportFailed(APIException):
    status_code = 503
    default_code = "report_failed"
    default_detail = gettext_lazy("The report could not be made. Try again.")


class ReportPDF(APIView):
    lane = DOCUMENTS
    permission_classes = (IsAuthenticated, RecentlyAuthenticated)
    content_negotiation_class = AnyAccept

    @extend_schema(
        operation_id="report_pdf",
        parameters=[ReportQuery],
        responses={
            (200, MEDIA_TYPE): OpenApiResponse(OpenApiTypes.BINARY, description="The report."),
            202: ACCEPTED,
            **error_responses(400, 401, 403, 503),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """The report as a PDF, in the language of the request: a summary page, then the details.

        For a diary with very many episodes the reply is a 202 with the progress: repeat the
        request to get the file when it is ready. Needs a recent sign-in or confirmation, else a
        403 `reauthentication_required`.
        """
        query = ReportQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        report_request = _report_request(query.validated_data)
        diary, now = diary_of(request.user), timezone.now()
        try:
            return _file(service.render_or_enqueue(diary, report_request, now))
        except service.ReportPending as pending:
            return accepted_response(pending, {"Location": request.get_full_path()})
        except RenderError as error:
            raise ReportFailed from error


def accepted_response(
    pending: service.ReportPending, extra_headers: dict[str, str] | None = None
) -> Response:
    """202 with the progress, and when to poll."""
    job = pending.job
    progress = ReportProgress({"state": job.state, "done": job.done, "total": job.total})
    headers = {
        "Retry-After": RETRY_AFTER,
        "Cache-Control": "private, no-store",
        **(extra_headers or {}),
    }
    return Response(progress.data, status=202, headers=headers)


def _report_request(query: dict[str, Any]) -> jobs.ReportRequest:
    scope = Scope(*(query[name] for name in ("notes", "background", "questions")))
    return jobs.ReportRequest(query["days"], query["paper"], scope)


def _file(content: bytes) -> HttpResponse:
    """The file name does not mention health: others may see the list of downloads."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    name = f"footnote-{timezone.now():%Y-%m-%d}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
