"""GET /api/v1/charts…: charts as images and as text."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary import hooks
from diary.accounts import diary_of
from diary.charts.cached_chart import (
    DEFAULT_DAYS,
    MAX_DAYS,
    MIN_DAYS,
    CachedChart,
    chart_text,
    load_chart_data,
)
from diary.charts.chart import WIDTHS
from diary.charts.plots import charts
from diary.charts.render import Format
from diary.charts.theme import THEMES
from diary.i18n import active_locale
from diary.lanes import DRAWINGS
from diary.serializers.errors import error_responses

MEDIA: dict[Format, str] = {"svg": "image/svg+xml", "png": "image/png"}
Get = TypeVar("Get", bound=Callable[..., HttpResponse])
# CSP of an SVG opened as a document: its own style attributes and nothing else.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class DaysQuery(serializers.Serializer[Any]):
    """`days` local days that end with today."""

    days = serializers.IntegerField(min_value=MIN_DAYS, max_value=MAX_DAYS, default=DEFAULT_DAYS)


class ChartQuery(DaysQuery):
    """`theme` and `size`: `print` is black and white; `paper` is wider, for a page."""

    theme = serializers.ChoiceField(choices=list(THEMES), default="light")
    size = serializers.ChoiceField(choices=list(WIDTHS), default="phone")


class ChartTable(serializers.Serializer[Any]):
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(
        child=serializers.ListField(child=serializers.JSONField()),
        help_text="One list a row: text or whole numbers, in the order of `columns`.",
    )


class ChartText(serializers.Serializer[Any]):
    """A chart as text: sentence, description and data table."""

    title = serializers.CharField()
    description = serializers.CharField(help_text="For those who cannot see the picture.")
    sentence = serializers.CharField(help_text="The result with its confidence.")
    table = ChartTable()
    days = serializers.IntegerField()


class ChartName(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()


class ChartNames(serializers.Serializer[Any]):
    charts = ChartName(many=True)


class AnyAccept(BaseContentNegotiation):
    """The URL determines the format: `Accept` is ignored instead of causing a 406."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]


def respond(request: HttpRequest, picture: CachedChart, cache_control: str) -> HttpResponse:
    """The image, or a 304, without rendering, if the ETag matches."""
    tag = picture.etag()
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = HttpResponse(picture.render(), content_type=MEDIA[picture.format])
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = cache_control
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response


class ChartList(APIView):
    @extend_schema(operation_id="charts_list", responses={200: ChartNames, **error_responses(401)})
    def get(self, request: Request) -> Response:
        """List the charts in display order."""
        locale = active_locale()
        items = [{"name": name, "title": chart.title(locale)} for name, chart in charts().items()]
        return Response({"charts": items})


class ChartTextDetail(APIView):
    lane = DRAWINGS

    @extend_schema(
        operation_id="charts_words",
        parameters=[DaysQuery],
        responses={200: ChartText, **error_responses(400, 401, 404, 503)},
    )
    def get(self, request: Request, name: str) -> Response:
        """Read a chart as text, with its data table."""
        if name not in charts():
            raise Http404
        query = DaysQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        diary = diary_of(request.user)
        data = load_chart_data(diary, query.validated_data["days"], timezone.now())
        return Response(chart_text(charts()[name], data, hooks.effective_thresholds(diary)))


class ChartPicture(APIView):
    lane = DRAWINGS
    content_negotiation_class = AnyAccept
    format: ClassVar[Format]

    def picture(self, request: Request, name: str) -> HttpResponse:
        if name not in charts():
            raise Http404
        query = ChartQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        picture = CachedChart.create(
            diary_of(request.user),
            name,
            format=self.format,
            now=timezone.now(),
            **query.validated_data,
        )
        response = respond(request._request, picture, "private, no-cache")
        patch_vary_headers(response, ["Cookie"])
        return response


def picture_schema(format: Format) -> Callable[[Get], Get]:
    return extend_schema(
        operation_id=f"charts_{format}",
        parameters=[
            ChartQuery,
            OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER),
        ],
        responses={
            (200, MEDIA[format]): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="Not modified."),
            **error_responses(400, 401, 404, 503),
        },
    )


class ChartSvg(ChartPicture):
    format = "svg"

    @picture_schema("svg")
    def get(self, request: Request, name: str) -> HttpResponse:
        """Render the chart as SVG, with title and description elements."""
        return self.picture(request, name)


class ChartPng(ChartPicture):
    format = "png"

    @picture_schema("png")
    def get(self, request: Request, name: str) -> HttpResponse:
        """Render the chart as PNG, for clients that cannot show SVG."""
        return self.picture(request, name)
