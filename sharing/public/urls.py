"""The doctor's page, and the files of a health link; the token is the only way to them."""

from django.urls import path

from sharing.public import views
from sharing.smart_health_links import views as shl

urlpatterns = [
    path("s/<str:token>", views.report, name="shared-report"),
    path("s/<str:token>/charts/<slug:name>.svg", views.chart, name="shared-chart"),
    path("s/<str:token>/<str:name>", views.download, name="shared-file"),
    path("shl/<str:token>", shl.Manifest.as_view(), name="health-link"),
    path("shl/<str:token>/files/<str:ticket>", shl.File.as_view(), name="health-link-file"),
]
