"""/api/v1/import: start, progress, cancel."""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary import tasks
from diary.accounts import diary_of
from diary.api.views.record import KEY
from diary.importer import job
from diary.importer.formats import CSV, JSON
from diary.importer.serializers import (
    ImportChoices,
    ImportQuery,
    ImportState,
    choices_of,
    state_json,
)
from diary.lanes import DOCUMENTS
from diary.models import Import
from diary.serializers.errors import error_responses
from diary.serializers.records import cached_serializer


class FileParser(BaseParser):
    """The raw bytes: they are parsed later, with a position for each error."""

    def parse(  # type: ignore[override]  # not fields, as of a form
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        body: bytes = stream.read(job.MAX_BYTES + 1)
        if len(body) > job.MAX_BYTES:
            raise RequestDataTooBig
        return body


class JSONFile(FileParser):
    media_type = JSON


class CSVFile(FileParser):
    media_type = CSV


class ImportConflict(APIException):
    status_code = 409
    default_code = "import_running"
    default_detail = gettext_lazy("Another file is being imported. Wait until it is done.")


class ImportAlreadyStarted(APIException):
    status_code = 409
    default_code = "already_started"
    default_detail = gettext_lazy("This import has begun already, or is over.")


class ImportFile(APIView):
    lane = DOCUMENTS
    parser_classes = (JSONFile, CSVFile)

    @extend_schema(
        operation_id="import_file",
        parameters=[ImportQuery],
        request={JSON: OpenApiTypes.OBJECT, CSV: OpenApiTypes.STR},
        responses={200: ImportState, 202: ImportState, **error_responses(400, 409)},
    )
    def post(self, request: Request) -> Response:
        """Import a file: JSON or CSV of this app, or the CSV of another diary app.

        A small file is imported synchronously. For a larger file the reply is a 202 with a
        `Location` to poll for progress. A file with an error is refused as a whole, with a 400
        that lists every error and its position, unless `skip_problems` is set. Record ids are
        preserved, so that a repeated import changes nothing.
        """
        query = ImportQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        content = request.data if isinstance(request.data, bytes) else b""
        media_type = CSV if (request.content_type or "").startswith(CSV) else JSON
        choices = choices_of(query.validated_data)
        diary = diary_of(request.user)
        try:
            row = job.create_import(diary.pk, content, media_type, choices, timezone.now())
        except job.ImportRunning:
            raise ImportConflict from None
        return run_or_enqueue(row, len(content))


class ImportDetail(APIView):
    @extend_schema(operation_id="import_read", parameters=[KEY], responses=ImportState)
    def get(self, request: Request, key: UUID) -> Response:
        """Read progress, counts by outcome, and errors of the file."""
        return Response(state_json(find_import(request, key)))

    @extend_schema(
        operation_id="import_start",
        parameters=[KEY],
        request=ImportChoices,
        responses={200: ImportState, 202: ImportState, **error_responses(400, 409)},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """Start the import of a previewed file; replies as `import_file` does."""
        choices: dict[str, Any] = cached_serializer(ImportChoices).run_validation(request.data)
        row = find_import(request, key)
        if not job.start_import(row, choices_of(choices)):
            raise ImportAlreadyStarted
        return run_or_enqueue(row, len(row.content))

    @extend_schema(operation_id="import_delete", parameters=[KEY], responses={204: None})
    def delete(self, request: Request, key: UUID) -> Response:
        """Cancel the import and delete the file. Records imported so far stay in the diary."""
        if not Import.objects.filter(pk=(diary_of(request.user).pk, key)).delete()[0]:
            raise Http404
        return Response(status=204)


def find_import(request: Request, key: UUID) -> Import:
    row = Import.objects.filter(pk=(diary_of(request.user).pk, key)).first()
    if row is None:
        raise Http404
    return row


def run_or_enqueue(row: Import, size: int) -> Response:
    """Run a small import now, enqueue a large one."""
    if size <= job.INLINE_BYTES:
        job.run_import(row.diary_id, row.id, timezone.now)
    else:
        tasks.enqueue_import(row.diary_id, row.id)
    row.refresh_from_db()
    if row.state == Import.State.REFUSED:
        row.delete()
        return Response({"status": 400, "errors": row.result["problems"]}, status=400)
    over = row.state in job.FINISHED
    where = reverse("import-detail", args=[row.id])
    return Response(state_json(row), status=200 if over else 202, headers={"Location": where})
