"""Answers to a prompt, and "did you go?" after the day of a booked visit.

`seen`, `declined` and `booked` close a prompt; `booked` may still become `seen`, `declined`
or another day. "Did you go?" is asked once per visit day: one reminder, ever, and a question
in the app until it is `seen` or `declined`. Another day is another visit.

The quiet period counts from the last answer: a visit weeks after it was booked starts it
anew. Moving a visit that is still to come does not, or moving it again and again would keep
the diary quiet.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from diary.entries import local_date
from diary.models import Diary
from triage import signals
from triage.models import Prompt

SNOOZE_DAYS = (1, 3, 7)
ANSWERS = ("booked", "seen", "snooze", "declined", "acknowledged")
QUESTIONS = ("to_act", "did_you_go")
# Open prompts, and booked visits: the day passes, or is not given yet.
PENDING = Q(closed_at__isnull=True) | Q(answer="booked")


class InvalidAnswer(Exception):
    """`code` and `param` as in the error envelope; the message says what to do instead."""

    def __init__(self, code: str, message: str, param: str) -> None:
        super().__init__(message)
        self.code, self.param = code, param


class AlreadyAnswered(Exception):
    """The prompt is closed by another answer."""


def pending_question(prompt: Prompt, *, now: datetime, zone: str) -> str | None:
    """One of QUESTIONS, or None if the prompt waits for no answer now."""
    if prompt.closed_at is None:
        return "to_act"
    if prompt.answer == "booked" and prompt.visit_on and prompt.visit_on < local_date(now, zone):
        return "did_you_go"
    return None


def answer_prompt(
    diary: Diary,
    prompt_id: UUID,
    *,
    answer: str,
    now: datetime,
    visit_on: date | None = None,
    days: int | None = None,
    reason: str | None = None,
    level: str | None = None,
) -> Prompt:
    """Store the person's answer; the same answer again may move the visit or give a reason.

    Fields that are not given keep their value. An answer for another `level` than the prompt
    has now was to another question, and changes nothing. Raises Prompt.DoesNotExist,
    AlreadyAnswered or InvalidAnswer.
    """
    if visit_on is not None and answer != "booked":
        raise InvalidAnswer("does_not_fit", _("Only a booked visit has a day."), "visit_on")
    if days is not None and answer != "snooze":
        raise InvalidAnswer("does_not_fit", _("Only `snooze` is for some days."), "days")
    with transaction.atomic():
        diary = Diary.objects.select_for_update().get(pk=diary.pk)
        prompt = Prompt.objects.get(diary_id=diary.pk, id=prompt_id)
        if level is not None and level != prompt.level:
            return prompt
        same = prompt.answer == answer
        if prompt.closed_at is not None and not same and not _ends_visit(prompt, answer):
            raise AlreadyAnswered
        # A replay from a phone that was offline: the same day is not refused as past.
        moved = visit_on is not None and visit_on != prompt.visit_on
        if visit_on and moved and visit_on < local_date(now, diary.zone):
            raise InvalidAnswer(
                "invalid_date", _("A visit is booked for a day to come."), "visit_on"
            )
        reopens = moved and pending_question(prompt, now=now, zone=diary.zone) == "did_you_go"
        prompt.visit_on = visit_on or prompt.visit_on
        prompt.reason = reason or (prompt.reason if same else None)
        if answer == "snooze":
            _snooze(diary, prompt, days, now)
        elif answer == "acknowledged":
            _acknowledge(prompt, now)
        elif prompt.closed_at is None or not same or reopens:
            close_prompt(prompt, answer, now)
        else:
            prompt.save(update_fields=["visit_on", "reason"])
        if answer == "booked" and moved:
            signals.visit_moved.send(sender=Prompt, diary=diary, prompt=prompt)
        signals.upcoming_changed.send(sender=Prompt, diaries=[diary], now=now)
    return prompt


def close_prompt(prompt: Prompt, answer: str, now: datetime) -> None:
    """Close the prompt with the answer or `corrected`, and cancel its reminders."""
    prompt.answer, prompt.closed_at = answer, now
    prompt.save(update_fields=["answer", "closed_at", "visit_on", "reason"])
    signals.prompt_unscheduled.send(sender=Prompt, prompt=prompt)


def _ends_visit(prompt: Prompt, answer: str) -> bool:
    return prompt.answer == "booked" and answer in ("seen", "declined")


def _snooze(diary: Diary, prompt: Prompt, days: int | None, now: datetime) -> None:
    if prompt.level == "emergency":
        raise InvalidAnswer("no_snooze", _("An emergency cannot be put off."), "answer")
    if days not in SNOOZE_DAYS:
        raise InvalidAnswer("invalid_choice", _("Put it off for 1, 3 or 7 days."), "days")
    until = now + timedelta(days=days)
    if prompt.answer == "snooze" and prompt.snoozed_until == until:
        return  # a replay
    prompt.answer, prompt.snoozed_until = "snooze", until
    prompt.save(update_fields=["answer", "snoozed_until", "reason"])
    signals.prompt_unscheduled.send(sender=Prompt, prompt=prompt)
    signals.prompt_scheduled.send(sender=Prompt, diary=diary, prompt=prompt, start=until)


def _acknowledge(prompt: Prompt, now: datetime) -> None:
    """Mark as read: the prompt stays open, and its reminders stay planned."""
    if prompt.level != "emergency":
        raise InvalidAnswer("does_not_fit", _("Only an emergency is acknowledged."), "answer")
    prompt.answer = "acknowledged"
    prompt.acknowledged_at = prompt.acknowledged_at or now
    prompt.save(update_fields=["answer", "acknowledged_at", "reason"])
