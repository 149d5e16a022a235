"""The interface of a channel, and the errors of a delivery."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from diary.models import Diary
from reminders.messages import NotificationContent
from reminders.models import Reminder


class DeliverySkipped(Exception):
    """The person turned this channel off, or has no address in it."""


class DeliveryFailed(Exception):
    """A failed delivery. Carries the retry policy, and no address or health data.

    `retry`: a retry may succeed; `wait`: the `Retry-After` of the other side; `unsure`: it may
    have been delivered.
    """

    def __init__(
        self, what: str, *, retry: bool = False, unsure: bool = False, wait: timedelta | None = None
    ) -> None:
        super().__init__(what)
        self.retry, self.unsure, self.wait = retry, unsure, wait

    def retry_after(self, attempts: int) -> timedelta | None:
        """Back-off after this number of attempts; None: do not retry."""
        waits = (1, 5, 30, 120, 480)  # minutes
        if not self.retry or attempts > len(waits):
            return None
        return max(timedelta(minutes=waits[attempts - 1]), self.wait or timedelta())


class ChannelDown(Exception):
    """Nothing can be sent through this channel now; the message names the kind of failure."""


@dataclass(frozen=True)
class Delivery:
    """A reminder to deliver now, with its content in the person's language."""

    reminder: Reminder
    diary: Diary
    content: NotificationContent


DeliveryResult = tuple[Delivery, DeliverySkipped | DeliveryFailed | None]
# Delivers them; yields each with its error, or None. Those that it does not yield are sent
# later, and count as no attempt. Raises ChannelDown.
Deliver = Callable[[Sequence[Delivery], datetime], Iterator[DeliveryResult]]


class Channel(Protocol):
    name: ClassVar[str]
    order: ClassVar[int]  # position in CHANNELS, lowest first
    kinds: ClassVar[frozenset[str]]  # kinds of reminders it delivers
    disturbs: ClassVar[bool]  # respects the quiet hours and the settings
    emergency: ClassVar[bool]  # delivers emergencies
    repeatable: ClassVar[bool]  # idempotent: delivering twice is the same as once
    batch_size: ClassVar[int]  # reminders that are claimed together; takes less than `send.LEASE`

    def session(self) -> AbstractContextManager[Deliver]:
        """What several batches share, such as a connection. Raises ChannelDown."""


def deliver_each(deliveries: Iterable[Delivery], send: "Send") -> Iterator[DeliveryResult]:
    """One after the other; an unexpected error is a failure of the one that it happened to."""
    for delivery in deliveries:
        try:
            send(delivery)
        except (DeliverySkipped, DeliveryFailed) as error:
            yield delivery, error
        except ChannelDown:
            raise
        except Exception as error:
            yield delivery, DeliveryFailed(type(error).__name__, retry=True)
        else:
            yield delivery, None


class Send(Protocol):
    def __call__(self, delivery: Delivery) -> None:
        """Raises DeliverySkipped, DeliveryFailed or ChannelDown."""
