"""Answers to a prompt and their effects."""

from datetime import date, timedelta
from typing import Any

import pytest

from diary.models import Diary
from reminders.models import Reminder
from tests.conftest import NOW
from tests.reminders.send_helpers import send_due
from tests.triage.conftest import Log, log_alert
from tests.triage.prompt_helpers import give_answer, only_prompt, reminder_states
from triage import prompt_answers

pytestmark = pytest.mark.sqlite

DAY = timedelta(days=1)


@pytest.mark.parametrize("answer", ["booked", "seen", "declined"])
def test_an_answer_closes_it_and_cancels_its_reminders(diary: Diary, log: Log, answer: str) -> None:
    log(minutes=90)
    prompt = give_answer(diary, only_prompt(diary), answer, reason=None)
    assert (prompt.answer, prompt.closed_at) == (answer, NOW)
    assert reminder_states(prompt) == {"cancelled"}


def test_a_snoozed_prompt_stays_open_and_its_reminders_move(diary: Diary, log: Log) -> None:
    log(minutes=90)
    prompt = give_answer(diary, only_prompt(diary), "snooze", days=3)
    assert prompt.closed_at is None
    assert prompt.snoozed_until == NOW + 3 * DAY
    planned = Reminder.objects.filter(state="planned")
    assert min(reminder.due_at for reminder in planned) == NOW + 3 * DAY
    assert only_prompt(diary, NOW + timedelta(hours=1)).snoozed_until == NOW + 3 * DAY


@pytest.mark.parametrize("days", [1, 3, 7])
def test_it_is_snoozed_for_1_3_or_7_days(diary: Diary, log: Log, days: int) -> None:
    log(minutes=90)
    give_answer(diary, only_prompt(diary), "snooze", days=days)
    assert send_due(NOW + days * DAY - timedelta(seconds=1)) == 0
    assert send_due(NOW + days * DAY) == 3


def test_a_reason_is_stored_with_the_answer(diary: Diary, log: Log) -> None:
    log(minutes=90)
    give_answer(diary, only_prompt(diary), "declined", reason="I know why")
    assert only_prompt(diary).reason == "I know why"
    give_answer(diary, only_prompt(diary), "declined", reason="I slept on it")
    assert only_prompt(diary).reason == "I slept on it"


def test_it_can_be_snoozed_again_onto_the_same_day(diary: Diary, log: Log) -> None:
    log(minutes=90)
    prompt = give_answer(diary, only_prompt(diary), "snooze", days=3)
    give_answer(diary, prompt, "snooze", days=1, now=NOW + 2 * DAY)
    first = Reminder.objects.filter(state="planned", channel="in_app").earliest("due_at")
    assert first.due_at == NOW + 3 * DAY


@pytest.mark.parametrize(
    ("answer", "more", "param"),
    [
        ("snooze", {}, "days"),
        ("snooze", {"days": 2}, "days"),
        ("booked", {"visit_on": date(2026, 11, 22)}, "visit_on"),
        ("booked", {"days": 3}, "days"),
        ("seen", {"visit_on": date(2026, 11, 30)}, "visit_on"),
        ("seen", {"days": 1}, "days"),
        ("declined", {"visit_on": date(2026, 11, 30)}, "visit_on"),
        ("declined", {"days": 7}, "days"),
        ("snooze", {"days": 7, "visit_on": date(2026, 11, 30)}, "visit_on"),
    ],
)
def test_an_answer_that_does_not_fit_changes_nothing(
    diary: Diary, log: Log, answer: str, more: dict[str, Any], param: str
) -> None:
    log(minutes=90)
    prompt = only_prompt(diary)
    with pytest.raises(prompt_answers.InvalidAnswer) as refused:
        give_answer(diary, prompt, answer, **more)
    assert refused.value.param == param
    prompt.refresh_from_db()
    assert (prompt.answer, prompt.closed_at) == (None, None)
    assert reminder_states(prompt) == {"planned"}


def test_an_emergency_cannot_be_snoozed(diary: Diary) -> None:
    log_alert(diary, vision=True)
    with pytest.raises(prompt_answers.InvalidAnswer, match="cannot be put off"):
        give_answer(diary, only_prompt(diary), "snooze", days=1)


def test_an_emergency_is_acknowledged_and_stays_open_until_it_is_answered(diary: Diary) -> None:
    log_alert(diary, vision=True)
    prompt = give_answer(diary, only_prompt(diary), "acknowledged")
    assert (prompt.answer, prompt.acknowledged_at, prompt.closed_at) == ("acknowledged", NOW, None)
    assert reminder_states(prompt) == {"planned"}
    again = give_answer(diary, prompt, "acknowledged", now=NOW + DAY)
    assert again.acknowledged_at == NOW
    seen = give_answer(diary, prompt, "seen", now=NOW + DAY)
    assert (seen.answer, seen.closed_at, seen.acknowledged_at) == ("seen", NOW + DAY, NOW)
    with pytest.raises(prompt_answers.AlreadyAnswered):
        give_answer(diary, prompt, "acknowledged", now=NOW + DAY)


def test_nothing_but_an_emergency_is_acknowledged(diary: Diary, log: Log) -> None:
    log(minutes=90)
    with pytest.raises(prompt_answers.InvalidAnswer, match="Only an emergency"):
        give_answer(diary, only_prompt(diary), "acknowledged")
    assert only_prompt(diary).answer is None


def test_a_visit_may_be_today_where_the_person_is(diary: Diary, log: Log) -> None:
    log(minutes=90)
    late = NOW.replace(hour=23, minute=30)  # already the 24th in Berlin
    prompt = only_prompt(diary)
    with pytest.raises(prompt_answers.InvalidAnswer):
        give_answer(diary, prompt, "booked", visit_on=date(2026, 11, 23), now=late)
    prompt = give_answer(diary, prompt, "booked", visit_on=date(2026, 11, 24), now=late)
    assert prompt.visit_on == date(2026, 11, 24)


def test_the_same_answer_again_is_the_same_and_another_is_refused(diary: Diary, log: Log) -> None:
    log(minutes=90)
    prompt = give_answer(diary, only_prompt(diary), "seen")
    assert give_answer(diary, prompt, "seen", now=NOW + DAY).closed_at == NOW
    with pytest.raises(prompt_answers.AlreadyAnswered):
        give_answer(diary, prompt, "declined")


def test_a_booked_visit_can_be_moved_and_stays_booked(diary: Diary, log: Log) -> None:
    log(minutes=90)
    first, second = date(2026, 11, 30), date(2026, 12, 7)
    prompt = give_answer(diary, only_prompt(diary), "booked", visit_on=first, reason="Dr Weiß")
    give_answer(diary, prompt, "booked", visit_on=second, now=NOW + DAY)
    prompt.refresh_from_db()
    assert (prompt.visit_on, prompt.reason) == (second, "Dr Weiß")
    assert (prompt.answer, prompt.closed_at) == ("booked", NOW)
    give_answer(diary, prompt, "booked", now=NOW + DAY)  # no day this time: it stays
    prompt.refresh_from_db()
    assert prompt.visit_on == second


def test_a_visit_is_not_moved_into_the_past_but_a_late_repeat_is_taken(
    diary: Diary, log: Log
) -> None:
    log(minutes=90)
    booked = date(2026, 11, 30)
    prompt = give_answer(diary, only_prompt(diary), "booked", visit_on=booked)
    with pytest.raises(prompt_answers.InvalidAnswer) as refused:
        give_answer(diary, prompt, "booked", visit_on=date(2026, 11, 22))
    assert refused.value.param == "visit_on"
    assert (
        give_answer(diary, prompt, "booked", visit_on=booked, now=NOW + 30 * DAY).visit_on == booked
    )


def test_the_reason_of_a_snooze_is_stored_but_is_not_that_of_the_next_answer(
    diary: Diary, log: Log
) -> None:
    log(minutes=90)
    prompt = give_answer(diary, only_prompt(diary), "snooze", days=3, reason="on a journey")
    prompt.refresh_from_db()
    assert prompt.reason == "on a journey"
    assert give_answer(diary, prompt, "seen").reason is None
