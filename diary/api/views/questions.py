"""/api/v1/questions"""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.api.views import record
from diary.api.views.record import KEY
from diary.kinds import QUESTION
from diary.serializers.records import PutQuestion
from diary.serializers.responses import QuestionRecord


class QuestionList(record.RecordList):
    kind = QUESTION
    order = ("created_at", "id")
    filter_backends = ()

    @extend_schema(operation_id="questions_list", responses=QuestionRecord(many=True))
    def get(self, request: Request) -> Response:
        """List the questions for the visit, oldest first."""
        return self.records(request)


class QuestionDetail(APIView):
    @extend_schema(
        operation_id="questions_put",
        parameters=[KEY],
        request=PutQuestion,
        responses={200: QuestionRecord, 201: QuestionRecord},
    )
    def put(self, request: Request, key: UUID) -> Response:
        """Create or replace a question."""
        return record.put_response(request, QUESTION, key)

    @extend_schema(operation_id="questions_delete", parameters=[KEY], responses={204: None})
    def delete(self, request: Request, key: UUID) -> Response:
        """Delete a question."""
        return record.delete_response(request, QUESTION, key)
