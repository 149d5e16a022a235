"""Send due reminders: claim rows with a lease, deliver them, store the result of each.

A conditional update claims a row, so two senders never take the same one. When a sender dies,
its claims are released after LEASE and retried; but a row that it had handed to a channel that
is not idempotent becomes UNSURE: at most once is better than twice.

The reason for a reminder may be gone, or nothing was sent for a week. So each row is validated
before it is sent: not expired, no later slot due too, still asked, turned on, no quiet hours.
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
from reminders.channels.base import Channel, Delivery, DeliveryFailed, DeliverySkipped
from reminders.kinds import SETTING_BY_KIND
from reminders.messages import render_notification
from reminders.models import Reminder
from triage import metrics

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)  # far longer than any batch takes
RANGE_SIZE = 2_000  # due reminders per task
BATCH_SIZE = 100  # reminders per claim
MAX_RAISED = 20  # failures in the ExceptionGroup; its message has their number
COUNTER_PREFIX = "reminder:"
State = Reminder.State
CLAIMED = (State.SENDING, State.HANDED)


def due_diary_ranges(now: datetime) -> list[tuple[int, int]]:
    """First and last diary id of ranges with about RANGE_SIZE due reminders each.

    Releases expired claims first.
    """
    _release_expired_claims(now)
    ids = _due(now).order_by("diary_id").values_list("diary_id", flat=True)
    ranges: list[tuple[int, int]] = []
    first = last = count = 0
    for id in ids.iterator(chunk_size=RANGE_SIZE):
        if count >= RANGE_SIZE and id != last:
            ranges.append((first, last))
            count = 0
        first, last, count = first if count else id, id, count + 1
    return [*ranges, (first, last)] if count else ranges


def send_due_in_range(first: int, last: int, now: datetime) -> int:
    """Send due reminders of the diaries from `first` to `last`; return how many were claimed.

    Stops after half of LEASE, well before a claim of its own expires; the next run does the
    rest. Every row is tried; then the failures are raised together, as an ExceptionGroup of
    DeliveryFailed: their rows are postponed or failed.
    """
    _drop_stale(first, last, now)
    failures: list[DeliveryFailed] = []
    count, stop = 0, monotonic() + LEASE.total_seconds() / 2
    while monotonic() < stop and (claimed := claim_due(first, last, now)):
        count += len(claimed)
        _send(claimed, now, failures)
    if failures:
        message = f"{len(failures)} reminders that were not sent"
        raise ExceptionGroup(message, failures[:MAX_RAISED])
    return count


def claim_due(first: int, last: int, now: datetime) -> list[Reminder]:
    """Claim a batch of due reminders; of each diary newest first."""
    with transaction.atomic():
        due = _due(now).filter(diary_id__gte=first, diary_id__lte=last)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        reminders = list(due.order_by("diary_id", "-due_at", "id")[:BATCH_SIZE])
        _transition(reminders, State.PLANNED, State.SENDING, claimed_at=now)
    return reminders


def _due(now: datetime) -> QuerySet[Reminder]:
    return Reminder.objects.filter(state=State.PLANNED, due_at__lte=now)


def _drop_stale(first: int, last: int, now: datetime) -> None:
    """Drop expired reminders; of several due slots about the same thing keep the last.

    They have the same content: after an outage only the last one is sent.
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
    valid = validity.still_valid_ids(claimed, now)
    deliveries: dict[str, list[Delivery]] = {}
    cancelled, skipped = list[Reminder](), list[Reminder]()
    for reminder in claimed:
        channel, diary = CHANNELS[reminder.channel], diaries.get(reminder.diary_id)
        if diary is None or reminder.id not in valid:
            cancelled.append(reminder)
        elif channel.disturbs and not getattr(diary, SETTING_BY_KIND[reminder.kind]):
            skipped.append(reminder)
        elif channel.disturbs and (morning := times.quiet_until(diary, now)):
            _postpone(reminder, morning)
        else:
            with i18n.override_language(diary.locale):
                delivery = Delivery(reminder, diary, render_notification(reminder, diary))
            deliveries.setdefault(reminder.channel, []).append(delivery)
    _transition(cancelled, State.SENDING, State.CANCELLED)
    _transition(skipped, State.SENDING, State.SKIPPED)
    for name, of_channel in deliveries.items():
        failures += _hand_over(CHANNELS[name], of_channel, now)


def _postpone(reminder: Reminder, morning: datetime) -> None:
    if reminder.useful_until is not None and morning >= reminder.useful_until:
        _transition([reminder], State.SENDING, State.DROPPED)
    else:
        _transition([reminder], State.SENDING, State.PLANNED, due_at=morning)


def _hand_over(
    channel: Channel, deliveries: Sequence[Delivery], now: datetime
) -> list[DeliveryFailed]:
    if channel.repeatable:
        return _deliver(channel, deliveries, State.SENDING, now)
    failures = list[DeliveryFailed]()
    for delivery in deliveries:
        # The person may have answered while those before it were sent.
        if _transition([delivery.reminder], State.SENDING, State.HANDED):
            failures += _deliver(channel, [delivery], State.HANDED, now)
    return failures


def _deliver(
    channel: Channel, deliveries: Sequence[Delivery], before: State, now: datetime
) -> list[DeliveryFailed]:
    sent, skipped = list[Reminder](), list[Reminder]()
    failures = list[DeliveryFailed]()
    for delivery, error in channel.deliver(deliveries, now):
        reminder = delivery.reminder
        if error is None:
            sent.append(reminder)
        elif isinstance(error, DeliverySkipped):
            skipped.append(reminder)
        else:
            log.warning("reminder %s by %s: %s", reminder.id, channel.name, error)
            failures.append(error)
            _store_failure(reminder, error, before, now)
    _transition(sent, before, State.SENT, attempts=F("attempts") + 1, sent_at=now)
    _transition(skipped, before, State.SKIPPED)
    metrics.increment_counter(f"{COUNTER_PREFIX}{channel.name}:sent", len(sent))
    metrics.increment_counter(f"{COUNTER_PREFIX}{channel.name}:failed", len(failures))
    return failures


def _store_failure(reminder: Reminder, error: DeliveryFailed, before: State, now: datetime) -> None:
    attempts = reminder.attempts + 1
    wait = error.retry_after(attempts)
    until = reminder.useful_until
    expired = wait is not None and until is not None and now + wait >= until
    fields = {"attempts": attempts, "problem": str(error)[:32], "reached": reminder.reached}
    if error.unsure:
        _transition([reminder], before, State.UNSURE, **fields)
    elif wait is not None and not expired:
        _transition([reminder], before, State.PLANNED, due_at=now + wait, **fields)
    elif reminder.reached:  # some subscriptions have it
        _transition([reminder], before, State.SENT, sent_at=now, **fields)
    else:
        _transition([reminder], before, State.FAILED, **fields)


def _release_expired_claims(now: datetime) -> None:
    expired = Reminder.objects.filter(claimed_at__lt=now - LEASE)
    expired.filter(state=State.SENDING).update(state=State.PLANNED)
    expired.filter(state=State.HANDED).update(state=State.UNSURE)


def _transition(rows: Collection[Reminder], before: State, after: State, **fields: object) -> int:
    """Conditional update: change the rows whose state is still `before`; return their number."""
    if not rows:
        return 0
    keys = [(row.diary_id, row.id) for row in rows]
    return Reminder.objects.filter(pk__in=keys, state=before).update(state=after, **fields)
