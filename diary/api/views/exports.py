"""GET /api/v1/export.<name>: a view for each format of diary/exporter."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.exporter import all_exports
from diary.exporter.common.export import Export
from diary.lanes import DOCUMENTS
from diary.reauthentication import RecentlyAuthenticated
from diary.serializers.errors import error_responses


class ExportView(APIView):
    """Exports require a recent authentication."""

    lane = DOCUMENTS
    permission_classes = (IsAuthenticated, RecentlyAuthenticated)
    export: ClassVar[Export]

    def file(self, request: Request) -> HttpResponse:
        now = timezone.now()
        content = "".join(self.export.write(diary_of(request.user), now)).encode()
        response = HttpResponse(content, content_type=self.export.media_type)
        filename = now.strftime(self.export.filename)
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        response.headers["Cache-Control"] = "no-store"
        return response


def export_view(name: str, export: Export) -> type[ExportView]:
    """The view of a format, with its own operation in the schema."""
    body: dict[Any, Any] = {200: OpenApiTypes.OBJECT}
    if export.content is not None:
        media_type = export.media_type.partition(";")[0]
        content = OpenApiResponse(OpenApiTypes.STR, description=export.content)
        body = {(200, media_type): content}

    @extend_schema(
        operation_id=f"export_{name}",
        description=export.description,
        responses={**body, **error_responses(401, 403, 503)},
    )
    def get(self: ExportView, request: Request) -> HttpResponse:
        return self.file(request)

    return type(f"Export{name.upper()}", (ExportView,), {"export": export, "get": get})


EXPORT_VIEWS = {name: export_view(name, export) for name, export in all_exports().items()}
