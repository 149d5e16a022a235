"""Fair, bounded turns: so many run, so many wait for so long; nobody can fill the queue alone."""

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Condition


class QueueFull(Exception):
    """Too many wait, or this one has waited too long."""


class TurnQueue:
    """`running` have a turn at a time and `waiting` wait for one, each up to `seconds`.

    Of one owner at most `per_owner` run and wait. The next turn goes to whoever waits for
    longest among the owners that have fewest turns just now.
    """

    def __init__(self, *, running: int, waiting: int, per_owner: int, seconds: float) -> None:
        self._running, self._waiting = running, waiting
        self._per_owner, self._seconds = per_owner, seconds
        self._changed = Condition()
        self._queue: list[tuple[Hashable, object]] = []
        self._turns = Counter[Hashable]()
        self._last_owner: Hashable = None

    @contextmanager
    def turn(self, owner: Hashable) -> Iterator[None]:
        """Wait for a turn, and have it. Raises QueueFull."""
        ticket = (owner, object())
        with self._changed:
            if self._is_full(owner):
                raise QueueFull
            self._queue.append(ticket)
            try:
                if not self._changed.wait_for(lambda: self._next() is ticket, self._seconds):
                    raise QueueFull
                self._turns[owner] += 1
                self._last_owner = owner
            finally:
                self._queue.remove(ticket)
                self._changed.notify_all()  # a ticket that timed out may have blocked others
        try:
            yield
        finally:
            with self._changed:
                self._turns[owner] -= 1
                self._turns += Counter()  # forgets those at zero
                self._changed.notify_all()

    def _is_full(self, owner: Hashable) -> bool:
        free = self._running - self._turns.total()
        if len(self._queue) >= self._waiting + free:
            return True
        waits = sum(other == owner for other, _ in self._queue)
        return waits + self._turns[owner] >= self._per_owner

    def _next(self) -> tuple[Hashable, object] | None:
        if not self._queue or self._turns.total() >= self._running:
            return None
        return min(
            self._queue, key=lambda ticket: (self._turns[ticket[0]], ticket[0] == self._last_owner)
        )
