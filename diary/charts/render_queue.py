"""Fair queue for rendering: one chart at a time, and no diary can fill the queue alone.

Memory is bounded by what charts draw: at most ten years of days, and `axis.MAX_POINTS` points,
however many episodes there are. Time is bounded twice: the canvas stops drawing after
`RENDER_TIMEOUT`, many times what the largest chart needs; and this queue limits how many
requests wait, and for how long.
"""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Condition

RETRY_AFTER = 2  # seconds
RENDER_TIMEOUT = 10.0  # seconds


class QueueFull(Exception):
    """Too many requests are waiting, or this one has waited too long."""

    retry_after = RETRY_AFTER


class RenderTimeout(QueueFull):
    """Drawing took longer than `RENDER_TIMEOUT`."""


class RenderQueue:
    """At most `max_waiting` requests wait, `max_per_owner` of one diary, each up to `timeout` s."""

    def __init__(self, max_waiting: int = 32, max_per_owner: int = 8, timeout: float = 10) -> None:
        self._max_waiting, self._max_per_owner = max_waiting, max_per_owner
        self._timeout = timeout
        self._changed = Condition()
        self._waiting: list[tuple[Hashable, object]] = []
        self._rendering = False
        self._last_owner: Hashable = None

    @contextmanager
    def slot(self, owner: Hashable = None) -> Iterator[None]:
        """Wait for the turn to render. Raises `QueueFull`.

        Work without an owner (a worker's) is never refused: it waits as long as it takes.
        """
        ticket = (owner, object())
        with self._changed:
            if owner is not None and (
                len(self._waiting) >= self._max_waiting
                or sum(other == owner for other, _ in self._waiting) >= self._max_per_owner
            ):
                raise QueueFull
            self._waiting.append(ticket)
            timeout = None if owner is None else self._timeout
            try:
                if not self._changed.wait_for(lambda: self._next() is ticket, timeout):
                    raise QueueFull
                self._rendering, self._last_owner = True, owner
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()  # a ticket that timed out may have blocked others
        try:
            yield
        finally:
            with self._changed:
                self._rendering = False
                self._changed.notify_all()

    def _next(self) -> tuple[Hashable, object] | None:
        """Fairness: the first ticket of another owner than rendered last, or else the first."""
        if self._rendering or not self._waiting:
            return None
        others = (ticket for ticket in self._waiting if ticket[0] != self._last_owner)
        return next(others, self._waiting[0])
