"""After a visit was booked: "did you go?", once."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from rest_framework.test import APIClient

from diary.models import Diary
from reminders.models import Reminder
from tests.conftest import NOW, Clock
from tests.reminders.send_helpers import send_due
from tests.triage.conftest import Log
from triage import assess, prompt_answers
from triage.models import Prompt

DAY = timedelta(days=1)
VISIT = date(2026, 11, 30)
LATER = date(2026, 12, 14)
# Midnight and ten o'clock in Berlin, the morning after.
PASSED = datetime(2026, 11, 30, 23, tzinfo=UTC)
MORNING = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def booked(diary: Diary, log: Log) -> Prompt:
    Diary.objects.filter(pk=diary.pk).update(zone="Europe/Berlin")
    log(minutes=90)
    assess.assess(diary.pk, NOW)
    return give_answer(Prompt.objects.get(), "booked", at=NOW, visit_on=VISIT)


def give_answer(prompt: Prompt, answer: str, *, at: datetime, **more: Any) -> Prompt:
    return prompt_answers.answer_prompt(prompt.diary, prompt.id, answer=answer, now=at, **more)


def pending_question(prompt: Prompt, at: datetime) -> str | None:
    prompt = Prompt.objects.get(id=prompt.id)
    return prompt_answers.pending_question(prompt, now=at, zone=prompt.diary.zone)


def reminders(*states: str) -> list[tuple[str, datetime]]:
    rows = Reminder.objects.filter(kind="visit", state__in=states).order_by("due_at", "channel")
    return [(reminder.channel, reminder.due_at) for reminder in rows]


def test_the_question_is_pending_from_the_local_day_after_the_visit(booked: Prompt) -> None:
    assert pending_question(booked, PASSED - timedelta(seconds=1)) is None
    assert pending_question(booked, PASSED) == "did_you_go"
    assert pending_question(booked, PASSED + 400 * DAY) == "did_you_go"


def test_a_visit_without_a_day_has_no_pending_question(diary: Diary, log: Log) -> None:
    log(minutes=90)
    assess.assess(diary.pk, NOW)
    prompt = give_answer(Prompt.objects.get(), "booked", at=NOW)
    assert pending_question(prompt, NOW + 400 * DAY) is None
    assert reminders("planned") == []


@pytest.mark.parametrize("answer", ["seen", "declined"])
@pytest.mark.parametrize("at", [NOW + DAY, PASSED], ids=["before the visit", "after it"])
def test_seen_or_declined_ends_it(booked: Prompt, answer: str, at: datetime) -> None:
    prompt = give_answer(booked, answer, at=at, reason="the bus was late")
    assert (prompt.answer, prompt.closed_at, prompt.visit_on) == (answer, at, VISIT)
    assert prompt.reason == "the bus was late"
    assert pending_question(booked, PASSED + 400 * DAY) is None
    assert (reminders("planned"), len(reminders("cancelled"))) == ([], 3)


@pytest.mark.parametrize("answer", ["seen", "declined"])
def test_after_that_every_other_answer_is_refused(booked: Prompt, answer: str) -> None:
    prompt = give_answer(booked, answer, at=PASSED)
    for other in {"booked", "seen", "declined", "acknowledged"} - {answer}:
        with pytest.raises(prompt_answers.AlreadyAnswered):
            give_answer(prompt, other, at=PASSED + DAY)
    assert give_answer(prompt, answer, at=PASSED + DAY).closed_at == PASSED


def test_a_booked_visit_is_neither_put_off_nor_acknowledged(booked: Prompt) -> None:
    for answer, more in (("snooze", {"days": 3}), ("acknowledged", {})):
        with pytest.raises(prompt_answers.AlreadyAnswered):
            give_answer(booked, answer, at=PASSED, **more)


def test_another_day_is_another_visit(booked: Prompt) -> None:
    prompt = give_answer(booked, "booked", at=PASSED, visit_on=LATER)
    assert (prompt.answer, prompt.closed_at, prompt.visit_on) == ("booked", PASSED, LATER)
    assert pending_question(booked, PASSED) is None
    assert pending_question(booked, PASSED + 14 * DAY) == "did_you_go"


def test_the_day_that_passed_is_no_other_day(booked: Prompt) -> None:
    again = give_answer(booked, "booked", at=PASSED, visit_on=VISIT)
    assert again.closed_at == NOW
    with pytest.raises(prompt_answers.InvalidAnswer):
        give_answer(booked, "booked", at=PASSED, visit_on=VISIT - DAY)
    assert pending_question(booked, PASSED) == "did_you_go"


def test_one_reminder_by_each_channel_is_planned_for_the_morning_after(booked: Prompt) -> None:
    assert reminders("planned") == [(channel, MORNING) for channel in ("email", "in_app", "push")]


def test_the_mail_waits_for_the_end_of_the_quiet_hours(diary: Diary, log: Log) -> None:
    Diary.objects.filter(pk=diary.pk).update(zone="Europe/Berlin", quiet_end=time(11, 30))
    log(minutes=90)
    assess.assess(diary.pk, NOW)
    give_answer(Prompt.objects.get(), "booked", at=NOW, visit_on=VISIT)
    late = MORNING + timedelta(minutes=90)
    assert reminders("planned") == [("in_app", MORNING), ("email", late), ("push", late)]


def test_the_reminder_moves_with_the_visit_and_back(booked: Prompt) -> None:
    give_answer(booked, "booked", at=NOW + DAY, visit_on=LATER)
    assert {due for _, due in reminders("planned")} == {MORNING + 14 * DAY}
    give_answer(booked, "booked", at=NOW + DAY, visit_on=VISIT)
    assert reminders("planned") == [(channel, MORNING) for channel in ("email", "in_app", "push")]
    assert reminders("cancelled") == []


def test_it_is_sent_once_whatever_is_answered_again(booked: Prompt, mailoutbox: list[Any]) -> None:
    owner = booked.diary.owner
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    send_due(MORNING - timedelta(seconds=1))  # drops those about the visit to come
    assert (mailoutbox, reminders("sent")) == ([], [])
    assert send_due(MORNING) == 3
    give_answer(booked, "booked", at=MORNING, visit_on=VISIT, reason="Dr Weiß")
    assert send_due(MORNING + 400 * DAY) == 0
    assert len(mailoutbox) == 1
    text = mailoutbox[0].subject + mailoutbox[0].body
    assert "/#/care" in text
    assert not [word for word in ("visit", "weiß", "provider", "hour") if word in text.lower()]
    assert len(reminders("sent")) == 2


def test_another_visit_is_reminded_of_once_more(booked: Prompt) -> None:
    send_due(MORNING)
    give_answer(booked, "booked", at=MORNING, visit_on=LATER)
    send_due(MORNING + 13 * DAY)
    assert len(reminders("sent")) == 1  # in the app: nobody has a push or an address
    send_due(MORNING + 14 * DAY)
    assert len(reminders("sent")) == 2


def test_a_visit_moved_between_schedule_and_send_cancels_its_reminders(
    booked: Prompt,
) -> None:
    Prompt.objects.filter(id=booked.id).update(visit_on=LATER)  # the plan is still for VISIT
    send_due(MORNING)
    assert len(reminders("cancelled")) == 3


def test_the_quiet_time_counts_from_the_answer_that_stands(diary: Diary, log: Log) -> None:
    """Booked for the 20th day and seen then: quiet until 28 days after that."""
    for days in range(0, 56, 2):  # twice as many days as the rule needs
        log(ago=timedelta(hours=2) - days * DAY)
    for days in range(2, 16, 2):
        log(ago=timedelta(hours=2) + days * DAY)

    def prompts_at(days: int) -> int:
        assess.assess(diary.pk, NOW + days * DAY)
        return Prompt.objects.count()

    assert prompts_at(0) == 1
    booked = give_answer(Prompt.objects.get(), "booked", at=NOW, visit_on=(NOW + 20 * DAY).date())
    give_answer(booked, "seen", at=NOW + 21 * DAY)
    assert prompts_at(28) == prompts_at(48) == 1
    assert prompts_at(49) == 2


def test_a_booked_visit_is_pending_until_it_is_answered(
    diary: Diary, log: Log, api: APIClient
) -> None:
    def pending() -> list[tuple[str, str | None]]:
        rows = api.get("/api/v1/prompts?pending=true").json()["results"]
        return [(row["id"], row["visit_on"]) for row in rows]

    log(minutes=90)
    assess.assess(diary.pk, NOW)
    prompt = give_answer(Prompt.objects.get(), "booked", at=NOW)
    assert pending() == [(str(prompt.id), None)]
    give_answer(prompt, "booked", at=NOW, visit_on=VISIT)
    assert pending() == [(str(prompt.id), "2026-11-30")]
    give_answer(prompt, "seen", at=NOW)
    assert pending() == []


def test_moving_a_visit_again_and_again_does_not_keep_it_quiet(booked: Prompt) -> None:
    for days in range(7):
        day = VISIT + (days + 1) * 7 * DAY
        give_answer(booked, "booked", at=NOW + (days + 1) * 6 * DAY, visit_on=day)
    assert Prompt.objects.get().closed_at == NOW


def test_the_pending_filter_has_open_prompts_and_visits_to_come(
    api: APIClient, booked: Prompt, log: Log, clock: Clock
) -> None:
    def list_prompts(query: str, at: datetime) -> list[tuple[str, str | None]]:
        clock.move_to(at)
        rows = api.get(f"/api/v1/prompts?{query}").json()["results"]
        return [(row["level"], row["awaiting"]) for row in rows]

    visit = ("see_provider", None)
    assert list_prompts("pending=true", NOW) == [visit]
    assert (list_prompts("pending=false", NOW), list_prompts("open=true", NOW)) == ([], [])
    log(ago=2 * DAY, minutes=24 * 60)  # a higher level: a prompt beside the visit
    assess.assess(booked.diary_id, NOW)
    new = ("see_provider_soon", "to_act")
    assert sorted(list_prompts("pending=true", NOW)) == [visit, new]
    question = ("see_provider", "did_you_go")
    assert sorted(list_prompts("pending=true", PASSED)) == [question, new]
    assert list_prompts("pending=true&open=false", PASSED) == [question]
    path = f"/api/v1/prompts/{booked.id}/answer"
    prompt = api.post(path, {"answer": "seen"}).json()
    assert (prompt["answer"], prompt["awaiting"], prompt["open"]) == ("seen", None, False)
    assert list_prompts("pending=false", PASSED) == [("see_provider", None)]
