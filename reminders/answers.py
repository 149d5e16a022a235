"""Apply the action of a notification, as the app would.

Idempotent: a phone without a network sends the answer later, perhaps twice; what was answered
otherwise meanwhile stays as it is.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from diary.models import Diary
from diary.schema.kinds import CHECK_IN as CHECK_IN_RECORD
from diary.schema.kinds import EPISODE as EPISODE_RECORD
from diary.writes.commands import RecordNotFound
from diary.writes.service import patch_record, put_record
from reminders.kinds import CHECK_IN, COMING, EPISODE, PROMPT, VISIT
from reminders.models import Reminder
from triage import prompt_answers

SNOOZE_DAYS_BY_ANSWER: Final = {f"snooze_{days}": days for days in prompt_answers.SNOOZE_DAYS}
# The valid answers to each kind of reminder, besides OPENED.
ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    PROMPT: ("booked", "seen", "declined", *SNOOZE_DAYS_BY_ANSWER),
    VISIT: ("seen", "declined"),
    COMING: (),
    EPISODE: ("stopped", "still"),
    CHECK_IN: ("none", "yes"),
}
OPENED: Final = "opened"
ALL_ANSWERS: Final = (
    OPENED,
    *dict.fromkeys(answer for answers in ANSWERS.values() for answer in answers),
)


class AnswerNotApplicable(Exception):
    """This kind of reminder has no such answer."""


def answer_reminder(
    diary: Diary, id: UUID, *, answer: str, at: datetime, now: datetime
) -> Reminder:
    """Apply the answer, given at `at`.

    Raises Reminder.DoesNotExist, AnswerNotApplicable, and what prompt_answers.answer_prompt
    raises.
    """
    at = min(at, now)
    reminder = Reminder.objects.get(diary_id=diary.pk, id=id)
    if answer != OPENED and answer not in ANSWERS[reminder.kind]:
        raise AnswerNotApplicable
    if answer == "stopped":
        _stop_episode(diary, reminder, at, now)
    elif answer == "none":
        _check_in_none(diary, reminder, now)
    elif reminder.kind in (PROMPT, VISIT) and answer != OPENED:
        _answer_prompt(diary, reminder, answer, at)
    if reminder.opened_at is None:
        reminder.opened_at = at
        reminder.save(update_fields=["opened_at"])
    return reminder


def _answer_prompt(diary: Diary, reminder: Reminder, answer: str, at: datetime) -> None:
    if reminder.about_id is None:
        raise AssertionError("a prompt's reminder is about a prompt")
    days = SNOOZE_DAYS_BY_ANSWER.get(answer)
    prompt_answers.answer_prompt(
        diary,
        reminder.about_id,
        answer=answer if days is None else "snooze",
        days=days,
        level=reminder.level,
        now=at,
    )


def _stop_episode(diary: Diary, reminder: Reminder, at: datetime, now: datetime) -> None:
    """End the episode at the time of the answer; an end that exists already stays."""

    def revise(present: dict[str, Any]) -> Mapping[str, Any]:
        if present["ended_at"] is not None:
            return present
        return {**present, "ended_at": max(at, present["started_at"])}

    if reminder.about_id is None:
        raise AssertionError("an episode's reminder is about an episode")
    with suppress(RecordNotFound):  # deleted meanwhile
        patch_record(
            diary_id=diary.pk, kind=EPISODE_RECORD, key=reminder.about_id, revise=revise, now=now
        )


def _check_in_none(diary: Diary, reminder: Reminder, now: datetime) -> None:
    day = date.fromisoformat(reminder.slot)
    # base_version 0, a new record: a replay does not restore one that was deleted since.
    put_record(
        diary_id=diary.pk, kind=CHECK_IN_RECORD, key=day, content={}, base_version=0, now=now
    )
