"""Schedule the daily check-in, an evening ahead, with back-off if nobody answers.

An evening is answered if its reminder was opened or something was logged on its day. After 7
unanswered evenings in a row the check-in comes every other evening; after 14 it is turned off
in the settings.
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

HALVE_AFTER, STOP_AFTER = 7, 14  # unanswered evenings
LOOKBACK = timedelta(days=60)  # holds STOP_AFTER evenings even if every other one is asked
BATCH_SIZE = 250  # diaries that are locked together
Days = dict[int, set[date]]


def plan_next_check_ins(now: datetime) -> int:
    """Plan the next evening of each diary whose planned one is over, or turn its check-ins off.

    Commits in batches. Returns how many diaries were processed, with those turned off.
    """
    processed = 0
    while True:
        with transaction.atomic():
            due = Diary.objects.filter(check_ins_planned_to__lte=now)
            if connection.features.has_select_for_update_skip_locked:
                due = due.select_for_update(skip_locked=True)
            diaries = list(due.order_by("check_ins_planned_to")[:BATCH_SIZE])
            _plan(diaries, now)
        processed += len(diaries)
        if not diaries:
            return processed


def restart_check_ins(diary: Diary, now: datetime) -> None:
    """After the setting was turned on or off; the caller holds the diary's row lock."""
    diary.check_ins_since = now if diary.check_in_reminders else None
    diary.check_ins_planned_to = diary.check_ins_stopped_at = None
    _replan(diary, now)


def move_check_ins(diary: Diary, now: datetime) -> None:
    """After the zone or quiet hours changed; the caller holds the diary's row lock."""
    if diary.check_in_reminders:
        diary.check_ins_planned_to = None
        _replan(diary, now)


def _replan(diary: Diary, now: datetime) -> None:
    Reminder.objects.filter(diary_id=diary.pk, kind=CHECK_IN, state=Reminder.State.PLANNED).delete()
    _plan([diary], now)


def _plan(diaries: Sequence[Diary], now: datetime) -> None:
    unanswered = _unanswered_evenings([diary for diary in diaries if diary.check_in_reminders], now)
    reminders = list[Reminder]()
    for diary in diaries:
        if unanswered.get(diary.pk, 0) >= STOP_AFTER:
            diary.check_in_reminders, diary.check_ins_stopped_at = False, now
        if not diary.check_in_reminders:
            diary.check_ins_planned_to = None
            continue
        day, when = times.next_evening(diary, diary.check_ins_planned_to or now)
        if unanswered[diary.pk] >= HALVE_AFTER:
            day, when = times.next_evening(diary, when.due)
        while when.until <= now:  # beat was down for days
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


def _unanswered_evenings(diaries: Sequence[Diary], now: datetime) -> dict[int, int]:
    """By diary id, the number of last evenings in a row without an answer; three queries."""
    since = {diary.pk: diary.check_ins_since or now for diary in diaries}
    evenings = Reminder.objects.filter(
        diary_id__in=since,
        kind=CHECK_IN,
        state=Reminder.State.SENT,
        due_at__gt=now - LOOKBACK,
        useful_until__lte=now,
    ).order_by("-due_at")
    rows = list(evenings.values_list("diary_id", "slot", "due_at", "opened_at"))
    logged = logged_days(since, now - LOOKBACK, now) if rows else {}
    counts, ended = dict.fromkeys(since, 0), set[int]()
    for diary_id, slot, due_at, opened_at in rows:
        answered = opened_at or date.fromisoformat(slot) in logged[diary_id]
        if due_at < since[diary_id] or answered:
            ended.add(diary_id)
        elif diary_id not in ended:
            counts[diary_id] += 1
    return counts


def logged_days(diary_ids: Collection[int], since: datetime, now: datetime) -> Days:
    """By diary id, the local days with an episode or a check-in; two queries."""
    days: Days = {id: set() for id in diary_ids}
    check_ins = CheckIn.objects.filter(
        diary_id__in=diary_ids, date__gte=since.date(), deleted_at=None
    ).values_list("diary_id", "date")
    for diary_id, day in check_ins:
        days[diary_id].add(day)
    episodes = Episode.objects.filter(
        diary_id__in=diary_ids, started_at__gte=since, deleted_at=None
    ).values_list("diary_id", "started_at", "ended_at", "zone")
    for diary_id, started_at, ended_at, zone in episodes:
        days[diary_id].update(_local_days(started_at, ended_at or now, ZoneInfo(zone)))
    return days


def _local_days(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[date]:
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        yield day
        day += times.DAY
