"""/api/v1/questions"""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.api.views import record
from diary.api.views.record import KEY
from diary.schema.kinds import QUESTION
from diary.serializers.records import put_serializer, record_serializer


class QuestionList(record.RecordList):
    kind = QUESTION
    order = ("created_at", "id")
    filter_backends = ()

    @extend_schema(operation_id="questions_list", responses=record_serializer(QUESTION)(many=True))
    def get(self, request: Request) -> Response:
        """List the questions for the visit, oldest first."""
        return self.records(request)


class QuestionDetail(APIView):
    @extend_schema(
        operation_id="questions_put",
        parameters=[KEY],
        request=put_serializer(QUESTION),
        responses={200: record_serializer(QUESTION), 201: record_serializer(QUESTION)},
    )
    def put(self, request: Request, key: UUID) -> Response:
        """Create or replace a question."""
        return record.put_response(request, QUESTION, key)

    @extend_schema(operation_id="questions_delete", parameters=[KEY], responses={204: None})
    def delete(self, request: Request, key: UUID) -> Response:
        """Delete a question."""
        return record.delete_response(request, QUESTION, key)
