"""URLs of the site itself."""

from django.urls import URLPattern, URLResolver, path

from config import dev_mail, errors, health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", errors.not_built),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("dev/mail", dev_mail.inbox),
]
