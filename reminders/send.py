"""Send due reminders: claim rows with a lease, deliver them, store the result of each.

A conditional update claims a row, so two senders never take the same one. A claim lasts LEASE,
little longer than one send: when a sender dies, its rows are sent by the next. But a row that
it had handed to a channel that is not idempotent becomes UNSURE: at most once is better than
twice. Leases are measured by the clock of the database, so a worker with a wrong clock neither
takes the claims of others nor keeps its own.

The reason for a reminder may be gone, or nothing was sent for a week. So each row is validated
before it is sent: not expired, no later slot due too, still asked, turned on, no quiet hours.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from diary import i18n
from diary.models import Diary
from reminders import metrics, times, validity
from reminders.channels import CHANNELS
from reminders.channels.base import (
    Channel,
    ChannelDown,
    Deliver,
    Delivery,
    DeliveryFailed,
    DeliverySkipped,
)
from reminders.kinds import SETTING_BY_KIND
from reminders.messages import render_notification
from reminders.models import Reminder

log = logging.getLogger(__name__)
# Longer than any batch of a channel takes (see channels/README.md); with the beat of
# SEND_EVERY and the end of what runs, a dead worker's claim is free again within 60 s.
LEASE = timedelta(seconds=30)
SEND_EVERY = 15  # seconds, the beat of `send_due_reminders`
RUN_SECONDS = 7.0  # of one task: others of the queue wait no longer
MAX_SENDERS = 4  # tasks of one channel at a time
DUE_PER_SENDER = 100  # due reminders for which another task is worth it
MAX_RAISED = 20  # failures in the ExceptionGroup; its message has their number
State = Reminder.State
CLAIMED = (State.SENDING, State.HANDED)
Clock = Callable[[], datetime]


def count_senders(now: datetime) -> dict[str, int]:
    """By channel, how many tasks are worth starting for what is due; releases expired claims.

    Slow channels come last, so that the others do not wait behind them.
    """
    _release_expired_claims()
    needed = dict[str, int]()
    for name, channel in sorted(CHANNELS.items(), key=lambda item: not item[1].repeatable):
        due = _due(channel, now)[: MAX_SENDERS * DUE_PER_SENDER].count()
        needed[name] = -(-due // DUE_PER_SENDER)
    return needed


def send_due(channel: Channel, clock: Clock) -> int:
    """Send what is due through a channel; return how many reminders were claimed.

    Stops after RUN_SECONDS; the next task does the rest. Every claimed row is tried; then the
    failures are raised together, as an ExceptionGroup of DeliveryFailed: their rows are
    postponed or failed. Raises ChannelDown when nothing can be sent: all stay due.
    """
    if not _due(channel, clock()).exists():
        return 0
    run = _Run(channel, clock)
    try:
        with channel.session() as deliver:
            stop = monotonic() + RUN_SECONDS
            while claimed := claim_due(channel, clock()):
                run.send(claimed, deliver)
                if monotonic() >= stop:
                    break
    finally:
        metrics.add_outcomes(channel.name, run.outcomes, run.lateness)
    if run.failures:
        message = f"{len(run.failures)} reminders that were not sent"
        raise ExceptionGroup(message, run.failures[:MAX_RAISED])
    return run.count


def claim_due(channel: Channel, now: datetime) -> list[Reminder]:
    """Claim a batch of due reminders, those that are due for longest."""
    with transaction.atomic():
        due = _due(channel, now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        reminders = list(due.order_by("due_at")[: channel.batch_size])
        _transition(reminders, State.PLANNED, State.SENDING, claimed_at=Now())
    return reminders


def _due(channel: Channel, now: datetime) -> QuerySet[Reminder]:
    return Reminder.objects.filter(channel=channel.name, state=State.PLANNED, due_at__lte=now)


def _superseded_ids(claimed: Sequence[Reminder], now: datetime) -> set[UUID]:
    """Ids of those with a later slot about the same thing that is due too.

    They have the same content: after an outage only the last one is sent.
    """
    later = Reminder.objects.filter(
        Q(due_at__gt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), id__gt=OuterRef("id")),
        Q(about_id=OuterRef("about_id")) | Q(about_id=None),
        diary_id=OuterRef("diary_id"),
        kind=OuterRef("kind"),
        channel=OuterRef("channel"),
        due_at__lte=now,
        state__in=(State.PLANNED, *CLAIMED, State.SENT),
    )
    return set(_rows(claimed).filter(Exists(later)).values_list("id", flat=True))


class _Run:
    """What one task sends through one channel, and what became of it."""

    def __init__(self, channel: Channel, clock: Clock) -> None:
        self.channel, self.clock = channel, clock
        self.count = 0
        self.failures = list[DeliveryFailed]()
        self.outcomes = Counter[str]()
        self.lateness = list[timedelta]()

    def send(self, claimed: Sequence[Reminder], deliver: Deliver) -> None:
        """Raises ChannelDown."""
        self.count += len(claimed)
        deliveries = self._prepare(claimed, self.clock())
        if self.channel.repeatable:
            self._deliver(deliver, deliveries, State.SENDING)
            return
        for delivery in deliveries:
            # The person may have answered while those before it were sent.
            if _transition([delivery.reminder], State.SENDING, State.HANDED):
                self._deliver(deliver, [delivery], State.HANDED)

    def _prepare(self, claimed: Sequence[Reminder], now: datetime) -> list[Delivery]:
        """The deliveries of those that are still to be sent; the others are stored as ended.

        One whose content cannot be made is stored as a failure and does not hold up the others.
        """
        try:
            return self._select(claimed, now)
        except Exception as error:
            if len(claimed) == 1:
                failure = DeliveryFailed(type(error).__name__, retry=True)
                self._store_failure(claimed[0], failure, State.SENDING)
                return []
        return [ready for reminder in claimed for ready in self._prepare([reminder], now)]

    def _select(self, claimed: Sequence[Reminder], now: datetime) -> list[Delivery]:
        diaries = Diary.objects.in_bulk({reminder.diary_id for reminder in claimed})
        superseded = _superseded_ids(claimed, now)
        valid = validity.still_valid_ids(claimed, now) - superseded
        ended: dict[State, list[Reminder]] = {}
        mornings, deliveries = list[tuple[Reminder, datetime]](), list[Delivery]()
        for reminder in claimed:
            diary = diaries.get(reminder.diary_id)
            disturbs = self.channel.disturbs
            if reminder.useful_until is not None and reminder.useful_until <= now:
                ended.setdefault(State.DROPPED, []).append(reminder)
            elif diary is None or reminder.id not in valid:
                ended.setdefault(State.CANCELLED, []).append(reminder)
            elif disturbs and not getattr(diary, SETTING_BY_KIND[reminder.kind]):
                ended.setdefault(State.SKIPPED, []).append(reminder)
            elif disturbs and (morning := times.quiet_until(diary, now)):
                mornings.append((reminder, morning))
            else:
                with i18n.override_language(diary.locale):
                    deliveries.append(
                        Delivery(reminder, diary, render_notification(reminder, diary))
                    )
        for state, reminders in ended.items():
            self._end(reminders, State.SENDING, state)
        for reminder, morning in mornings:
            self._postpone(reminder, morning)
        return deliveries

    def _postpone(self, reminder: Reminder, morning: datetime) -> None:
        if reminder.useful_until is not None and morning >= reminder.useful_until:
            self._end([reminder], State.SENDING, State.DROPPED)
        else:
            _transition([reminder], State.SENDING, State.PLANNED, due_at=morning)

    def _deliver(self, deliver: Deliver, deliveries: Sequence[Delivery], before: State) -> None:
        now = self.clock()
        sent, skipped = list[Reminder](), list[Reminder]()
        left = {delivery.reminder.id: delivery.reminder for delivery in deliveries}
        try:
            for delivery, error in deliver(deliveries, now):
                reminder = left.pop(delivery.reminder.id)
                if error is None:
                    sent.append(reminder)
                elif isinstance(error, DeliverySkipped):
                    skipped.append(reminder)
                else:
                    self._store_failure(reminder, error, before)
        except ChannelDown:
            _transition(list(left.values()), before, State.PLANNED)
            raise
        finally:
            self._end_sent(sent, before, now)
            self._end(skipped, before, State.SKIPPED)
        _transition(list(left.values()), before, State.PLANNED)

    def _end_sent(self, sent: Collection[Reminder], before: State, now: datetime) -> None:
        self._end(sent, before, State.SENT, attempts=F("attempts") + 1, sent_at=now)
        self.lateness += [now - reminder.due_at for reminder in sent]

    def _end(
        self, rows: Collection[Reminder], before: State, after: State, **fields: object
    ) -> None:
        self.outcomes[after] += _transition(rows, before, after, **fields)

    def _store_failure(self, reminder: Reminder, error: DeliveryFailed, before: State) -> None:
        log.warning("reminder %s by %s: %s", reminder.id, self.channel.name, error)
        self.failures.append(error)
        now, attempts, until = self.clock(), reminder.attempts + 1, reminder.useful_until
        wait = error.retry_after(attempts)
        expired = wait is not None and until is not None and now + wait >= until
        fields = {"attempts": attempts, "problem": str(error)[:32], "reached": reminder.reached}
        if error.unsure:
            self._end([reminder], before, State.UNSURE, **fields)
        elif wait is not None and not expired:
            self.outcomes["retried"] += 1
            _transition([reminder], before, State.PLANNED, due_at=now + wait, **fields)
        elif reminder.reached:  # some subscriptions have it
            self._end([reminder], before, State.SENT, sent_at=now, **fields)
        else:
            self._end([reminder], before, State.FAILED, **fields)


def _release_expired_claims() -> None:
    expired = Reminder.objects.filter(state__in=CLAIMED, claimed_at__lt=Now() - LEASE)
    expired.filter(state=State.SENDING).update(state=State.PLANNED)
    for name, channel in CHANNELS.items():
        if not channel.repeatable:
            unsure = expired.filter(state=State.HANDED, channel=name).update(state=State.UNSURE)
            metrics.add_outcomes(name, Counter({State.UNSURE.value: unsure}), [])


def _rows(reminders: Collection[Reminder]) -> QuerySet[Reminder]:
    return Reminder.objects.filter(pk__in=[(row.diary_id, row.id) for row in reminders])


def _transition(rows: Collection[Reminder], before: State, after: State, **fields: object) -> int:
    """Conditional update: change the rows whose state is still `before`; return their number."""
    if not rows:
        return 0
    return _rows(rows).filter(state=before).update(state=after, **fields)
