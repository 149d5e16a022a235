"""Deadline for a whole HTTP exchange.

A socket timeout restarts on every recv, so a slow-drip server (slowloris) could block a sender
for as long as it likes.
"""

import socket
from contextvars import ContextVar
from http.client import HTTPResponse
from io import BufferedReader, RawIOBase
from time import monotonic
from typing import Any

# The deadline of this thread's request, on the monotonic clock.
_deadline: ContextVar[float] = ContextVar("deadline")


def start_deadline(seconds: float) -> None:
    """Set the deadline of this thread's request."""
    _deadline.set(monotonic() + seconds)


def remaining_seconds() -> float:
    """Seconds until the deadline. Raises TimeoutError after it."""
    remaining = _deadline.get() - monotonic()
    if remaining <= 0:
        raise TimeoutError
    return remaining


class DeadlineResponse(HTTPResponse):
    """An http.client response whose reads raise TimeoutError after the deadline."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = BufferedReader(_DeadlineReader(sock, self.fp.detach()))


class _DeadlineReader(RawIOBase):
    def __init__(self, sock: socket.socket, inner: RawIOBase) -> None:
        self.sock, self.inner = sock, inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self.sock.settimeout(remaining_seconds())
        return self.inner.readinto(buffer)

    def close(self) -> None:
        self.inner.close()
        super().close()
