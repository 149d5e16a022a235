"""The WSGI application behind lanes: requests take turns, each kind with its own threads.

The server's threads only wait. What runs, runs on the threads of a lane, so there are never
more connections to the database than lanes have threads, and a lane that is held up (by a slow
database, or by many reports) leaves the server's other threads free for the rest.
"""

from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from config.capacity import LANES, Capacity
from config.turns import QueueFull, TurnQueue
from diary.lanes import lane_of

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Reply = tuple[str, list[tuple[str, str]], bytes]

REFUSED = "footnote.refused"  # in the environ: there is no turn for this request
ALIVE = "/healthz"
PROBES = {"/readyz": "health", "/metrics": "health"}
BODY_AHEAD = 2_000_000  # bytes that are read before the turn: a slow client holds up no lane


class Lane:
    def __init__(self, name: str, capacity: Capacity) -> None:
        self._turns = TurnQueue(**capacity._asdict())
        self._threads = ThreadPoolExecutor(capacity.running, thread_name_prefix=name)

    def run(self, owner: Hashable, work: Callable[[], Reply]) -> Reply:
        """Raises QueueFull."""
        with self._turns.turn(owner):
            return self._threads.submit(work).result()


class Lanes:
    """Replies 503 with Retry-After (`middleware/admission.py`) when a lane is full."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._lanes = {name: Lane(name, capacity) for name, capacity in LANES.items()}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == ALIVE:
            return self._application(environ, start_response)
        _read_ahead(environ)
        lane = PROBES.get(path) or _lane_of_path(path, environ["REQUEST_METHOD"])
        try:
            status, headers, body = self._lanes[lane].run(
                owner_key(environ), lambda: _collect(self._application, environ)
            )
        except QueueFull:
            environ[REFUSED] = True
            return self._application(environ, start_response)
        start_response(status, headers)
        return [body]


def _collect(application: Application, environ: Environ) -> Reply:
    """Run the application to its end, on this thread."""
    head: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> None:
        head[:] = [status, headers]

    response = application(environ, start_response)
    try:
        body = b"".join(response)
    finally:
        if close := getattr(response, "close", None):
            close()
    return head[0], head[1], body


def _read_ahead(environ: Environ) -> None:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return  # Django refuses it
    if 0 < length <= BODY_AHEAD:
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))


def _lane_of_path(path: str, method: str) -> str:
    try:
        view = resolve(path).func
    except Resolver404:
        return lane_of(None, method)
    return lane_of(view, method)


def owner_key(environ: Environ) -> str:
    """Whose turn it is: that of a session, or else of an address."""
    if token := environ.get("HTTP_X_SESSION_TOKEN"):
        return str(token)
    try:
        cookies = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        cookies = SimpleCookie()
    if session := cookies.get(settings.SESSION_COOKIE_NAME):
        return session.value
    addresses = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if 0 < settings.TRUST_PROXY <= len(addresses):
        return str(addresses[-settings.TRUST_PROXY])
    return str(environ.get("REMOTE_ADDR", ""))
