import smtplib
from datetime import UTC, datetime, time, timedelta
from types import ModuleType
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import translation

from diary.models import Diary, User
from reminders import send, validity
from reminders.channels import CHANNELS
from reminders.channels.base import ChannelDown, DeliveryFailed
from reminders.models import Reminder
from reminders.send import LEASE, State, _transition, claim_due
from tests.conftest import NOW
from tests.reminders.send_helpers import age_claims, claim_all, send_due
from tests.triage.conftest import Log, log_alert, log_episode
from triage import assess, prompt_answers
from triage.models import Prompt

pytestmark = pytest.mark.sqlite

NIGHT = datetime(2026, 11, 24, 2, tzinfo=UTC)  # 03:00 in Berlin
MORNING = datetime(2026, 11, 24, 7, tzinfo=UTC)  # 08:00, the end of the quiet hours
SECOND = timedelta(seconds=1)
NUMBNESS = ("numb", "leg", "hour", "provider", "level", "emergency", "minutes")


@pytest.fixture
def address(diary: Diary) -> EmailAddress:
    return EmailAddress.objects.create(
        user=diary.owner, email="owner@example.org", verified=True, primary=True
    )


@pytest.fixture
def due(diary: Diary, log: Log) -> None:
    """A prompt whose first in-app and e-mail reminders are due at NOW."""
    log(minutes=90, note="since Anna's party")
    assess.assess(diary.pk, NOW)


@pytest.fixture
def broken_mail(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """Failures of the mail server, one per message, until none is left."""
    failures: list[Exception] = []
    deliver = EmailBackend.send_messages

    def fail_or_deliver(self: EmailBackend, messages: Any) -> int:
        if failures:
            raise failures.pop(0)
        return deliver(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", fail_or_deliver)
    return failures


def state(channel: str = "email", day: int = 0) -> str:
    return str(Reminder.objects.get(channel=channel, slot__endswith=f":{day}").state)


@pytest.mark.usefixtures("due", "address")
def test_what_is_due_is_sent_once(mailoutbox: list[Any]) -> None:
    assert send_due(NOW) == 3
    assert send_due(NOW) == 0
    assert len(mailoutbox) == 1
    assert (state("in_app"), state("email"), state("email", 3)) == ("sent", "sent", "planned")
    assert state("push") == "skipped"  # on no phone


@pytest.mark.usefixtures("due", "address")
def test_the_mail_reveals_no_health_data(mailoutbox: list[Any], settings: Any) -> None:
    send_due(NOW)
    (mail,) = mailoutbox
    assert mail.to == ["owner@example.org"]
    assert mail.subject == "Your diary has something to tell you"
    assert f"{settings.SITE_URL}/#/care" in mail.body
    stop = mail.extra_headers["List-Unsubscribe"]
    assert stop.strip("<>") in mail.body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "in the app, under More" in mail.body  # the name that the tab has
    text = (mail.subject + mail.body).lower()
    assert not [word for word in (*NUMBNESS, "anna") if word in text]


@pytest.mark.usefixtures("due", "address")
def test_the_mail_is_in_the_language_of_the_diary(diary: Diary, mailoutbox: list[Any]) -> None:
    Diary.objects.filter(pk=diary.pk).update(locale="es")
    send_due(NOW)
    (mail,) = mailoutbox
    assert mail.subject == "Tu diario tiene algo que decirte"
    assert "Recibes esto porque los avisos por correo están activados." in mail.body
    stop = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in mail.body
    page = Client().get(stop.removeprefix(settings.SITE_URL))
    assert "¿Desactivar los avisos por correo?" in page.content.decode()
    assert translation.get_language() == "en"


@pytest.mark.usefixtures("due")
def test_without_a_verified_address_no_mail_goes_out(
    address: EmailAddress, mailoutbox: list[Any]
) -> None:
    EmailAddress.objects.update(verified=False)
    send_due(NOW)
    assert (mailoutbox, state("email"), state("in_app")) == ([], "skipped", "sent")


@pytest.mark.usefixtures("due", "address")
def test_with_mail_turned_off_no_mail_goes_out(mailoutbox: list[Any]) -> None:
    Diary.objects.update(email_reminders=False)
    send_due(NOW)
    assert (mailoutbox, state("email")) == ([], "skipped")


@pytest.mark.usefixtures("due", "address")
def test_an_answered_prompt_is_not_reminded_of(diary: Diary, mailoutbox: list[Any]) -> None:
    prompt_answers.answer_prompt(diary, Prompt.objects.get().id, answer="seen", now=NOW)
    assert send_due(NOW + timedelta(days=30)) == 0
    assert mailoutbox == []


@pytest.mark.usefixtures("due", "address")
def test_an_answer_between_claim_and_sending_stops_it(
    diary: Diary, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def claim_then_answer(*args: Any, **kwargs: Any) -> list[Reminder]:
        claimed = claim_due(*args, **kwargs)
        if claimed and claimed[0].channel == "email":
            prompt_answers.answer_prompt(diary, Prompt.objects.get().id, answer="seen", now=NOW)
        return claimed

    monkeypatch.setattr("reminders.send.claim_due", claim_then_answer)
    send_due(NOW)
    assert (mailoutbox, state("email"), state("in_app")) == ([], "cancelled", "sent")


def test_an_emergency_never_goes_by_mail(
    diary: Diary, address: EmailAddress, mailoutbox: list[Any]
) -> None:
    log_alert(diary, vision=True)
    assess.assess(diary.pk, NOW)
    send_due(NOW + timedelta(days=5))
    assert mailoutbox == []
    assert state("in_app") == "sent"


@pytest.mark.usefixtures("due", "address")
def test_a_failing_row_is_put_off_and_the_others_are_sent(
    broken_mail: list[Exception], mailoutbox: list[Any]
) -> None:
    broken_mail.append(smtplib.SMTPResponseException(421, b"for owner@example.org: not now"))
    with pytest.raises(ExceptionGroup) as failed:
        send_due(NOW)
    assert failed.group_contains(DeliveryFailed, match="^SMTPResponseException$")
    assert (state("in_app"), state("email")) == ("sent", "planned")
    assert send_due(NOW + timedelta(seconds=59)) == 0
    assert send_due(NOW + timedelta(seconds=60)) == 1
    assert (len(mailoutbox), state("email")) == (1, "sent")


@pytest.mark.usefixtures("due", "address")
def test_it_waits_longer_each_time_and_gives_up(broken_mail: list[Exception]) -> None:
    Diary.objects.update(quiet_start=time(3), quiet_end=time(3))  # none
    now, waits = NOW, []
    for _ in range(6):
        broken_mail.append(smtplib.SMTPResponseException(451, b""))
        with pytest.raises(ExceptionGroup):
            send_due(now)
        due_at = Reminder.objects.get(channel="email", slot__endswith=":0").due_at
        waits.append((due_at - now) // timedelta(minutes=1))
        now = due_at
    assert waits[:5] == [1, 5, 30, 120, 480]
    assert state("email") == "failed"


@pytest.mark.usefixtures("due", "address")
@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (smtplib.SMTPResponseException(550, b"no such person"), "failed"),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no")}), "failed"),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"later")}), "planned"),
        (smtplib.SMTPServerDisconnected("while sending"), "unsure"),
        (TimeoutError("while sending"), "unsure"),
    ],
)
def test_a_failure_is_retried_only_if_it_is_temporary(
    broken_mail: list[Exception], failure: Exception, expected: str
) -> None:
    broken_mail.append(failure)
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    assert state("email") == expected


@pytest.mark.usefixtures("due", "address")
def test_a_mail_server_that_is_away_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: EmailBackend) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", refuse)
    with pytest.raises(ExceptionGroup) as failed:
        send_due(NOW)
    assert failed.group_contains(ChannelDown, match="^ConnectionRefusedError$")
    mail = Reminder.objects.get(channel="email", slot__endswith=":0")
    assert (mail.state, mail.due_at, mail.attempts) == ("planned", NOW, 0)
    assert state("in_app") == "sent"


@pytest.mark.usefixtures("due", "address")
def test_what_a_sender_had_claimed_when_it_died_is_sent_by_the_next(
    mailoutbox: list[Any],
) -> None:
    assert len(claim_all(NOW)) == 3  # and then it dies
    age_claims(LEASE - SECOND)
    assert send_due(NOW) == 0
    age_claims(SECOND)
    assert send_due(NOW) == 3
    assert (len(mailoutbox), state("email"), state("in_app")) == (1, "sent", "sent")


@pytest.mark.usefixtures("due")
def test_two_senders_that_saw_the_same_row_do_not_both_take_it() -> None:
    seen_by_both = list(Reminder.objects.filter(due_at__lte=NOW))
    assert len(claim_all(NOW)) == len(seen_by_both) == 3
    assert claim_all(NOW) == []
    assert _transition(seen_by_both, State.PLANNED, State.SENDING, claimed_at=NOW - LEASE) == 0
    assert send_due(NOW) == 0


@pytest.mark.usefixtures("due", "address")
def test_a_killed_sender_leaves_only_the_reminder_in_flight_in_doubt(
    stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(self: EmailBackend, messages: Any) -> int:
        raise SystemExit

    def states() -> list[str]:
        mails = Reminder.objects.filter(channel="email", slot__endswith=":0")
        return list(mails.order_by("due_at").values_list("state", flat=True))

    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True)
    theirs = Diary.objects.get(owner=stranger)
    log_episode(theirs, minutes=90)
    assess.assess(theirs.pk, NOW + timedelta(seconds=1))
    soon = NOW + timedelta(hours=1)  # one mail to each is due
    with monkeypatch.context() as dying:
        dying.setattr(EmailBackend, "send_messages", die)
        with pytest.raises(SystemExit):
            send_due(soon)
    assert states() == ["handed", "planned"]
    send_due(soon)
    assert states() == ["handed", "sent"]
    age_claims(LEASE)
    send_due(soon)
    assert states() == ["unsure", "sent"]


@pytest.mark.usefixtures("due", "address")
def test_a_mail_that_is_late_waits_for_the_end_of_the_quiet_hours(mailoutbox: list[Any]) -> None:
    """Due at noon, and nothing was sent until 03:00."""
    send_due(NIGHT)
    assert (mailoutbox, state("email"), state("in_app")) == ([], "planned", "sent")
    mail = Reminder.objects.get(channel="email", slot__endswith=":0")
    assert (mail.due_at, mail.attempts) == (MORNING, 0)
    send_due(MORNING - timedelta(seconds=1))
    assert mailoutbox == []
    send_due(MORNING)
    assert (len(mailoutbox), state("email")) == (1, "sent")


@pytest.mark.usefixtures("due", "address")
def test_another_try_does_not_fall_into_the_night(
    broken_mail: list[Exception], mailoutbox: list[Any]
) -> None:
    evening = datetime(2026, 11, 23, 19, 59, 30, tzinfo=UTC)  # 20:59:30 in Berlin
    broken_mail.append(smtplib.SMTPResponseException(451, b""))
    with pytest.raises(ExceptionGroup):
        send_due(evening)
    assert send_due(evening + timedelta(minutes=1)) == 1
    assert (mailoutbox, state("email")) == ([], "planned")
    send_due(MORNING)
    assert (len(mailoutbox), state("email")) == (1, "sent")


@pytest.mark.usefixtures("due", "address")
@pytest.mark.parametrize(
    "change",
    [{"quiet_start": time(13), "quiet_end": time(14)}, {"zone": "Asia/Tokyo"}],
    ids=["other hours", "another zone"],
)
def test_the_quiet_hours_are_those_of_now_not_of_the_plan(
    change: dict[str, Any], mailoutbox: list[Any]
) -> None:
    Diary.objects.update(**change)  # NOW is 13:00 in Berlin, and 21:00 in Tokyo
    send_due(NOW)
    assert (mailoutbox, state("email"), state("in_app")) == ([], "planned", "sent")


@pytest.mark.usefixtures("due", "address")
def test_after_a_time_off_only_the_last_of_those_due_is_sent(mailoutbox: list[Any]) -> None:
    """A week on, the slots of the days 0, 3 and 7 are due, through two channels."""
    send_due(NOW + timedelta(days=7))
    assert len(mailoutbox) == 1
    for channel, late in (("email", "dropped"), ("in_app", "cancelled")):
        states = [state(channel, day) for day in (0, 3, 7, 14)]
        assert states == [late, late, "sent", "planned"]


def test_after_a_time_off_those_that_are_due_for_longest_go_first(
    diary: Diary, stranger: User, log: Log
) -> None:
    theirs = Diary.objects.get(owner=stranger)
    for item in (diary, theirs):
        log_episode(item, minutes=90)
        log_episode(item, ago=timedelta(minutes=1), minutes=None)
        assess.assess(item.pk, NOW)
    claimed = [item.due_at for item in claim_due(CHANNELS["push"], NOW + timedelta(days=1))]
    assert len(set(claimed)) > 2
    assert claimed == sorted(claimed)


@pytest.mark.usefixtures("due", "address")
@pytest.mark.parametrize(
    ("module", "name"), [(send, "render_notification"), (validity, "still_valid_ids")]
)
def test_one_whose_content_cannot_be_made_does_not_hold_up_the_others(
    stranger: User, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str
) -> None:
    theirs = Diary.objects.get(owner=stranger)
    log_episode(theirs, minutes=90)
    assess.assess(theirs.pk, NOW)
    real = getattr(module, name)

    def fail(about: Any, other: Any) -> Any:
        some = about if isinstance(about, list) else [about]
        if any(reminder.diary_id == theirs.pk for reminder in some):
            raise KeyError("their data")
        return real(about, other)

    monkeypatch.setattr(module, name, fail)
    with pytest.raises(ExceptionGroup) as failed:
        send_due(NOW)
    assert failed.group_contains(DeliveryFailed, match="^KeyError$")
    states = Reminder.objects.filter(slot__endswith=":1:0", channel="in_app")
    assert dict(states.values_list("diary_id", "state")) == {
        diary_id: "planned" if diary_id == theirs.pk else "sent"
        for diary_id in Diary.objects.values_list("pk", flat=True)
    }
    late = states.get(diary_id=theirs.pk)
    assert (late.attempts, late.due_at) == (1, NOW + timedelta(minutes=1))


@pytest.mark.usefixtures("due", "address")
def test_a_sender_stops_after_its_time_and_leaves_the_rest(
    stranger: User, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True)
    theirs = Diary.objects.get(owner=stranger)
    log_episode(theirs, minutes=90)
    assess.assess(theirs.pk, NOW)
    monkeypatch.setattr(send, "RUN_SECONDS", 0)
    assert [send.send_due(CHANNELS["email"], lambda: NOW) for _ in range(3)] == [1, 1, 0]
    assert len(mailoutbox) == 2


@pytest.mark.usefixtures("due", "address")
def test_senders_are_started_by_how_much_is_due_and_slow_channels_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert send.count_senders(NOW - SECOND) == {"in_app": 0, "push": 0, "email": 0}
    assert list(send.count_senders(NOW).items())[-1] == ("email", 1)
    monkeypatch.setattr(send, "DUE_PER_SENDER", 1)
    assert send.count_senders(NOW + timedelta(days=30)) == {
        name: min(send.MAX_SENDERS, Reminder.objects.filter(channel=name).count())
        for name in ("in_app", "push", "email")
    }


@pytest.mark.usefixtures("due", "address")
def test_reminders_deferred_to_the_same_morning_are_sent_once(mailoutbox: list[Any]) -> None:
    Reminder.objects.filter(slot__endswith=":3").update(due_at=MORNING)
    send_due(NIGHT)
    send_due(MORNING)
    assert len(mailoutbox) == 1
    assert sorted([state("email"), state("email", 3)]) == ["cancelled", "sent"]


def test_each_person_gets_their_own(
    diary: Diary, stranger: User, address: EmailAddress, log: Log, mailoutbox: list[Any]
) -> None:
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True)
    theirs = Diary.objects.get(owner=stranger)
    log(minutes=90)
    log_episode(theirs, minutes=90)
    for recipient in (diary, theirs):
        assess.assess(recipient.pk, NOW)
    send_due(NOW + timedelta(days=3))
    assert {mail.to[0] for mail in mailoutbox} == {"owner@example.org", "stranger@example.org"}
    assert len(mailoutbox) == 2
