"""The mail of the embedded default can be read in the browser, and only there."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail
from django.test import Client


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.MAIL_DIR = tmp_path
    settings.DEV_MAIL = True
    return tmp_path


def test_it_shows_the_mails_newest_first(client: Client, folder: Path) -> None:
    send_mail("The first", "one", None, ["a@example.org"])
    os.utime(next(iter(folder.iterdir())), (1, 1))
    send_mail("The second", "two é", None, ["b@example.org"])
    page = client.get("/dev/mail").text
    assert page.index("The second") < page.index("b@example.org") < page.index("The first")
    assert "two é" in page


def test_it_shows_the_text_of_a_mail_and_executes_nothing(
    client: Client, folder: Path, settings: Any
) -> None:
    settings.SITE_URL = "http://localhost:8000"
    text = "<script>alert(1)</script> http://localhost:8000/#/verify-email/x-1 http://elsewhere/"
    send_mail("<b>Hello</b>", text, None, ["a@example.org"])
    reply = client.get("/dev/mail")
    assert "<script>" not in reply.text
    assert "<b>" not in reply.text
    assert '<a href="http://localhost:8000/#/verify-email/x-1">' in reply.text
    assert "http://elsewhere/</a>" not in reply.text
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none';")


def test_it_has_a_message_when_there_is_no_mail(client: Client, folder: Path) -> None:
    assert "None yet." in client.get("/dev/mail").text


def test_it_is_not_there_where_mail_is_really_sent(client: Client, folder: Path) -> None:
    from django.conf import settings

    settings.DEV_MAIL = False
    assert client.get("/dev/mail").status_code == 404
