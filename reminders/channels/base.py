"""What a channel is, and how one says that a delivery did not work."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from diary.models import Diary
from reminders.messages import Says
from reminders.models import Reminder


class NotWanted(Exception):
    """This diary is not reached by this channel: turned off, or nothing to reach it at."""


class DeliveryFailed(Exception):
    """A delivery did not work. Carries the retry policy, and no address or health data.

    `retry` says whether trying again may work, `wait` for how long the other side wants to be
    left alone; `unsure` that it may have been delivered.
    """

    def __init__(
        self, what: str, *, retry: bool = False, unsure: bool = False, wait: timedelta | None = None
    ) -> None:
        super().__init__(what)
        self.retry, self.unsure, self.wait = retry, unsure, wait

    def retry_after(self, attempts: int) -> timedelta | None:
        """How long to wait after so many attempts; None when there is to be no other."""
        waits = (1, 5, 30, 120, 480)  # minutes
        if not self.retry or attempts > len(waits):
            return None
        return max(timedelta(minutes=waits[attempts - 1]), self.wait or timedelta())


@dataclass(frozen=True)
class Delivery:
    """A reminder to be handed over now, and what it says in the person's language."""

    reminder: Reminder
    diary: Diary
    says: Says


Result = tuple[Delivery, NotWanted | DeliveryFailed | None]


class Channel(Protocol):
    name: ClassVar[str]
    kinds: ClassVar[frozenset[str]]  # what it carries
    disturbs: ClassVar[bool]  # keeps to the quiet hours, and to what the person chose
    emergency: ClassVar[bool]  # may carry an emergency
    repeatable: ClassVar[bool]  # delivering twice is the same as once

    def deliver(self, deliveries: Sequence[Delivery], now: datetime) -> Iterator[Result]:
        """Hand them over; gives each with what kept it from its person, or None."""


def one_by_one(deliveries: Iterable[Delivery], send: "Send") -> Iterator[Result]:
    for delivery in deliveries:
        try:
            send(delivery)
        except (NotWanted, DeliveryFailed) as problem:
            yield delivery, problem
        else:
            yield delivery, None


class Send(Protocol):
    def __call__(self, delivery: Delivery) -> None:
        """Raises NotWanted or DeliveryFailed."""
