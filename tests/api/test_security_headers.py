"""Security headers of every response, errors too."""

from typing import Any

import pytest
from django.test import Client

PAGES = (
    "/",
    "/nowhere",
    "/healthz",
    "/api/schema",
    "/api/docs",
    "/api/v1/diary",
    "/api/v1/rules",
    "/s/no-such-token",
    "/unsubscribe/no-such-token",
    "/dev/mail",
    "/_allauth/browser/v1/config",
)


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["localhost", "elsewhere.example"])
@pytest.mark.parametrize("to_https", [False, True])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_runs_what_it_should_not(
    path: str, to_https: bool, host: str, settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = to_https
    reply = Client(raise_request_exception=False).get(path, headers={"host": host})
    reply.close()  # the built app is served from open files
    assert reply.status_code < 500 or path == "/"  # "/" may not be built
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert reply.headers["X-Frame-Options"] == "DENY"
