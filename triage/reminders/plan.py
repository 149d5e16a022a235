"""When to remind: on which days after a prompt or a visit, and at a decent hour."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from diary.models import Diary
from triage.models import Prompt, Reminder
from triage.reminders.channels import CHANNELS

# Days after the prompt opened, rose or came back from a snooze.
DAYS = {"see_provider": (0, 3, 7, 14), "see_provider_soon": (0, 1, 2), "emergency": (0,)}
PROMPT, VISIT = "prompt", "visit"  # to act on it; whether they went to the visit they booked
MORNING_AFTER = time(10)  # when a visit is asked about, by the diary's clock


def plan(diary: Diary, prompt: Prompt, *, start: datetime) -> None:
    """Plan the prompt's reminders from `start` on; the caller holds the diary's row.

    An emergency is shown in the app alone, at once: a message could come too late.
    """
    prompt.round += 1
    prompt.save(update_fields=["round"])
    Reminder.objects.bulk_create(
        Reminder(
            diary_id=diary.pk,
            kind=PROMPT,
            slot=f"{prompt.id}:{prompt.round}:{day}",
            channel=channel.name,
            prompt_id=prompt.id,
            level=prompt.level,
            due_at=due,
        )
        for channel in CHANNELS.values()
        if channel.emergency or prompt.level != "emergency"
        for day in DAYS[prompt.level]
        for due in [due_at(diary, start, day, disturbs=channel.disturbs)]
    )


def ask_after_visit(diary: Diary, prompt: Prompt) -> None:
    """Plan "did you go?" for the morning after the prompt's visit, and for no other day.

    A day that was asked about has its slot taken: it is not asked about again.
    """
    _planned(prompt).filter(kind=VISIT).delete()
    if prompt.visit_on is None:
        return
    morning = datetime.combine(
        prompt.visit_on + timedelta(days=1), MORNING_AFTER, ZoneInfo(diary.zone)
    ).astimezone(UTC)
    Reminder.objects.bulk_create(
        (
            Reminder(
                diary_id=diary.pk,
                kind=VISIT,
                slot=visit_slot(prompt),
                channel=channel.name,
                prompt_id=prompt.id,
                level=prompt.level,
                due_at=due_at(diary, morning, 0, disturbs=channel.disturbs),
            )
            for channel in CHANNELS.values()
        ),
        ignore_conflicts=True,
    )


def visit_slot(prompt: Prompt) -> str:
    return f"{prompt.id}:{prompt.visit_on}"


def cancel(prompt: Prompt) -> None:
    _planned(prompt).update(state=Reminder.State.CANCELLED)


def _planned(prompt: Prompt) -> QuerySet[Reminder]:
    return Reminder.objects.filter(
        diary_id=prompt.diary_id, prompt_id=prompt.id, state=Reminder.State.PLANNED
    )


def due_at(diary: Diary, start: datetime, day: int, *, disturbs: bool) -> datetime:
    """The same local time `day` days after `start`; after the quiet hours if it disturbs."""
    moment = start
    if day:
        local = start.astimezone(ZoneInfo(diary.zone)) + timedelta(days=day)
        moment = local.astimezone(UTC)
    return (disturbs and quiet_until(diary, moment)) or moment


def quiet_until(diary: Diary, moment: datetime) -> datetime | None:
    """When the quiet hours end that hold at `moment`: after it, in UTC. None when none do.

    By the zone and the hours that the diary has now. They are asked again when a reminder
    is sent, so changing either needs no new plan: what was planned for noon at home may
    come at another hour on a journey, but never in the quiet ones.
    """
    local = moment.astimezone(ZoneInfo(diary.zone))
    if not in_quiet(local.time(), diary.quiet_start, diary.quiet_end):
        return None
    late = diary.quiet_start > diary.quiet_end and local.time() >= diary.quiet_start
    day = local.date() + timedelta(days=1 if late else 0)
    # In an hour that comes twice, the end is in the same one of the two.
    end = datetime.combine(day, diary.quiet_end, local.tzinfo).replace(fold=local.fold)
    return end.astimezone(UTC)


def in_quiet(moment: time, start: time, end: time) -> bool:
    """Whether a local time is in the quiet hours, which may go over midnight. Equal: none."""
    if start <= end:
        return start <= moment < end
    return moment >= start or moment < end
