"""Bound how many requests run at a time, and how many wait and for how long.

The server has more threads than requests may use, so some are always free to say that the site
is alive. Without this, requests that wait for a slow database take every thread.
"""

from collections.abc import Callable
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse

from config import errors
from config.capacity import RUNNING, WAITING

WAIT_SECONDS = 5.0


class AdmissionMiddleware:
    """Replies 503 with Retry-After to a request for which there is no room."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._running = BoundedSemaphore(RUNNING)
        self._waiting = BoundedSemaphore(WAITING)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._running.acquire(blocking=False) and not self._wait():
            return errors.busy(request)
        try:
            return self.get_response(request)
        finally:
            self._running.release()

    def _wait(self) -> bool:
        """Whether it is this request's turn within WAIT_SECONDS."""
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._running.acquire(timeout=WAIT_SECONDS)
        finally:
            self._waiting.release()
