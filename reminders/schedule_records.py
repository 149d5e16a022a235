"""What the diary's records have ahead: visits that come, and episodes that go on.

It is worked out anew whenever a diary is assessed, a visit is booked, or the hours change, and
held against what is planned: a constant number of queries, however many diaries.
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
from reminders.times import Times
from triage.models import Prompt

KINDS = (COMING, EPISODE)
Slot = tuple[int, str, str]  # diary, kind, slot


def schedule(diaries: Sequence[Diary], now: datetime) -> None:
    """Plan what is ahead for these diaries, move what lies at another time, and take back what
    is no more; the caller holds their rows.
    """
    wanted, about = dict[Slot, Times](), dict[Slot, UUID]()
    fresh = set[Slot]()  # what may still be planned
    by_id = {diary.pk: diary for diary in diaries}
    for diary_id, kind, id, known_at, found in _ahead(by_id, now):
        for name, when in found:
            slot = diary_id, kind, f"{id}:{name}"
            if when.until > now:
                wanted[slot], about[slot] = when, id
            if when.due > known_at:
                fresh.add(slot)
    planned = list(
        Reminder.objects.filter(
            diary_id__in=by_id, kind__in=KINDS, state=Reminder.State.PLANNED
        ).order_by()
    )
    have = {_slot(reminder) for reminder in planned}
    gone = [reminder for reminder in planned if _slot(reminder) not in wanted]
    moved = [
        reminder
        for reminder in planned
        if _slot(reminder) in wanted
        and reminder.attempts == 0
        and (reminder.due_at, reminder.useful_until) != wanted[_slot(reminder)]
    ]
    for reminder in moved:
        reminder.due_at, reminder.useful_until = wanted[_slot(reminder)]
    if gone:
        ids = [reminder.id for reminder in gone]
        Reminder.objects.filter(
            diary_id__in={one.diary_id for one in gone}, id__in=ids, state=Reminder.State.PLANNED
        ).delete()
    if moved:
        Reminder.objects.bulk_update(moved, ["due_at", "useful_until"])
    # A slot that is taken was sent, or given up: it does not come again.
    Reminder.objects.bulk_create(
        (
            Reminder(
                diary_id=diary_id,
                kind=kind,
                slot=slot,
                channel=channel.name,
                about_id=about[diary_id, kind, slot],
                due_at=wanted[diary_id, kind, slot].due,
                useful_until=wanted[diary_id, kind, slot].until,
            )
            for diary_id, kind, slot in wanted.keys() & fresh - have
            for channel in CHANNELS.values()
            if kind in channel.kinds
        ),
        ignore_conflicts=True,
    )


def _slot(reminder: Reminder) -> Slot:
    return reminder.diary_id, reminder.kind, reminder.slot


def _ahead(
    diaries: dict[int, Diary], now: datetime
) -> Iterable[tuple[int, str, UUID, datetime, list[tuple[str, Times]]]]:
    """Each with the moment before which nothing is reminded of: it was known only then."""
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
            slots = [(f"{day}:{name}", when) for name, when in times.coming(diary, day)]
            yield diary_id, COMING, id, now, slots
    running = Episode.objects.filter(
        Q(ended_at=None),
        diary_id__in=diaries,
        settled_at=None,
        deleted_at=None,
        started_at__gt=now - 4 * times.DAY,  # later nothing is asked any more
    ).values_list("diary_id", "id", "created_at", "started_at")
    for diary_id, id, created_at, started_at in running:
        yield diary_id, EPISODE, id, created_at, list(times.still(diaries[diary_id], started_at))
