"""Schedule reminders of upcoming visits and running episodes.

The schedule is recomputed whenever a diary is assessed, a visit is booked, or the quiet hours
change, and compared with the planned rows: a constant number of queries for any number of
diaries.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from diary.entries import local_date
from diary.models import BackgroundItem, Diary, Episode
from reminders import times
from reminders.channels import CHANNELS
from reminders.kinds import COMING, EPISODE
from reminders.models import Reminder
from reminders.times import SendWindow
from triage.models import Prompt

KINDS = (COMING, EPISODE)
Slot = tuple[int, str, str]  # diary, kind, slot


def schedule_record_reminders(diaries: Sequence[Diary], now: datetime) -> None:
    """Insert, move and delete the planned reminders of these diaries.

    The caller holds their row locks.
    """
    windows, about_ids = dict[Slot, SendWindow](), dict[Slot, UUID]()
    schedulable = set[Slot]()
    by_id = {diary.pk: diary for diary in diaries}
    for diary_id, kind, id, known_at, slots in _upcoming(by_id, now):
        for name, window in slots:
            slot = diary_id, kind, f"{id}:{name}"
            if window.until > now:
                windows[slot], about_ids[slot] = window, id
            if window.due > known_at:
                schedulable.add(slot)
    planned = list(
        Reminder.objects.filter(
            diary_id__in=by_id, kind__in=KINDS, state=Reminder.State.PLANNED
        ).order_by()
    )
    existing = {_slot(reminder) for reminder in planned}
    obsolete = [reminder for reminder in planned if _slot(reminder) not in windows]
    moved = [
        reminder
        for reminder in planned
        if _slot(reminder) in windows
        and reminder.attempts == 0
        and (reminder.due_at, reminder.useful_until) != windows[_slot(reminder)]
    ]
    for reminder in moved:
        reminder.due_at, reminder.useful_until = windows[_slot(reminder)]
    if obsolete:
        ids = [reminder.id for reminder in obsolete]
        Reminder.objects.filter(
            diary_id__in={reminder.diary_id for reminder in obsolete},
            id__in=ids,
            state=Reminder.State.PLANNED,
        ).delete()
    if moved:
        Reminder.objects.bulk_update(moved, ["due_at", "useful_until"])
    # A slot that exists already was sent or failed: ignore_conflicts keeps it from coming again.
    Reminder.objects.bulk_create(
        (
            Reminder(
                diary_id=diary_id,
                kind=kind,
                slot=slot,
                channel=channel.name,
                about_id=about_ids[diary_id, kind, slot],
                due_at=windows[diary_id, kind, slot].due,
                useful_until=windows[diary_id, kind, slot].until,
            )
            for diary_id, kind, slot in windows.keys() & schedulable - existing
            for channel in CHANNELS.values()
            if kind in channel.kinds
        ),
        ignore_conflicts=True,
    )


def _slot(reminder: Reminder) -> Slot:
    return reminder.diary_id, reminder.kind, reminder.slot


def _upcoming(
    diaries: dict[int, Diary], now: datetime
) -> Iterable[tuple[int, str, UUID, datetime, list[tuple[str, SendWindow]]]]:
    """Diary id, kind, record id, the moment it became known (no earlier reminder), slots."""
    days: list[Any] = list(
        Prompt.objects.filter(
            diary_id__in=diaries, answer="booked", visit_on__gte=now - 2 * times.DAY
        ).values_list("diary_id", "id", "visit_on")
    )
    days += BackgroundItem.objects.filter(
        diary_id__in=diaries, kind="visit", deleted_at=None, started_on__gte=now - 2 * times.DAY
    ).values_list("diary_id", "id", "started_on")
    for diary_id, id, day in days:
        diary = diaries[diary_id]
        if day >= local_date(now, diary.zone):
            slots = [(f"{day}:{name}", window) for name, window in times.visit_windows(diary, day)]
            yield diary_id, COMING, id, now, slots
    running = Episode.objects.filter(
        Q(ended_at=None),
        diary_id__in=diaries,
        settled_at=None,
        deleted_at=None,
        started_at__gt=now - 4 * times.DAY,  # no reminder is due later
    ).values_list("diary_id", "id", "created_at", "started_at")
    for diary_id, id, created_at, started_at in running:
        yield (
            diary_id,
            EPISODE,
            id,
            created_at,
            list(times.episode_windows(diaries[diary_id], started_at)),
        )
