"""Sending what is due: claim some rows, hand them over, write down what became of each.

A row is claimed by a conditional update, so two senders never take the same one. When a
sender dies, what it had claimed is tried again; but what it had just handed to a channel for
which twice is more than once is left unsure, for twice is worse than once less.

What the plan was made for may have changed, or nobody may have sent for a week. So a row is
held against the present before it goes: is it still of use, is a later slot of it due as well,
does the prompt still ask this, did the person choose it, are these quiet hours?
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from time import monotonic

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from diary import i18n
from diary.models import Diary
from reminders import times, validity
from reminders.channels import CHANNELS
from reminders.channels.base import Channel, Delivery, DeliveryFailed, NotWanted
from reminders.kinds import SETTING
from reminders.messages import says
from reminders.models import Reminder
from triage import metrics

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)  # far longer than any batch takes
RANGE = 2_000  # due reminders in the range of diaries that one task is given
BATCH = 100  # reminders that are claimed together
NAMED = 20  # failures that are raised by themselves; of more only the number is
COUNTED = "reminder:"  # the names of what is counted begin with this
State = Reminder.State
CLAIMED = (State.SENDING, State.HANDED)


def ranges(now: datetime) -> list[tuple[int, int]]:
    """First and last diary of ranges with about RANGE due reminders each, or what is left.

    What a sender that died had claimed is due again by then.
    """
    _release_abandoned(now)
    ids = _due(now).order_by("diary_id").values_list("diary_id", flat=True)
    found: list[tuple[int, int]] = []
    first = last = count = 0
    for id in ids.iterator(chunk_size=RANGE):
        if count >= RANGE and id != last:
            found.append((first, last))
            count = 0
        first, last, count = first if count else id, id, count + 1
    return [*found, (first, last)] if count else found


def send_range(first: int, last: int, now: datetime) -> int:
    """Send what is due to the diaries from `first` to `last`; returns how many were taken.

    It stops well before a claim of its own could count as abandoned; the next run does the
    rest. Every row is tried; then the failures are raised together, as an ExceptionGroup of
    DeliveryFailed, whose rows have been put off or given up.
    """
    _drop_stale(first, last, now)
    failures: list[DeliveryFailed] = []
    taken, stop = 0, monotonic() + LEASE.total_seconds() / 2
    while monotonic() < stop and (claimed := claim(first, last, now)):
        taken += len(claimed)
        _send(claimed, now, failures)
    if failures:
        message = f"{len(failures)} reminders that were not sent"
        raise ExceptionGroup(message, failures[:NAMED])
    return taken


def claim(first: int, last: int, now: datetime) -> list[Reminder]:
    """Take reminders that are due, so that no other sender does; of each person newest first."""
    with transaction.atomic():
        due = _due(now).filter(diary_id__gte=first, diary_id__lte=last)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        found = list(due.order_by("diary_id", "-due_at", "id")[:BATCH])
        _move(found, State.PLANNED, State.SENDING, claimed_at=now)
    return found


def _due(now: datetime) -> QuerySet[Reminder]:
    return Reminder.objects.filter(state=State.PLANNED, due_at__lte=now)


def _drop_stale(first: int, last: int, now: datetime) -> None:
    """Only what is still of use goes out; of several slots of the same, the last.

    They would say the same: after a time in which nobody sent, only the last one goes.
    """
    due = _due(now).filter(diary_id__gte=first, diary_id__lte=last)
    due.filter(useful_until__lte=now).update(state=State.DROPPED)
    later = Reminder.objects.filter(
        Q(due_at__gt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), id__gt=OuterRef("id")),
        Q(about_id=OuterRef("about_id")) | Q(about_id=None),
        diary_id=OuterRef("diary_id"),
        kind=OuterRef("kind"),
        channel=OuterRef("channel"),
        due_at__lte=now,
        state__in=(State.PLANNED, *CLAIMED, State.SENT),
    )
    due.filter(Exists(later)).update(state=State.CANCELLED)


def _send(claimed: Sequence[Reminder], now: datetime, failures: list[DeliveryFailed]) -> None:
    diaries = Diary.objects.in_bulk({reminder.diary_id for reminder in claimed})
    stands = validity.still(claimed, now)
    going: dict[str, list[Delivery]] = {}
    cancelled, skipped = list[Reminder](), list[Reminder]()
    for reminder in claimed:
        channel, diary = CHANNELS[reminder.channel], diaries.get(reminder.diary_id)
        if diary is None or reminder.id not in stands:
            cancelled.append(reminder)
        elif channel.disturbs and not getattr(diary, SETTING[reminder.kind]):
            skipped.append(reminder)
        elif channel.disturbs and (morning := times.quiet_until(diary, now)):
            _put_off(reminder, morning)
        else:
            with i18n.override_language(diary.locale):
                delivery = Delivery(reminder, diary, says(reminder, diary))
            going.setdefault(reminder.channel, []).append(delivery)
    _move(cancelled, State.SENDING, State.CANCELLED)
    _move(skipped, State.SENDING, State.SKIPPED)
    for name, deliveries in going.items():
        failures += _hand_over(CHANNELS[name], deliveries, now)


def _put_off(reminder: Reminder, morning: datetime) -> None:
    if reminder.useful_until is not None and morning >= reminder.useful_until:
        _move([reminder], State.SENDING, State.DROPPED)
    else:
        _move([reminder], State.SENDING, State.PLANNED, due_at=morning)


def _hand_over(
    channel: Channel, deliveries: Sequence[Delivery], now: datetime
) -> list[DeliveryFailed]:
    if channel.repeatable:
        return _deliver(channel, deliveries, State.SENDING, now)
    failures = list[DeliveryFailed]()
    for delivery in deliveries:
        # It may have been answered while those before it were sent.
        if _move([delivery.reminder], State.SENDING, State.HANDED):
            failures += _deliver(channel, [delivery], State.HANDED, now)
    return failures


def _deliver(
    channel: Channel, deliveries: Sequence[Delivery], before: State, now: datetime
) -> list[DeliveryFailed]:
    sent, skipped = list[Reminder](), list[Reminder]()
    failures = list[DeliveryFailed]()
    for delivery, problem in channel.deliver(deliveries, now):
        reminder = delivery.reminder
        if problem is None:
            sent.append(reminder)
        elif isinstance(problem, NotWanted):
            skipped.append(reminder)
        else:
            log.warning("reminder %s by %s: %s", reminder.id, channel.name, problem)
            failures.append(problem)
            _failed(reminder, problem, before, now)
    _move(sent, before, State.SENT, attempts=F("attempts") + 1, sent_at=now)
    _move(skipped, before, State.SKIPPED)
    metrics.increment_counter(f"{COUNTED}{channel.name}:sent", len(sent))
    metrics.increment_counter(f"{COUNTED}{channel.name}:failed", len(failures))
    return failures


def _failed(reminder: Reminder, problem: DeliveryFailed, before: State, now: datetime) -> None:
    attempts = reminder.attempts + 1
    wait = problem.retry_after(attempts)
    until = reminder.useful_until
    late = wait is not None and until is not None and now + wait >= until
    told = {"attempts": attempts, "problem": str(problem)[:32], "reached": reminder.reached}
    if problem.unsure:
        _move([reminder], before, State.UNSURE, **told)
    elif wait is not None and not late:
        _move([reminder], before, State.PLANNED, due_at=now + wait, **told)
    elif reminder.reached:  # some of their phones have it
        _move([reminder], before, State.SENT, sent_at=now, **told)
    else:
        _move([reminder], before, State.FAILED, **told)


def _release_abandoned(now: datetime) -> None:
    abandoned = Reminder.objects.filter(claimed_at__lt=now - LEASE)
    abandoned.filter(state=State.SENDING).update(state=State.PLANNED)
    abandoned.filter(state=State.HANDED).update(state=State.UNSURE)


def _move(rows: Collection[Reminder], before: State, after: State, **fields: object) -> int:
    """Change the state of those whose state is still `before`; says of how many."""
    if not rows:
        return 0
    keys = [(row.diary_id, row.id) for row in rows]
    return Reminder.objects.filter(pk__in=keys, state=before).update(state=after, **fields)
