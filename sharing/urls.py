"""The doctor's page; the token is the only key to it."""

from django.urls import path

from sharing import pages

urlpatterns = [
    path("s/<str:token>", pages.report, name="shared-report"),
    path("s/<str:token>/charts/<slug:name>.svg", pages.chart, name="shared-chart"),
]
