"""Web Push, with a fake push service that verifies and decrypts."""

from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from config import health
from diary.models import Diary, User
from reminders import send, ssrf, vapid
from reminders.channels import web_push
from reminders.channels.base import DeliveryFailed
from reminders.models import PushSubscription, Reminder
from tests.conftest import NOW
from tests.push_service import Answer, PushService
from tests.reminders.conftest import SignUp
from tests.reminders.send_helpers import send_due
from tests.triage.conftest import Log, log_alert
from triage import assess

MINUTE = timedelta(minutes=1)
HEALTH = ("numb", "leg", "hour", "provider", "level", "emergency", "minutes", "anna", "episode")


@pytest.fixture
def due(diary: Diary, log: Log) -> None:
    """A prompt whose first reminders are due at NOW, and no quiet hours."""
    Diary.objects.update(quiet_start=time(3), quiet_end=time(3))
    log(minutes=90, note="since Anna's party")
    assess.assess(diary.pk, NOW)


def first() -> Reminder:
    return Reminder.objects.get(channel="push", slot__endswith=":1:0")


@pytest.mark.usefixtures("due")
def test_it_reaches_each_browser_encrypted_and_signed(pushed: PushService, sign_up: SignUp) -> None:
    for _ in range(2):
        sign_up()
    send_due(NOW)
    assert pushed.refused == []
    assert len(pushed.messages) == 2
    message = pushed.messages[0]
    assert message.claims["key"] == vapid.public_key()
    assert (message.headers["TTL"], message.headers["Urgency"]) == ("259200", "normal")
    assert message.content is not None
    assert message.content["title"] == "Your diary has something to tell you"
    assert [action["action"] for action in message.content["actions"][:2]] == ["booked", "snooze_3"]
    assert (message.content["reminder"], message.content["page"]) == (str(first().id), "/#/care")
    assert (first().state, first().sent_at, first().attempts) == ("sent", NOW, 1)
    assert set(PushSubscription.objects.values_list("reached_at", flat=True)) == {NOW}


@pytest.mark.usefixtures("due")
def test_a_lock_screen_shows_health_data_only_if_allowed(
    pushed: PushService, sign_up: SignUp
) -> None:
    sign_up()
    send_due(NOW)
    assert pushed.messages[0].content
    content = pushed.messages[0].content
    visible = [
        content["title"],
        content["body"],
        *(action["title"] for action in content["actions"]),
    ]
    assert not [word for word in HEALTH if word in " ".join(visible).lower()]
    Diary.objects.update(reminder_details=True)
    send_due(NOW + timedelta(days=3))
    assert pushed.messages[1].content
    assert pushed.messages[1].content["title"] == "See a provider"


@pytest.mark.usefixtures("due")
def test_messages_are_padded_to_a_multiple_of_512_bytes(
    diary: Diary, pushed: PushService, sign_up: SignUp, log: Log
) -> None:
    sign_up()
    log(ago=10 * MINUTE, minutes=None)
    assess.assess(diary.pk, NOW)
    send_due(NOW)
    send_due(NOW + 50 * MINUTE)
    assert {message.content["title"] for message in pushed.messages if message.content} == {
        "Your diary has something to tell you",
        "Is it still going on?",
    }
    # By encryption itself 16 + 4 + 1 + 65 bytes of header, a delimiter and a tag.
    assert {(len(message.body) - 103) % 512 for message in pushed.messages} == {0}


@pytest.mark.usefixtures("due")
def test_it_is_in_the_language_of_the_person(pushed: PushService, sign_up: SignUp) -> None:
    sign_up()
    Diary.objects.update(locale="es")
    send_due(NOW)
    content = pushed.messages[0].content
    assert content
    assert (content["title"], content["lang"]) == ("Tu diario tiene algo que decirte", "es")
    assert content["actions"][0]["title"] == "Ya tengo cita"


@pytest.mark.usefixtures("due")
def test_reminders_of_the_same_subject_share_topic_and_tag(
    pushed: PushService, sign_up: SignUp
) -> None:
    sign_up()
    for days in (0, 3, 7):
        send_due(NOW + timedelta(days=days))
    assert len(pushed.messages) == 3
    assert len({message.headers["Topic"] for message in pushed.messages}) == 1
    assert len({message.content["tag"] for message in pushed.messages if message.content}) == 1


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_removed_and_the_others_get_it(
    status: int, pushed: PushService, sign_up: SignUp
) -> None:
    sign_up(Answer(status))
    other, _ = sign_up()
    send_due(NOW)
    assert set(PushSubscription.objects.values_list("id", flat=True)) == {other}
    assert first().state == "sent"
    send_due(NOW + timedelta(days=3))
    assert len(pushed.messages) == 3


@pytest.mark.usefixtures("due")
def test_when_the_only_browser_is_gone_it_failed(sign_up: SignUp) -> None:
    sign_up(Answer(410))
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    assert (first().state, first().problem) == ("failed", "gone")


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize(
    ("answer", "minutes"),
    [
        (Answer(429, {"Retry-After": "600"}), 10),
        (Answer(503, {"Retry-After": format_datetime(NOW + 20 * MINUTE, usegmt=True)}), 20),
        (Answer(503, {"Retry-After": "soon"}), 1),
        (Answer(429, {"Retry-After": "99999999999999999999"}), 24 * 60),
        (Answer(500), 1),
    ],
    ids=["seconds", "date", "neither", "for ever", "none"],
)
def test_retry_after_of_a_push_service_is_respected(
    answer: Answer, minutes: int, pushed: PushService, sign_up: SignUp
) -> None:
    sign_up(answer)
    with pytest.raises(ExceptionGroup) as failed:
        send_due(NOW)
    assert failed.group_contains(DeliveryFailed, match=f"^http_{answer.status}$")
    assert (first().state, first().due_at) == ("planned", NOW + minutes * MINUTE)
    send_due(NOW + minutes * MINUTE - timedelta(seconds=1))
    assert len(pushed.messages) == 1
    send_due(NOW + minutes * MINUTE)
    assert (len(pushed.messages), first().state) == (2, "sent")


@pytest.mark.usefixtures("due")
def test_a_slow_drip_response_times_out(
    pushed: PushService, sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssrf, "TOTAL_TIMEOUT", 0.3)
    sign_up(Answer(drips="head"))
    _, fine = sign_up()
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    assert (first().state, first().problem) == ("planned", "ReadTimeoutError")
    assert fine.endpoint in {message.endpoint for message in pushed.messages}
    send_due(NOW + MINUTE)
    assert (len(pushed.messages), first().state) == (3, "sent")


@pytest.mark.usefixtures("due")
def test_the_status_line_is_enough(
    pushed: PushService, sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssrf, "TOTAL_TIMEOUT", 0.3)
    sign_up(Answer(drips="body"))
    send_due(NOW)
    assert (pushed.heard_out, len(pushed.messages), first().state) == ([], 1, "sent")


@pytest.mark.usefixtures("due")
def test_those_that_the_slow_ones_leave_no_time_for_are_tried_later(
    pushed: PushService, sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_push, "START_SECONDS", -1)
    monkeypatch.setattr(send, "RUN_SECONDS", 0)
    sign_up()
    send_due(NOW)
    assert (pushed.messages, first().state, first().attempts) == ([], "planned", 0)
    monkeypatch.undo()
    send_due(NOW)
    assert (len(pushed.messages), first().state) == (1, "sent")


@pytest.mark.usefixtures("due")
def test_who_has_it_does_not_get_it_again_because_another_phone_failed(
    pushed: PushService, sign_up: SignUp
) -> None:
    _, fine = sign_up()
    _, busy = sign_up(Answer(503))
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    send_due(NOW + MINUTE)
    endpoints = [message.endpoint for message in pushed.messages]
    assert (endpoints.count(fine.endpoint), endpoints.count(busy.endpoint)) == (1, 2)


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_it_is_never_sent_on(status: int, pushed: PushService, sign_up: SignUp) -> None:
    elsewhere = pushed.browser()
    sign_up(Answer(status, {"Location": elsewhere.endpoint}))
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    assert (len(pushed.messages), pushed.refused) == (1, [])
    assert (first().state, first().problem) == ("failed", f"http_{status}")


@pytest.mark.usefixtures("due")
def test_a_push_service_that_is_away_is_tried_again(sign_up: SignUp, settings: Any) -> None:
    sign_up()
    settings.PUSH_ALLOWED_ORIGINS = ["http://127.0.0.1:9"]
    PushSubscription.objects.update(endpoint="http://127.0.0.1:9/x")
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    assert (first().state, first().due_at) == ("planned", NOW + MINUTE)


@pytest.mark.usefixtures("due")
def test_an_address_that_turned_private_gets_nothing(
    pushed: PushService, sign_up: SignUp, settings: Any
) -> None:
    sign_up()
    settings.PUSH_ALLOWED_ORIGINS = []
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    assert (pushed.messages, pushed.refused) == ([], [])
    assert (first().state, first().problem) == ("failed", "not_public")


@pytest.mark.usefixtures("due")
@pytest.mark.parametrize("setting", ["push_reminders", "see_provider_reminders"])
def test_what_the_person_did_not_choose_is_not_sent(
    setting: str, pushed: PushService, sign_up: SignUp
) -> None:
    sign_up()
    Diary.objects.update(**{setting: False})
    send_due(NOW)
    assert (pushed.messages, first().state) == ([], "skipped")


def test_an_emergency_is_never_pushed(diary: Diary, pushed: PushService, sign_up: SignUp) -> None:
    sign_up()
    log_alert(diary, vision=True)
    assess.assess(diary.pk, NOW)
    send_due(NOW + timedelta(days=5))
    assert pushed.messages == []


@pytest.mark.usefixtures("due")
def test_without_a_key_nothing_is_pushed(
    pushed: PushService, sign_up: SignUp, settings: Any, tmp_path: Any
) -> None:
    sign_up()
    settings.DATA_DIR = tmp_path / "nowhere"
    send_due(NOW)
    assert (pushed.messages, first().state) == ([], "skipped")


@pytest.mark.usefixtures("due")
def test_it_is_counted_without_a_word_of_whose_it_was(
    stranger: User, sign_up: SignUp, log: Log
) -> None:
    sign_up(Answer(503))
    with pytest.raises(ExceptionGroup):
        send_due(NOW)
    send_due(NOW + MINUTE)
    lines = health.render_metrics(NOW).splitlines()
    assert 'footnote_reminders_total{channel="push",outcome="retried"} 1' in lines
    assert 'footnote_reminders_total{channel="push",outcome="sent"} 1' in lines
    assert lines.count("# TYPE footnote_reminders_total counter") == 1


@pytest.mark.usefixtures("due")
def test_who_left_gets_nothing_more(diary: Diary, pushed: PushService, sign_up: SignUp) -> None:
    sign_up()
    diary.owner.delete()
    assert send_due(NOW + timedelta(days=30)) == 0
    assert (pushed.messages, Reminder.objects.count()) == ([], 0)
    assert PushSubscription.objects.count() == 0


def test_a_question_that_came_too_late_is_dropped(
    diary: Diary, pushed: PushService, sign_up: SignUp, log: Log
) -> None:
    sign_up()
    log(ago=MINUTE, minutes=None)
    assess.assess(diary.pk, NOW)
    send_due(datetime(2026, 11, 26, 12, tzinfo=UTC))
    assert pushed.messages == []
    states = Reminder.objects.filter(kind="episode").values_list("state", flat=True)
    assert set(states) == {"dropped"}


def test_a_vapid_key_from_the_environment_signs(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    out = StringIO()
    call_command("vapid", stdout=out)
    settings.VAPID_PRIVATE_KEY = out.getvalue().strip().removeprefix("VAPID_PRIVATE_KEY=")
    assert len(vapid.public_key() or "") == 87
    assert vapid.authorization("https://push.example.org/x").startswith("vapid t=")
