"""The doctor's page, and the files of a health link; the token is the only way to them."""

from django.urls import path

from sharing import pages, shl

urlpatterns = [
    path("s/<str:token>", pages.report, name="shared-report"),
    path("s/<str:token>/charts/<slug:name>.svg", pages.chart, name="shared-chart"),
    path("s/<str:token>/<str:name>", pages.download, name="shared-file"),
    path("shl/<str:token>", shl.Manifest.as_view(), name="health-link"),
    path("shl/<str:token>/files/<str:ticket>", shl.File.as_view(), name="health-link-file"),
]
