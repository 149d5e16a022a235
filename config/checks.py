"""What is set in a way that would fail later and elsewhere, told at the start."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.http.request import validate_host

LEAST_SECRET = 32


def production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return list(_production()) if settings.PRODUCTION else []


def _production() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield Error(
            "DEBUG shows settings and data to visitors.", hint="Unset DEBUG.", id="config.E001"
        )
    if len(settings.SECRET_KEY) < LEAST_SECRET:
        yield Error(
            f"SECRET_KEY is shorter than {LEAST_SECRET} characters: it could be guessed.",
            hint='Make one: python3 -c "import secrets; print(secrets.token_urlsafe(64))"',
            id="config.E004",
        )
    if not settings.EMAIL_HOST:
        yield Error(
            "Without EMAIL_HOST no reminder and no code to sign in reaches anybody.",
            hint="Set EMAIL_HOST to an SMTP server.",
            id="config.E002",
        )
    if not settings.REDIS_URL:
        yield Warning(
            "Without REDIS_URL only `manage.py up` works: web, worker and beat in processes "
            "of their own would not hear each other.",
            hint="Set REDIS_URL.",
            id="config.W001",
        )
    if not settings.SECURE:
        yield Warning(
            "SITE_URL does not begin with https://: sign-ins can be read on the way.",
            hint="Put a proxy with TLS in front and set SITE_URL to its address.",
            id="config.W002",
        )
    host = urlsplit(settings.SITE_URL).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield Error(
            f"SITE_URL names {host}, which ALLOWED_HOSTS does not allow: every link in a mail "
            "would be refused.",
            hint=f"Add {host} to ALLOWED_HOSTS.",
            id="config.E003",
        )
