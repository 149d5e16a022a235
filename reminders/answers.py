"""What an action of a notification does: the same as in the app, whenever it arrives.

A phone without a network keeps the answer and sends it later, perhaps twice, so every one may
come again; what was settled otherwise meanwhile stays as it is.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from diary.kinds import CHECK_IN as CHECK_IN_RECORD
from diary.kinds import EPISODE as EPISODE_RECORD
from diary.models import Diary
from diary.writes.commands import RecordNotFound
from diary.writes.service import patch_record, put_record
from reminders.kinds import CHECK_IN, COMING, EPISODE, PROMPT, VISIT
from reminders.models import Reminder
from triage import prompt_answers

SNOOZE: Final = {f"snooze_{days}": days for days in prompt_answers.SNOOZE_DAYS}
# What each kind of reminder may be answered with, besides being opened.
ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    PROMPT: ("booked", "seen", "declined", *SNOOZE),
    VISIT: ("seen", "declined"),
    COMING: (),
    EPISODE: ("stopped", "still"),
    CHECK_IN: ("none", "yes"),
}
OPENED: Final = "opened"
ALL: Final = (OPENED, *dict.fromkeys(one for some in ANSWERS.values() for one in some))


class DoesNotFit(Exception):
    """This kind of reminder is not answered so."""


def answer(diary: Diary, id: UUID, *, answer: str, at: datetime, now: datetime) -> Reminder:
    """Take the answer that was given at that moment.

    Raises Reminder.DoesNotExist, DoesNotFit, and what answers.answer raises.
    """
    at = min(at, now)
    reminder = Reminder.objects.get(diary_id=diary.pk, id=id)
    if answer != OPENED and answer not in ANSWERS[reminder.kind]:
        raise DoesNotFit
    if answer == "stopped":
        _stop(diary, reminder, at, now)
    elif answer == "none":
        _no_numbness(diary, reminder, now)
    elif reminder.kind in (PROMPT, VISIT) and answer != OPENED:
        _of_prompt(diary, reminder, answer, at)
    if reminder.opened_at is None:
        reminder.opened_at = at
        reminder.save(update_fields=["opened_at"])
    return reminder


def _of_prompt(diary: Diary, reminder: Reminder, answer: str, at: datetime) -> None:
    if reminder.about_id is None:
        raise AssertionError("a prompt's reminder is about a prompt")
    days = SNOOZE.get(answer)
    prompt_answers.answer_prompt(
        diary,
        reminder.about_id,
        answer=answer if days is None else "snooze",
        days=days,
        level=reminder.level,
        now=at,
    )


def _stop(diary: Diary, reminder: Reminder, at: datetime, now: datetime) -> None:
    """It ended when the person said so; an end that is there already stays."""

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


def _no_numbness(diary: Diary, reminder: Reminder, now: datetime) -> None:
    day = date.fromisoformat(reminder.slot)
    # As a new record: an answer that comes again does not bring back what was deleted since.
    put_record(
        diary_id=diary.pk, kind=CHECK_IN_RECORD, key=day, content={}, base_version=0, now=now
    )
