"""A time limit for the whole of a request: one of the socket's own begins anew with each byte.

Who drips out an answer, a letter every few seconds, would hold a sender for as long as it likes.
"""

import socket
from contextvars import ContextVar
from http.client import HTTPResponse
from io import BufferedReader, RawIOBase
from time import monotonic
from typing import Any

# When the request that this thread has under way is to be done, by the monotonic clock.
_until: ContextVar[float] = ContextVar("until")


def begin(seconds: float) -> None:
    """From now on this thread's request has so long."""
    _until.set(monotonic() + seconds)


def left() -> float:
    """Seconds. Raises TimeoutError when there are none."""
    found = _until.get() - monotonic()
    if found <= 0:
        raise TimeoutError
    return found


class Reply(HTTPResponse):
    """As http.client's own, but within the time; raises TimeoutError."""

    def __init__(self, sock: socket.socket, *args: Any, **more: Any) -> None:
        super().__init__(sock, *args, **more)
        self.fp = BufferedReader(_InTime(sock, self.fp.detach()))


class _InTime(RawIOBase):
    def __init__(self, sock: socket.socket, inner: RawIOBase) -> None:
        self.sock, self.inner = sock, inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self.sock.settimeout(left())
        return self.inner.readinto(buffer)

    def close(self) -> None:
        self.inner.close()
        super().close()
