"""URLs below /api/v1/charts."""

from django.urls import path

from diary.api.views import charts

urlpatterns = [
    path("charts", charts.ChartList.as_view(), name="charts"),
    path("charts/<slug:name>", charts.ChartTextDetail.as_view(), name="chart-words"),
    path("charts/<slug:name>.svg", charts.ChartSvg.as_view(), name="chart-svg"),
    path("charts/<slug:name>.png", charts.ChartPng.as_view(), name="chart-png"),
]
