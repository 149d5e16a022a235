"""Schedule the reminders of a prompt, and "did you go?" after its visit."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from diary.models import Diary
from reminders import times
from reminders.channels import CHANNELS
from reminders.kinds import PROMPT, PROMPT_DAYS, PROMPT_USEFUL_DAYS, VISIT
from reminders.models import Reminder
from triage.models import Prompt

# Not handed over to a channel yet.
UNSENT = (Reminder.State.PLANNED, Reminder.State.SENDING)


def schedule_prompt_reminders(diary: Diary, prompt: Prompt, *, start: datetime) -> None:
    """Schedule the prompt's reminders from `start` on; the caller holds the diary's row lock.

    An emergency is shown only in the app, immediately: a message could come too late.
    """
    prompt.round += 1
    prompt.save(update_fields=["round"])
    useful = PROMPT_USEFUL_DAYS[prompt.level] * times.DAY
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
        for day in PROMPT_DAYS[prompt.level]
        for due in [times.due_at(diary, start, day, disturbs=channel.disturbs)]
    )


def schedule_visit_question(diary: Diary, prompt: Prompt) -> None:
    """Schedule "did you go?" for the morning after the prompt's visit, and for no other day.

    The slot is unique per day: no day is asked about twice.
    """
    _planned(prompt).filter(kind=VISIT).delete()
    if prompt.visit_on is None:
        return
    morning = times.at_local_time(diary, prompt.visit_on + times.DAY, times.MORNING_AFTER)
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


def cancel_prompt_reminders(prompt: Prompt) -> None:
    _planned(prompt, *UNSENT).update(state=Reminder.State.CANCELLED)


def move_to_zone(diary: Diary, zone_before: str) -> None:
    """After the zone changed: move planned reminders to the same time of day in the new zone."""
    for prompt in Prompt.objects.filter(diary_id=diary.pk, answer="booked"):
        schedule_visit_question(diary, prompt)
    planned = Reminder.objects.filter(
        diary_id=diary.pk, kind=PROMPT, state=Reminder.State.PLANNED, attempts=0
    )
    reminders = list(planned)
    for reminder in reminders:
        channel = CHANNELS[reminder.channel]
        due = times.same_local_time(reminder.due_at, zone_before, diary.zone)
        due = times.due_at(diary, due, 0, disturbs=channel.disturbs)
        if reminder.useful_until is not None:
            reminder.useful_until += due - reminder.due_at
        reminder.due_at = due
    Reminder.objects.bulk_update(reminders, ["due_at", "useful_until"])


def _planned(prompt: Prompt, *states: Reminder.State) -> QuerySet[Reminder]:
    return Reminder.objects.filter(
        diary_id=prompt.diary_id,
        about_id=prompt.id,
        kind__in=(PROMPT, VISIT),
        state__in=states or (Reminder.State.PLANNED,),
    )
