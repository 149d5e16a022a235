"""Cache headers of the app: hashed files are immutable, the rest is revalidated."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db  # closing a reply closes old connections


@pytest.fixture
def built(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / "sw.js").write_text("//")
    (tmp_path / "assets" / "index-abcd1234.js").write_text("//")
    settings.WHITENOISE_ROOT = tmp_path


@pytest.mark.parametrize("path", ["/", "/sw.js"])
def test_unhashed_files_are_revalidated(client: Client, built: None, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in reply.headers["Content-Security-Policy"]
    reply.close()


def test_hashed_files_are_immutable(client: Client, built: None) -> None:
    reply = client.get("/assets/index-abcd1234.js")
    assert reply.headers["Cache-Control"] == "max-age=31536000, public, immutable"
    reply.close()


def test_it_has_a_message_when_the_app_is_not_built(client: Client, settings: Any) -> None:
    settings.WHITENOISE_ROOT = None
    reply = client.get("/")
    assert reply.status_code == 503
    assert "make build" in reply.text
