"""Reminders by e-mail, sent to a fake SMTP server and read as they were on the wire."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from diary.models import Diary
from reminders.models import Reminder
from tests.conftest import NOW
from tests.mail_server import Mail, MailServer, mail_server
from tests.reminders.send_helpers import send_due
from tests.triage.conftest import Log
from triage import assess

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ONE_CLICK = urlencode({"List-Unsubscribe": "One-Click"})
FORM = "application/x-www-form-urlencoded"
# Words of the health data logged below: none may appear in a mail.
HEALTH = {
    "en": r"\b(numb\w*|tingl\w*|legs?|foot|feet|left|provider|level|hours?|minutes|anna)\b",
    "es": r"\b(adormec\w*|hormigu\w*|piernas?|pies?|izquierd\w*|m[eé]dic\w*|nivel|horas?|anna)\b",
}


@pytest.fixture
def mails(settings: Any) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
        settings.SITE_URL = "https://diary.example.org"
        settings.ALLOWED_HOSTS = ["diary.example.org"]
        yield server


@pytest.fixture(autouse=True)
def _due(diary: Diary, log: Log, mails: MailServer) -> None:
    """A prompt whose first reminder by e-mail is due at NOW; the next come in 3 and 7 days."""
    EmailAddress.objects.create(user=diary.owner, email="owner@example.org", verified=True)
    log(minutes=90, note="since Anna's party")
    assess.assess(diary.pk, NOW)


def stop_link(mail: Mail) -> str:
    [url] = re.findall(r"<([^>]+)>", mail.message["List-Unsubscribe"])
    return str(url)


def state() -> str:
    return str(Reminder.objects.get(channel="email", slot__endswith=":1:0").state)


def test_the_text_and_html_parts_of_a_mail_agree(mails: MailServer) -> None:
    send_due(NOW)
    [mail] = mails.mails
    assert mail.recipients == ["owner@example.org"]
    assert mail.message["To"] == "owner@example.org"
    assert mail.message.get_content_type() == "multipart/alternative"
    for part in ("text/plain", "text/html"):
        text = mail.part(part)
        assert "Your diary has something to tell you" in text
        assert "https://diary.example.org/#/care" in text
        assert stop_link(mail) in text
    assert '<html lang="en" dir="ltr">' in mail.part("text/html")
    assert "http" not in mail.part("text/html").replace("https://diary.example.org/", "")


def test_its_headers_allow_one_click_unsubscribe(mails: MailServer) -> None:
    send_due(NOW)
    assert urlsplit(stop_link(mails.mails[0])).scheme == "https"
    message = mails.mails[0].message
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"]
    assert message["Date"]


@pytest.mark.parametrize("locale", ["en", "es"])
def test_nothing_on_the_wire_is_of_health(mails: MailServer, locale: str) -> None:
    Diary.objects.update(locale=locale)
    send_due(NOW)
    [mail] = mails.mails
    parts = [mail.part("text/plain"), mail.part("text/html")]
    text = "\n".join([*(str(header) for header in mail.message.values()), *parts]).lower()
    assert re.findall(HEALTH[locale], text) == []


def test_it_is_in_the_language_of_the_person(mails: MailServer) -> None:
    Diary.objects.update(locale="es")
    send_due(NOW)
    [mail] = mails.mails
    assert mail.message["Subject"] == "Tu diario tiene algo que decirte"
    assert "los avisos por correo están activados" in mail.part("text/plain")
    assert '<html lang="es"' in mail.part("text/html")


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("MAIL", "451 4.3.0 not now"),
        ("RCPT", "450 4.2.0 greylisted"),
        ("DATA", "421 4.3.2 going down"),
        (".", "452 4.3.1 no room"),
    ],
)
def test_a_temporary_smtp_failure_is_retried(mails: MailServer, command: str, answer: str) -> None:
    mails.refusals[command] = [answer]
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    assert (mails.mails, state()) == ([], "planned")
    send_due(NOW + MINUTE)
    assert (len(mails.mails), state()) == (1, "sent")


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("MAIL", "550 5.7.1 not from you"),
        ("RCPT", "550 5.1.1 no such person"),
        (".", "554 5.7.1 not this"),
    ],
)
def test_a_permanent_smtp_failure_is_not_retried(
    mails: MailServer, command: str, answer: str
) -> None:
    mails.refusals[command] = [answer]
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    assert state() == "failed"
    assert send_due(NOW + DAY) == 0
    assert mails.mails == []


def test_what_may_have_been_taken_is_not_sent_again(mails: MailServer) -> None:
    mails.refusals["."] = [""]  # the line breaks after the message, before the answer
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    assert state() == "unsure"
    assert send_due(NOW + DAY) == 0


def test_one_click_stops_all_that_was_planned(mails: MailServer, diary: Diary, log: Log) -> None:
    send_due(NOW)
    stop = urlsplit(stop_link(mails.mails[0]))
    # As a mail client does: without a cookie, a referrer or a CSRF token.
    program = Client(enforce_csrf_checks=True, headers={"host": stop.netloc})
    reply = program.post(f"{stop.path}?{stop.query}", ONE_CLICK, content_type=FORM, secure=True)
    assert reply.status_code == 200
    log(minutes=1440, ago=1.5 * DAY)  # it gets worse: more is planned
    assess.assess(diary.pk, NOW + DAY)
    assert Reminder.objects.filter(channel="email", state="planned").count() > 1
    for days in range(1, 40):
        send_due(NOW + days * DAY)
    assert len(mails.mails) == 1
    assert not Reminder.objects.filter(channel="email", state="planned").exists()


def test_one_click_stops_those_that_a_worker_has_taken_already(
    mails: MailServer, diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = Diary.objects.in_bulk([diary.pk])
    Diary.objects.update(email_reminders=False)
    monkeypatch.setattr("reminders.send.Diary.objects.in_bulk", lambda _: taken)
    send_due(NOW)
    assert (mails.mails, state()) == ([], "skipped")
