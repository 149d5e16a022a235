"""One drawing at a time, and a queue for it that no one can fill alone.

How much memory a drawing takes is bounded by what charts draw: at most ten years of days, and as
many points as can be told apart (`scale.MOST_APART`), however many episodes there are. How long it
takes is bounded twice: the pen puts down nothing more after `SECONDS`, which is many times what the
largest chart needs; and here, how many wait, and how long.
"""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Condition

SOON = 2  # seconds, after which to ask again
SECONDS = 10.0  # that one drawing may take


class Busy(Exception):
    """Too many are waiting, or it took too long."""

    retry_after = SOON


class Turns:
    """At most `most` wait, `each` of them for the same diary, and none for more than `seconds`."""

    def __init__(self, most: int = 32, each: int = 8, seconds: float = 10) -> None:
        self._most, self._each, self._seconds = most, each, seconds
        self._changed = Condition()
        self._waiting: list[tuple[Hashable, object]] = []
        self._drawing = False
        self._last: Hashable = None

    @contextmanager
    def take(self, whose: Hashable = None) -> Iterator[None]:
        """Raises `Busy`; not for work without an owner, which waits for as long as it takes."""
        mine = (whose, object())
        with self._changed:
            if whose is not None and (
                len(self._waiting) >= self._most
                or sum(owner == whose for owner, _ in self._waiting) >= self._each
            ):
                raise Busy
            self._waiting.append(mine)
            seconds = None if whose is None else self._seconds
            try:
                if not self._changed.wait_for(lambda: self._next() is mine, seconds):
                    raise Busy
                self._drawing, self._last = True, whose
            finally:
                self._waiting.remove(mine)
                self._changed.notify_all()  # one that gave up may have been in the way
        try:
            yield
        finally:
            with self._changed:
                self._drawing = False
                self._changed.notify_all()

    def _next(self) -> tuple[Hashable, object] | None:
        """The first that waits for another diary than was drawn last, or else the first."""
        if self._drawing or not self._waiting:
            return None
        others = (one for one in self._waiting if one[0] != self._last)
        return next(others, self._waiting[0])
