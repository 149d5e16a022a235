"""The daily question: planned an evening ahead, rarer when nobody answers, and then no more.

Answered is an evening whose reminder was opened, and one on whose day something was logged.
After 7 that were not it comes every other evening; after 14 it stops, and the settings say so.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from diary.models import CheckIn, Diary, Episode
from reminders import times
from reminders.channels import CHANNELS
from reminders.kinds import CHECK_IN
from reminders.models import Reminder

HALVES, STOPS = 7, 14  # evenings without an answer
BACK = timedelta(days=60)  # so many days the last of them may lie back, and more
BATCH = 250  # diaries that are locked together
Days = dict[int, set[date]]


def plan_due(now: datetime) -> int:
    """Plan the next evening of every diary whose last planned one is over; says of how many."""
    planned = 0
    while True:
        with transaction.atomic():
            due = Diary.objects.filter(check_ins_planned_to__lte=now)
            if connection.features.has_select_for_update_skip_locked:
                due = due.select_for_update(skip_locked=True)
            diaries = list(due.order_by("check_ins_planned_to")[:BATCH])
            _plan(diaries, now)
        planned += len(diaries)
        if not diaries:
            return planned


def turned(diary: Diary, now: datetime) -> None:
    """The person wants to be asked from now on, or not any more; the caller holds the row."""
    diary.check_ins_since = now if diary.check_in_reminders else None
    diary.check_ins_planned_to = diary.check_ins_stopped_at = None
    _replan(diary, now)


def moved(diary: Diary, now: datetime) -> None:
    """The evening lies at another time now; the caller holds the diary's row."""
    if diary.check_in_reminders:
        diary.check_ins_planned_to = None
        _replan(diary, now)


def _replan(diary: Diary, now: datetime) -> None:
    Reminder.objects.filter(diary_id=diary.pk, kind=CHECK_IN, state=Reminder.State.PLANNED).delete()
    _plan([diary], now)


def _plan(diaries: Sequence[Diary], now: datetime) -> None:
    ignored = _ignored([diary for diary in diaries if diary.check_in_reminders], now)
    reminders = list[Reminder]()
    for diary in diaries:
        if ignored.get(diary.pk, 0) >= STOPS:
            diary.check_in_reminders, diary.check_ins_stopped_at = False, now
        if not diary.check_in_reminders:
            diary.check_ins_planned_to = None
            continue
        day, when = times.next_evening(diary, diary.check_ins_planned_to or now)
        if ignored[diary.pk] >= HALVES:
            day, when = times.next_evening(diary, when.due)
        while when.until <= now:  # nobody planned for days
            day, when = times.next_evening(diary, when.due)
        diary.check_ins_planned_to = when.until
        reminders += [
            Reminder(
                diary_id=diary.pk,
                kind=CHECK_IN,
                slot=str(day),
                channel=channel.name,
                due_at=when.due,
                useful_until=when.until,
            )
            for channel in CHANNELS.values()
            if CHECK_IN in channel.kinds
        ]
    Reminder.objects.bulk_create(reminders, ignore_conflicts=True)
    Diary.objects.bulk_update(
        diaries,
        ["check_in_reminders", "check_ins_since", "check_ins_planned_to", "check_ins_stopped_at"],
    )


def _ignored(diaries: Sequence[Diary], now: datetime) -> dict[int, int]:
    """How many of the last evenings were not answered, one after the other; three queries."""
    since = {diary.pk: diary.check_ins_since or now for diary in diaries}
    asked = Reminder.objects.filter(
        diary_id__in=since,
        kind=CHECK_IN,
        state=Reminder.State.SENT,
        due_at__gt=now - BACK,
        useful_until__lte=now,
    ).order_by("-due_at")
    rows = list(asked.values_list("diary_id", "slot", "due_at", "opened_at"))
    logged = logged_days(since, now - BACK, now) if rows else {}
    counts, over = dict.fromkeys(since, 0), set[int]()
    for diary_id, slot, due_at, opened_at in rows:
        answered = opened_at or date.fromisoformat(slot) in logged[diary_id]
        if due_at < since[diary_id] or answered:
            over.add(diary_id)
        elif diary_id not in over:
            counts[diary_id] += 1
    return counts


def logged_days(diary_ids: Collection[int], since: datetime, now: datetime) -> Days:
    """By diary, the local days with an episode or a check-in; two queries."""
    found: Days = {id: set() for id in diary_ids}
    checked = CheckIn.objects.filter(
        diary_id__in=diary_ids, date__gte=since.date(), deleted_at=None
    ).values_list("diary_id", "date")
    for diary_id, day in checked:
        found[diary_id].add(day)
    episodes = Episode.objects.filter(
        diary_id__in=diary_ids, started_at__gte=since, deleted_at=None
    ).values_list("diary_id", "started_at", "ended_at", "zone")
    for diary_id, started_at, ended_at, zone in episodes:
        found[diary_id].update(_touched(started_at, ended_at or now, ZoneInfo(zone)))
    return found


def _touched(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[date]:
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        yield day
        day += times.DAY
