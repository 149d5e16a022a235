"""GET /api/v1/export.fhir.json: the report as a FHIR document, for its owner."""

import json

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.api.views.charts import DaysQuery
from diary.lanes import DOCUMENTS
from diary.reauthentication import RecentlyAuthenticated
from diary.serializers.errors import error_responses
from sharing.fhir.document import build_document

MEDIA_TYPE = "application/fhir+json"


class ExportFHIR(APIView):
    lane = DOCUMENTS
    permission_classes = (IsAuthenticated, RecentlyAuthenticated)

    @extend_schema(
        operation_id="export_fhir",
        parameters=[DaysQuery],
        responses={
            (200, MEDIA_TYPE): OpenApiResponse(OpenApiTypes.OBJECT, description="A Bundle."),
            **error_responses(400, 401, 403),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """The last `days` local days as a FHIR R4 document with the whole scope.

        Needs a recent sign-in or confirmation, else a 403 `reauthentication_required`.
        """
        query = DaysQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        now = timezone.now()
        bundle = build_document(diary_of(request.user), days=query.validated_data["days"], now=now)
        response = HttpResponse(
            json.dumps(bundle, ensure_ascii=False, separators=(",", ":")), content_type=MEDIA_TYPE
        )
        name = f"footnote-{now:%Y-%m-%d}.fhir.json"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store"
        return response
