"""What a channel is, and how one says that a delivery did not work."""

from datetime import timedelta
from typing import ClassVar, Protocol

from diary.models import Diary


class Channel(Protocol):
    name: ClassVar[str]
    disturbs: ClassVar[bool]  # keeps to the quiet hours
    emergency: ClassVar[bool]  # may carry an emergency
    repeatable: ClassVar[bool]  # delivering twice is the same as once

    def send(self, diary: Diary) -> None:
        """Deliver one reminder. Raises NotWanted or DeliveryFailed."""


class NotWanted(Exception):
    """This diary is not reached by this channel: turned off, or no verified address."""


class DeliveryFailed(Exception):
    """A delivery did not work. Carries the retry policy, and no address or health data.

    `retry` says whether trying again may work; `unsure` that it may have been delivered.
    """

    def __init__(self, what: str, *, retry: bool = False, unsure: bool = False) -> None:
        super().__init__(what)
        self.retry, self.unsure = retry, unsure

    def retry_after(self, attempts: int) -> timedelta | None:
        """How long to wait after so many attempts; None when there is to be no other."""
        waits = (1, 5, 30, 120, 480)  # minutes
        if not self.retry or attempts > len(waits):
            return None
        return timedelta(minutes=waits[attempts - 1])
