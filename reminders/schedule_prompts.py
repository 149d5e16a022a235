"""What is planned because of a prompt: to act on it, and whether they went to the visit."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from diary.models import Diary
from reminders import times
from reminders.channels import CHANNELS
from reminders.kinds import DAYS, PROMPT, USEFUL_DAYS, VISIT
from reminders.models import Reminder
from triage.models import Prompt

# Planned, or with a worker that has not handed it over yet.
OPEN = (Reminder.State.PLANNED, Reminder.State.SENDING)


def schedule(diary: Diary, prompt: Prompt, *, start: datetime) -> None:
    """Plan the prompt's reminders from `start` on; the caller holds the diary's row.

    An emergency is shown in the app alone, at once: a message could come too late.
    """
    prompt.round += 1
    prompt.save(update_fields=["round"])
    useful = USEFUL_DAYS[prompt.level] * times.DAY
    Reminder.objects.bulk_create(
        Reminder(
            diary_id=diary.pk,
            kind=PROMPT,
            slot=f"{prompt.id}:{prompt.round}:{day}",
            channel=channel.name,
            about_id=prompt.id,
            level=prompt.level,
            due_at=due,
            useful_until=due + useful if channel.disturbs else None,
        )
        for channel in CHANNELS.values()
        if channel.emergency or prompt.level != "emergency"
        for day in DAYS[prompt.level]
        for due in [times.due_at(diary, start, day, disturbs=channel.disturbs)]
    )


def ask_after_visit(diary: Diary, prompt: Prompt) -> None:
    """Plan "did you go?" for the morning after the prompt's visit, and for no other day.

    A day that was asked about has its slot taken: it is not asked about again.
    """
    _planned(prompt).filter(kind=VISIT).delete()
    if prompt.visit_on is None:
        return
    morning = times.on(diary, prompt.visit_on + times.DAY, times.MORNING_AFTER)
    Reminder.objects.bulk_create(
        (
            Reminder(
                diary_id=diary.pk,
                kind=VISIT,
                slot=visit_slot(prompt),
                channel=channel.name,
                about_id=prompt.id,
                level=prompt.level,
                due_at=due,
                useful_until=due + timedelta(days=7) if channel.disturbs else None,
            )
            for channel in CHANNELS.values()
            for due in [times.due_at(diary, morning, 0, disturbs=channel.disturbs)]
        ),
        ignore_conflicts=True,
    )


def visit_slot(prompt: Prompt) -> str:
    return f"{prompt.id}:{prompt.visit_on}"


def cancel(prompt: Prompt) -> None:
    _planned(prompt, *OPEN).update(state=Reminder.State.CANCELLED)


def move(diary: Diary, zone_before: str) -> None:
    """The person is in another zone: what is planned comes at the same time of day there."""
    for prompt in Prompt.objects.filter(diary_id=diary.pk, answer="booked"):
        ask_after_visit(diary, prompt)
    planned = Reminder.objects.filter(
        diary_id=diary.pk, kind=PROMPT, state=Reminder.State.PLANNED, attempts=0
    )
    moved = list(planned)
    for reminder in moved:
        channel = CHANNELS[reminder.channel]
        due = times.kept(reminder.due_at, zone_before, diary.zone)
        due = times.due_at(diary, due, 0, disturbs=channel.disturbs)
        if reminder.useful_until is not None:
            reminder.useful_until += due - reminder.due_at
        reminder.due_at = due
    Reminder.objects.bulk_update(moved, ["due_at", "useful_until"])


def _planned(prompt: Prompt, *states: Reminder.State) -> QuerySet[Reminder]:
    return Reminder.objects.filter(
        diary_id=prompt.diary_id,
        about_id=prompt.id,
        kind__in=(PROMPT, VISIT),
        state__in=states or (Reminder.State.PLANNED,),
    )
