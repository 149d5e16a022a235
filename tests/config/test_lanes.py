"""Lanes: what takes long holds up its own kind alone, and never the threads of the server."""

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import get_resolver

from config.capacity import LANES, THREADS
from config.lanes import REFUSED, Environ, Lanes, owner_key
from config.middleware.admission import AdmissionMiddleware
from diary.lanes import DOCUMENTS, DRAWINGS, ORDINARY, lane_of

LONG = 60  # seconds; nothing here takes as long
ORDINARY_PATH, CHART = "/api/v1/diary", "/api/v1/charts/calendar.svg"
REPORT = "/api/v1/report.pdf"


def environ(path: str = ORDINARY_PATH, session: str = "", **more: Any) -> Environ:
    headers = {"HTTP_X_SESSION_TOKEN": session} if session else {}
    return {"PATH_INFO": path, "REQUEST_METHOD": "GET", "REMOTE_ADDR": "10.0.0.1"} | headers | more


class Site:
    """A WSGI application that replies when it is told to, behind lanes."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Semaphore(0), threading.Event()
        self.threads = set[str]()
        self.closed = 0
        self.lanes = Lanes(self.application)

    def application(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get(REFUSED):
            start_response("503 Service Unavailable", [])
            return [b"busy"]
        self.threads.add(threading.current_thread().name)
        if "slow" in environ:
            self.begun.release()
            assert self.go_on.wait(LONG)
        start_response("200 OK", [("X-Path", environ["PATH_INFO"])])
        return self.body(environ)

    def body(self, environ: Environ) -> Iterator[bytes]:
        try:
            yield environ["wsgi.input"].read() if "wsgi.input" in environ else b"fine"
        finally:
            self.closed += 1

    def get(self, path: str = ORDINARY_PATH, session: str = "", **more: Any) -> tuple[str, bytes]:
        statuses: list[str] = []
        reply = self.lanes(
            environ(path, session, **more), lambda status, _: statuses.append(status)
        )
        return statuses[0][:3], b"".join(reply)

    def occupy(self, path: str, count: int, sessions: int = 1_000) -> None:
        """Requests that run until `go_on`; returns when as many as can have begun."""
        running = LANES[lane_name(path)].running
        for number in range(count):
            ask = {"session": f"person {number % sessions}", "slow": True}
            threading.Thread(target=self.get, args=(path,), kwargs=ask, daemon=True).start()
            if number < running:
                assert self.begun.acquire(timeout=LONG)


def lane_name(path: str) -> str:
    return lane_of(get_resolver().resolve(path).func, "GET")


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.go_on.set()


def test_a_request_runs_to_its_end_on_a_thread_of_its_lane(site: Site) -> None:
    assert site.get() == ("200", b"fine")
    assert site.get(CHART) == ("200", b"fine")
    assert {name.partition("_")[0] for name in site.threads} == {ORDINARY, DRAWINGS}
    assert site.closed == 2


def test_more_than_a_lane_has_room_for_are_refused_and_other_lanes_go_on(site: Site) -> None:
    capacity = LANES[DOCUMENTS]
    site.occupy(REPORT, capacity.running + capacity.waiting)
    wait_for_waiting(site, DOCUMENTS, capacity.waiting)
    assert site.get(REPORT, "another") == ("503", b"busy")
    assert site.get(CHART) == ("200", b"fine")
    assert site.get() == ("200", b"fine")


def test_forty_reports_of_one_person_leave_a_turn_for_another(site: Site) -> None:
    capacity = LANES[DOCUMENTS]
    site.occupy(REPORT, 40, sessions=1)
    wait_for_waiting(site, DOCUMENTS, capacity.per_owner - capacity.running)
    replies: list[tuple[str, bytes]] = []
    other = threading.Thread(target=lambda: replies.append(site.get(REPORT, "another")))
    other.start()
    site.go_on.set()
    other.join(LONG)
    assert replies == [("200", b"fine")]


def test_the_site_is_alive_while_every_lane_is_full(site: Site) -> None:
    for path, lane in ((ORDINARY_PATH, ORDINARY), (CHART, DRAWINGS), (REPORT, DOCUMENTS)):
        site.occupy(path, LANES[lane].running + LANES[lane].waiting)
        wait_for_waiting(site, lane, LANES[lane].waiting)
        assert site.get(path, "another")[0] == "503"
    assert site.get("/healthz") == ("200", b"fine")
    assert site.get("/readyz") == ("200", b"fine")


def wait_for_waiting(site: Site, lane: str, count: int) -> None:
    turns = site.lanes._lanes[lane]._turns
    with turns._changed:
        assert turns._changed.wait_for(lambda: len(turns._queue) >= count, LONG)


def test_the_server_has_a_thread_for_all_that_run_and_wait() -> None:
    busy = sum(capacity.running + capacity.waiting for capacity in LANES.values())
    assert busy < THREADS <= busy + 10


def test_a_body_is_read_before_the_turn(site: Site) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert threading.current_thread() is here
            return super().read(size)

    here = threading.current_thread()
    request: dict[str, Any] = {"CONTENT_LENGTH": "4", "wsgi.input": Slow(b"body")}
    assert site.get(**request) == ("200", b"body")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"HTTP_X_SESSION_TOKEN": "token"}, "token"),
        ({"HTTP_COOKIE": "a=b; session=mine; c=d"}, "mine"),
        ({"HTTP_COOKIE": "garbage\x00;;="}, "10.0.0.1"),
        ({"HTTP_X_FORWARDED_FOR": "6.6.6.6, 192.0.2.7"}, "192.0.2.7"),
        ({}, "10.0.0.1"),
    ],
)
def test_turns_belong_to_a_session_or_else_an_address(
    settings: Any, headers: dict[str, str], expected: str
) -> None:
    settings.TRUST_PROXY = 1 if "HTTP_X_FORWARDED_FOR" in headers else 0
    assert owner_key(environ(**headers)) == expected


def test_a_header_that_no_proxy_set_is_not_believed(settings: Any) -> None:
    settings.TRUST_PROXY = 0
    assert owner_key(environ(HTTP_X_FORWARDED_FOR="6.6.6.6")) == "10.0.0.1"


@pytest.mark.parametrize(
    ("path", "lane"),
    [
        ("/api/v1/diary", ORDINARY),
        ("/api/v1/sync", ORDINARY),
        ("/api/v1/insights", DRAWINGS),
        ("/api/v1/charts/calendar.png", DRAWINGS),
        ("/s/token/charts/calendar.svg", DRAWINGS),
        ("/api/v1/report.pdf", DOCUMENTS),
        ("/api/v1/export.json", DOCUMENTS),
        ("/api/v1/export.fhir.json", DOCUMENTS),
        ("/s/token", DOCUMENTS),
        ("/s/token/report.pdf", DOCUMENTS),
        ("/api/v1/health-links", DOCUMENTS),
    ],
)
def test_what_takes_long_has_a_lane_of_its_own(path: str, lane: str) -> None:
    assert lane_name(path) == lane


def test_making_a_link_is_a_document_and_listing_them_is_not() -> None:
    view = get_resolver().resolve("/api/v1/share-links").func
    assert (lane_of(view, "GET"), lane_of(view, "POST")) == (ORDINARY, DOCUMENTS)


def test_a_refused_request_gets_the_envelope(rf: RequestFactory) -> None:
    def never(request: HttpRequest) -> Any:
        raise AssertionError

    request = rf.get("/api/v1/diary", **{REFUSED: True})  # type: ignore[arg-type]
    reply = AdmissionMiddleware(never)(request)
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "5")
    assert b'"busy"' in reply.content
