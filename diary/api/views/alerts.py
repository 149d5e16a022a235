"""/api/v1/alerts"""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.api.views import record
from diary.api.views.record import KEY
from diary.schema.kinds import ALERT
from diary.serializers.records import put_serializer, record_serializer
from diary.serializers.responses import verdict_serializer


class AlertList(record.RecordList):
    kind = ALERT
    order = ("-noticed_at", "-id")
    filter_backends = ()

    @extend_schema(operation_id="alerts_list", responses=record_serializer(ALERT)(many=True))
    def get(self, request: Request) -> Response:
        """List emergency signs recorded without an episode, newest first."""
        return self.records(request)


class AlertDetail(APIView):
    @extend_schema(
        operation_id="alerts_put",
        parameters=[KEY],
        request=put_serializer(ALERT),
        responses={200: verdict_serializer(ALERT), 201: verdict_serializer(ALERT)},
    )
    def put(self, request: Request, key: UUID) -> Response:
        """Record emergency signs without an episode. The reply includes the verdict."""
        return record.put_response(request, ALERT, key)

    @extend_schema(operation_id="alerts_delete", parameters=[KEY], responses={204: None})
    def delete(self, request: Request, key: UUID) -> Response:
        """Delete an alert that was recorded by mistake."""
        return record.delete_response(request, ALERT, key)
