"""Sending what is due: claim a row, hand it over, write down what became of it.

A row is claimed by a conditional update, so two senders never take the same one. When a
sender dies between the claim and the end, a channel for which twice is the same as once is
tried again; for others the row is left unsure, for twice is worse than once less.

What the plan was made for may have changed, or nobody may have sent for a week. So a row is
held against the present before it goes: does the prompt still ask this, is a later slot of it
due as well, are these quiet hours?
"""

import logging
from datetime import datetime, timedelta
from time import monotonic

from django.db import connection, transaction
from django.db.models import Q

from diary import languages
from diary.models import Diary
from triage.models import Prompt, Reminder
from triage.reminders import plan
from triage.reminders.channels import CHANNELS
from triage.reminders.channels.base import DeliveryFailed, NotWanted

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)  # far longer than any delivery takes
State = Reminder.State


def send_due(now: datetime, *, limit: int = 200) -> int:
    """Send up to `limit` reminders that are due; returns how many were taken.

    One is claimed at a time: a sender that dies leaves only that one in doubt. It stops
    well before a claim of its own could count as abandoned; the next run does the rest.
    Every row is tried; then the failures are raised together, as an ExceptionGroup of
    DeliveryFailed, whose rows have been put off or given up.
    """
    _release_abandoned(now)
    failures: list[DeliveryFailed] = []
    taken, stop = 0, monotonic() + LEASE.total_seconds() / 2
    while taken < limit and monotonic() < stop and (claimed := claim(now, limit=1)):
        (reminder,) = claimed
        taken += 1
        try:
            _send(reminder, now)
        except DeliveryFailed as failure:
            log.warning("reminder %s by %s: %s", reminder.id, reminder.channel, failure)
            failures.append(failure)
    if failures:
        raise ExceptionGroup("reminders that were not sent", failures)
    return taken


def claim(now: datetime, *, limit: int) -> list[Reminder]:
    """Take reminders that are due, so that no other sender does; oldest first."""
    with transaction.atomic():
        due = Reminder.objects.filter(state=State.PLANNED, due_at__lte=now).order_by("due_at")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        return [
            reminder
            for reminder in due[:limit]
            if move(reminder, State.PLANNED, State.SENDING, claimed_at=now)
        ]


def _send(reminder: Reminder, now: datetime) -> None:
    channel = CHANNELS[reminder.channel]
    if not _still_asked(reminder) or _later_one_due(reminder, now):
        move(reminder, State.SENDING, State.CANCELLED)
        return
    diary = Diary.objects.get(pk=reminder.diary_id)
    if channel.disturbs and (morning := plan.quiet_until(diary, now)):
        move(reminder, State.SENDING, State.PLANNED, due_at=morning)
        return
    attempts = reminder.attempts + 1
    try:
        with languages.speaking(diary.locale):
            channel.send(diary)
    except NotWanted:
        move(reminder, State.SENDING, State.SKIPPED)
    except DeliveryFailed as failure:
        wait = failure.retry_after(attempts)
        if failure.unsure:
            move(reminder, State.SENDING, State.UNSURE, attempts=attempts)
        elif wait is None:
            move(reminder, State.SENDING, State.FAILED, attempts=attempts)
        else:
            move(reminder, State.SENDING, State.PLANNED, attempts=attempts, due_at=now + wait)
        raise
    else:
        move(reminder, State.SENDING, State.SENT, attempts=attempts, sent_at=now)


def _still_asked(reminder: Reminder) -> bool:
    """It may have been answered since it was planned, or even since it was claimed."""
    prompt = Prompt.objects.filter(diary_id=reminder.diary_id, id=reminder.prompt_id).first()
    if prompt is None:
        return False
    if reminder.kind == plan.VISIT:
        return prompt.answer == "booked" and reminder.slot == plan.visit_slot(prompt)
    return prompt.closed_at is None


def _later_one_due(reminder: Reminder, now: datetime) -> bool:
    """Whether a later slot of the same kind and channel is due too, or just went out.

    They would say the same: after a time in which nobody sent, only the last one goes.
    """
    later = Q(due_at__gt=reminder.due_at) | Q(due_at=reminder.due_at, id__gt=reminder.id)
    return Reminder.objects.filter(
        later,
        diary_id=reminder.diary_id,
        prompt_id=reminder.prompt_id,
        kind=reminder.kind,
        channel=reminder.channel,
        due_at__lte=now,
        state__in=(State.PLANNED, State.SENDING, State.SENT),
    ).exists()


def _release_abandoned(now: datetime) -> None:
    abandoned = Reminder.objects.filter(state=State.SENDING, claimed_at__lt=now - LEASE)
    again = Q(channel__in=[name for name, channel in CHANNELS.items() if channel.repeatable])
    abandoned.filter(again).update(state=State.PLANNED)
    abandoned.exclude(again).update(state=State.UNSURE)


def move(reminder: Reminder, before: State, after: State, **fields: object) -> bool:
    """Change the state if it is still `before`; says whether it was."""
    rows = Reminder.objects.filter(diary_id=reminder.diary_id, id=reminder.id, state=before)
    return rows.update(state=after, **fields) == 1
