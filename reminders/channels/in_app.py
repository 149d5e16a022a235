"""In the app: a reminder that was sent is one that the app shows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from reminders.channels.base import Delivery, Result
from reminders.kinds import PROMPT, VISIT


class InApp:
    name: ClassVar[str] = "in_app"
    kinds: ClassVar[frozenset[str]] = frozenset({PROMPT, VISIT})
    disturbs: ClassVar[bool] = False
    emergency: ClassVar[bool] = True
    repeatable: ClassVar[bool] = True

    def deliver(self, deliveries: Sequence[Delivery], now: datetime) -> Iterator[Result]:
        """Nothing to hand over: GET /reminders lists what was sent."""
        for delivery in deliveries:
            yield delivery, None
