"""URLs of the site itself."""

from django.urls import URLPattern, URLResolver, path

from config import dev_mail, errors

urlpatterns: list[URLPattern | URLResolver] = [
    path("", errors.not_built),
    path("dev/mail", dev_mail.inbox),
]
