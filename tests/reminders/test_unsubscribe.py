import logging
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from diary.models import Diary, User
from reminders.unsubscribe import unsubscribe_token
from sharing.access.log_redaction import RedactTokens

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(diary: Diary) -> str:
    return f"/unsubscribe/{unsubscribe_token(diary.pk)}"


def still_on(diary: Diary) -> bool:
    diary.refresh_from_db()
    return diary.email_reminders


def test_looking_at_the_page_turns_off_nothing(diary: Diary, link: str, client: Client) -> None:
    page = client.get(link)
    assert page.status_code == 200
    assert b"Turn off reminders by e-mail?" in page.content
    assert "no-store" in page.headers["Cache-Control"]
    assert still_on(diary)


def test_one_click_turns_it_off_without_a_sign_in_or_a_form_token(
    diary: Diary, stranger: User, link: str
) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(link, {"List-Unsubscribe": "One-Click"})
    assert page.status_code == 200
    assert b"Reminders by e-mail are off" in page.content
    assert not still_on(diary)
    assert Diary.objects.get(owner=stranger).email_reminders


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_tampered_with_is_not_there(
    diary: Diary, link: str, client: Client, method: str
) -> None:
    other = link.replace(f"/{diary.pk}:", f"/{diary.pk + 1}:")
    assert getattr(client, method)(other).status_code == 404
    assert still_on(diary)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_is_dressed_and_leads_back_to_the_app(
    link: str, client: Client, method: str
) -> None:
    page = getattr(client, method)(link)
    text = page.content.decode()
    sheet = re.search(r'<link rel="stylesheet" href="/static/([^"]+)">', text)
    assert sheet
    assert finders.find(sheet[1])
    assert 'href="/#/more"' in text
    assert "Settings" not in text
    # What the CSP would block: inline or third-party styles and scripts.
    assert not re.search(r"<style|<script|style=|https?://", text)


def test_other_methods_are_refused(link: str, client: Client) -> None:
    assert client.put(link).status_code == 405


def test_its_token_is_in_no_log() -> None:
    record = logging.makeLogRecord({"msg": "failed: %s", "args": ("/unsubscribe/7:abcDEF",)})
    assert RedactTokens().filter(record)
    assert record.getMessage() == "failed: /unsubscribe/…"
