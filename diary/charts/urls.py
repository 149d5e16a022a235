"""Addresses below /api/v1/charts."""

from django.urls import path

from diary.charts import views

urlpatterns = [
    path("charts", views.ChartList.as_view(), name="charts"),
    path("charts/<slug:name>", views.ChartWords.as_view(), name="chart-words"),
    path("charts/<slug:name>.svg", views.ChartSvg.as_view(), name="chart-svg"),
    path("charts/<slug:name>.png", views.ChartPng.as_view(), name="chart-png"),
]
