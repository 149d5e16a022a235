"""Root URL configuration; each app has its own below /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

urlpatterns: list[URLPattern | URLResolver] = [
    path("_allauth/", include("allauth.headless.urls")),
    path("api/schema", SpectacularJSONAPIView.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerSplitView.as_view(template_name="docs.html"), name="docs"),
    path("api/v1/", include("diary.api.urls")),
    path("api/v1/", include("triage.api.urls")),
    path("api/v1/", include("reminders.api.urls")),
    path("api/v1/", include("sharing.api.urls")),
    path("", include("reminders.urls")),
    path("", include("sharing.public.urls")),
    path("", include("config.urls_site")),
]
handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
