"""Reminders by e-mail, sent to a fake SMTP server and read as they were on the wire."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from config import health
from diary.models import Diary
from reminders import send, smtp
from reminders.channels.base import ChannelDown
from reminders.models import Reminder
from tests.conftest import NOW, make_person
from tests.mail_server import SILENCE, Mail, MailServer, mail_server
from tests.reminders.send_helpers import claim_all, send_due
from tests.triage.conftest import Log, log_episode
from triage import assess

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FINE = "250 fine"
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
        settings.EMAIL_BACKEND = "reminders.smtp.EmailBackend"
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


@pytest.fixture
def ten_due(_due: None) -> None:
    """Nine more people with a mail that is due at NOW."""
    for number in range(9):
        person = make_person(f"p{number}@example.org")
        EmailAddress.objects.create(user=person, email=person.email, verified=True)
        theirs = Diary.objects.get(owner=person)
        log_episode(theirs, minutes=90)
        assess.assess(theirs.pk, NOW)


def states() -> list[str]:
    mails = Reminder.objects.filter(channel="email", slot__endswith=":1:0")
    return sorted(mails.values_list("state", flat=True))


@pytest.mark.usefixtures("ten_due")
def test_many_mails_go_through_one_connection(mails: MailServer) -> None:
    send_due(NOW)
    assert (len(mails.mails), mails.connections) == (10, 1)
    assert len({mail.recipients[0] for mail in mails.mails}) == 10


@pytest.mark.usefixtures("ten_due")
def test_a_connection_that_the_server_closes_is_opened_again(mails: MailServer) -> None:
    mails.patience = 4
    send_due(NOW)
    assert (len(mails.mails), mails.connections, states()) == (10, 3, ["sent"] * 10)


@pytest.mark.usefixtures("ten_due")
def test_a_server_that_ends_a_used_connection_gets_the_mail_by_another(mails: MailServer) -> None:
    mails.refusals["MAIL"] = [FINE, FINE, "421 4.4.2 enough for one connection"]
    send_due(NOW)
    assert (len(mails.mails), mails.connections, states()) == (10, 2, ["sent"] * 10)


@pytest.mark.usefixtures("ten_due")
def test_while_the_server_lets_nobody_in_no_try_is_used_up(mails: MailServer) -> None:
    mails.patience = 4
    mails.refusals["CONNECT"] = ["220 here", "554 go away"]
    with pytest.raises(ExceptionGroup) as failed:
        send_due(NOW)
    assert failed.group_contains(ChannelDown, match="^SMTPConnectError$")
    assert states() == ["planned"] * 6 + ["sent"] * 4
    left = Reminder.objects.filter(channel="email", state="planned", due_at__lte=NOW)
    assert set(left.values_list("attempts", flat=True)) == {0}
    send_due(NOW)
    assert states() == ["sent"] * 10


@pytest.mark.parametrize(
    ("command", "expected"), [("CONNECT", "planned"), ("RCPT", "planned"), (".", "unsure")]
)
def test_a_server_that_falls_silent_is_left_at_the_deadline(
    mails: MailServer, monkeypatch: pytest.MonkeyPatch, command: str, expected: str
) -> None:
    monkeypatch.setattr(smtp, "DEADLINE", 0.3)
    mails.refusals[command] = [SILENCE]
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    assert state() == expected


def test_each_outcome_and_how_late_it_came_is_a_metric(mails: MailServer) -> None:
    def lines() -> set[str]:
        return set(health.render_metrics(NOW).splitlines())

    assert 'footnote_reminders_due{channel="email"} 1' in lines()
    mails.refusals["."] = ["452 4.3.1 no room", ""]
    for after in (0, 1):
        with pytest.raises(ExceptionGroup):
            send_due(NOW + after * MINUTE)
    send_due(NOW + 4 * DAY)  # the second mail, a day late
    send_due(NOW + 60 * DAY)  # all others are of no use any more
    for expected in (
        'footnote_reminders_total{channel="email",outcome="retried"} 1',
        'footnote_reminders_total{channel="email",outcome="unsure"} 1',
        'footnote_reminders_total{channel="email",outcome="sent"} 1',
        'footnote_reminders_total{channel="email",outcome="dropped"} 2',
        'footnote_reminder_lateness_seconds_bucket{channel="email",le="21600"} 0',
        'footnote_reminder_lateness_seconds_bucket{channel="email",le="+Inf"} 1',
        'footnote_reminder_lateness_seconds_sum{channel="email"} 86400',
        'footnote_reminder_lateness_seconds_count{channel="email"} 1',
    ):
        assert expected in lines()


def test_the_claims_of_a_dead_sender_are_seen_and_end_within_a_minute(mails: MailServer) -> None:
    claim_all(NOW)
    Reminder.objects.filter(channel="email", state="sending").update(state="handed")
    Reminder.objects.filter(claimed_at__isnull=False).update(claimed_at=NOW)
    seen = health.render_metrics(NOW + timedelta(seconds=40)).splitlines()
    assert "footnote_reminders_claimed 3" in seen
    assert "footnote_reminders_oldest_claim_seconds 40.000" in seen
    # The next task of beat comes behind one that runs on each process of the queue.
    assert send.LEASE.total_seconds() + send.SEND_EVERY + 2 * send.RUN_SECONDS < 60
    send_due(NOW)
    assert "footnote_reminders_claimed 0" in health.render_metrics(NOW).splitlines()
    unsure = 'footnote_reminders_total{channel="email",outcome="unsure"} 1'
    assert unsure in health.render_metrics(NOW).splitlines()


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
