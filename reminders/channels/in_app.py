"""In the app, which shows the sent reminders."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import ClassVar

from reminders.channels.base import Channel, Deliver, Delivery, DeliveryResult
from reminders.kinds import PROMPT, VISIT


class InApp:
    name: ClassVar[str] = "in_app"
    order: ClassVar[int] = 1
    kinds: ClassVar[frozenset[str]] = frozenset({PROMPT, VISIT})
    disturbs: ClassVar[bool] = False
    emergency: ClassVar[bool] = True
    repeatable: ClassVar[bool] = True
    batch_size: ClassVar[int] = 250

    def session(self) -> AbstractContextManager[Deliver]:
        return nullcontext(self.deliver)

    def deliver(self, deliveries: Sequence[Delivery], now: datetime) -> Iterator[DeliveryResult]:
        """No transport: GET /reminders lists what was sent."""
        for delivery in deliveries:
            yield delivery, None


CHANNEL: Channel = InApp()
