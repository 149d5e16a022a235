"""/api/v1/check-ins"""

from datetime import date

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.api.filters import CheckInFilter
from diary.api.views import record
from diary.models import CheckIn
from diary.schema.kinds import CHECK_IN
from diary.serializers.fields import parse_local_date
from diary.serializers.records import parse_check_in_day, put_serializer, record_serializer

DAY = OpenApiParameter("day", date, OpenApiParameter.PATH, description="A local day.")


class CheckInList(record.RecordList):
    kind = CHECK_IN
    order = ("-date",)
    queryset = CheckIn.objects.none()
    filterset_class = CheckInFilter

    @extend_schema(operation_id="check_ins_list", responses=record_serializer(CHECK_IN)(many=True))
    def get(self, request: Request) -> Response:
        """List the check-ins (local days without numbness), newest first."""
        return self.records(request)


class CheckInDetail(APIView):
    @extend_schema(
        operation_id="check_ins_put",
        parameters=[DAY],
        request=put_serializer(CHECK_IN),
        responses={200: record_serializer(CHECK_IN), 201: record_serializer(CHECK_IN)},
    )
    def put(self, request: Request, day: str) -> Response:
        """Check in: no numbness on this local day."""
        key = parse_check_in_day(day, diary_of(request.user).zone, timezone.now())
        return record.put_response(request, CHECK_IN, key)

    @extend_schema(operation_id="check_ins_delete", parameters=[DAY], responses={204: None})
    def delete(self, request: Request, day: str) -> Response:
        """Delete a check-in: the day is then not logged."""
        try:
            key = parse_local_date(day)
        except ValidationError:
            raise Http404 from None
        return record.delete_response(request, CHECK_IN, key)
