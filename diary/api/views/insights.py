"""/api/v1/insights"""

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
from diary.insights import insights_json, insights_tag
from diary.serializers.dataclasses import shape, told
from diary.serializers.errors import error_responses
from diary.statistics.associated_symptoms import Accompanying
from diary.statistics.before_after import BeforeAfter
from diary.statistics.days import Coverage
from diary.statistics.durations import Durations
from diary.statistics.methods.shares import Shares
from diary.statistics.methods.slopes import Slope
from diary.statistics.places import Places
from diary.statistics.scores import Scale
from diary.statistics.spread import Ascent
from diary.statistics.trend import Trend
from diary.statistics.triggers import Unexplained
from diary.summary import Day


class InsightsQuery(serializers.Serializer[Any]):
    """`days` local days that end with today."""

    days = serializers.IntegerField(min_value=MIN_DAYS, max_value=MAX_DAYS, default=DEFAULT_DAYS)


SlopeTold = told(Slope)
SharesTold = told(Shares)
ScaleTold = told(Scale, trend=SlopeTold())
AccompanyingTold = told(Accompanying)


class AccompanyingGroups(serializers.Serializer[Any]):
    symptoms = AccompanyingTold()
    sensations = AccompanyingTold()
    leg_changes = AccompanyingTold()


class InsightsTold(serializers.Serializer[Any]):
    """What can be said of a period in numbers, each with its sentence.

    Limits are those of 95 % confidence; null where there is none. With too little data the
    numbers are null and `lacking` says of what.
    """

    first = serializers.DateField()
    last = serializers.DateField()
    explanation = serializers.CharField(help_text="What “likely” means in the sentences.")
    days = shape(Day)(many=True)
    coverage = told(Coverage)()
    trend = told(Trend)()
    durations = told(Durations, trend=SlopeTold())()
    severity = ScaleTold()
    interference = ScaleTold()
    sides = SharesTold()
    places = told(Places)()
    ascent = told(Ascent, trend=SlopeTold())()
    times = SharesTold(help_text="By the start on the clock of where the person was.")
    triggers = SharesTold()
    unexplained = told(Unexplained)()
    accompanying = AccompanyingGroups()
    before_after = told(BeforeAfter)(many=True)


class InsightsDetail(APIView):
    @extend_schema(
        operation_id="insights_read",
        parameters=[
            InsightsQuery,
            OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER),
        ],
        responses={
            200: InsightsTold,
            304: OpenApiResponse(description="You have these numbers already."),
            **error_responses(400, 401),
        },
    )
    def get(self, request: Request) -> HttpResponseBase:
        """The statistics behind the charts, with how sure they are, in words too."""
        query = InsightsQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        diary, days, now = diary_of(request.user), query.validated_data["days"], timezone.now()
        tag = insights_tag(diary, days, now)
        response: HttpResponseBase | None = get_conditional_response(request._request, etag=tag)
        if response is None:
            response = Response(insights_json(diary, days, now))
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response
