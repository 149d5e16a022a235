"""/api/v1/insights"""

from functools import cache
from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.charts.cached_chart import DEFAULT_DAYS, MAX_DAYS, MIN_DAYS
from diary.insights import insights_etag, serialize_insights
from diary.lanes import DRAWINGS
from diary.serializers.dataclasses import dataclass_serializer, sentence_serializer
from diary.serializers.errors import error_responses
from diary.statistics.insights import all_statistics
from diary.statistics.methods.slopes import Slope
from diary.statistics.methods.statistic import Statistic
from diary.summary import Day


class InsightsQuery(serializers.Serializer[Any]):
    """`days` local days that end with today."""

    days = serializers.IntegerField(min_value=MIN_DAYS, max_value=MAX_DAYS, default=DEFAULT_DAYS)


SlopeInsight = sentence_serializer(Slope)


@cache
def result_serializer(result: type, *, trend: bool) -> type[serializers.Serializer[Any]]:
    """Cached: one class for each dataclass, so that its schema is one component."""
    return sentence_serializer(result, **({"trend": SlopeInsight()} if trend else {}))


def statistic_field(statistic: Statistic[Any]) -> serializers.Serializer[Any]:
    """The schema of a statistic, from its dataclass."""
    result = statistic.result
    serializer = result_serializer(result, trend=statistic.trend_sentence is not None)
    if statistic.groups:
        groups = {group: serializer() for group in statistic.groups}
        group_serializer: type[serializers.Serializer[Any]] = type(
            f"{result.__name__}Groups", (serializers.Serializer,), groups
        )
        return group_serializer()
    options: dict[str, Any] = {"many": True} if statistic.many else {}
    if statistic.help_text is not None:
        options["help_text"] = statistic.help_text
    field: serializers.Serializer[Any] = serializer(**options)
    return field


class InsightsBase(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    explanation = serializers.CharField(help_text="What “likely” means in the sentences.")
    days = dataclass_serializer(Day)(many=True)


InsightsRead: type[serializers.Serializer[Any]] = type(
    "InsightsRead",
    (InsightsBase,),
    {
        "__doc__": """Statistics of a period, each with its sentence.

    Limits are those of 95 % confidence; null where there is none. With too little data the
    numbers are null and `insufficient_data` says of what.
    """,
        **{name: statistic_field(statistic) for name, statistic in all_statistics().items()},
    },
)


class InsightsDetail(APIView):
    lane = DRAWINGS

    @extend_schema(
        operation_id="insights_read",
        parameters=[
            InsightsQuery,
            OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER),
        ],
        responses={
            200: InsightsRead,
            304: OpenApiResponse(description="Not modified."),
            **error_responses(400, 401, 503),
        },
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Read the statistics of the charts, with confidence limits and sentences."""
        query = InsightsQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        diary, days, now = diary_of(request.user), query.validated_data["days"], timezone.now()
        etag = insights_etag(diary, days, now)
        response: HttpResponseBase | None = get_conditional_response(request._request, etag=etag)
        if response is None:
            response = Response(serialize_insights(diary, days, now))
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response
