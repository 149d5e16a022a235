"""/api/v1/background"""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.api.filters import BackgroundFilter
from diary.api.views import record
from diary.api.views.record import KEY
from diary.models import BackgroundItem
from diary.schema.kinds import BACKGROUND
from diary.serializers.records import put_serializer, record_serializer


class BackgroundList(record.RecordList):
    kind = BACKGROUND
    order = ("-started_on", "-id")
    queryset = BackgroundItem.objects.none()
    filterset_class = BackgroundFilter

    @extend_schema(
        operation_id="background_list", responses=record_serializer(BACKGROUND)(many=True)
    )
    def get(self, request: Request) -> Response:
        """List medicines, supplements, vaccinations, injuries, conditions and visits."""
        return self.records(request)


class BackgroundDetail(APIView):
    @extend_schema(
        operation_id="background_put",
        parameters=[KEY],
        request=put_serializer(BACKGROUND),
        responses={200: record_serializer(BACKGROUND), 201: record_serializer(BACKGROUND)},
    )
    def put(self, request: Request, key: UUID) -> Response:
        """Create or replace a background item."""
        return record.put_response(request, BACKGROUND, key)

    @extend_schema(operation_id="background_delete", parameters=[KEY], responses={204: None})
    def delete(self, request: Request, key: UUID) -> Response:
        """Delete a background item."""
        return record.delete_response(request, BACKGROUND, key)
