"""URLs of shared pages and of the files of health links; both need a token."""

from django.urls import path

from sharing.public import views
from sharing.smart_health_links import views as shl_views

urlpatterns = [
    path("s/<str:token>", views.shared_report, name="shared-report"),
    path("s/<str:token>/charts/<slug:name>.svg", views.shared_chart, name="shared-chart"),
    path("s/<str:token>/<str:name>", views.shared_file, name="shared-file"),
    path("shl/<str:token>", shl_views.Manifest.as_view(), name="health-link"),
    path(
        "shl/<str:token>/files/<str:ticket>",
        shl_views.EncryptedFile.as_view(),
        name="health-link-file",
    ),
]
