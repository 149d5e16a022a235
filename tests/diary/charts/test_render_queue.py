"""Render queue: serial, fair between diaries, bounded."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from diary.charts.render_queue import QueueFull, RenderQueue

LONG = 60  # seconds; nothing here takes as long


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


@contextmanager
def occupied(queue: RenderQueue, pool: ThreadPoolExecutor) -> Iterator[None]:
    """The queue is occupied until the end of the block."""
    begun, done = Event(), Event()

    def draw() -> None:
        with queue.slot("occupied"):
            begun.set()
            done.wait(LONG)

    drawing = pool.submit(draw)
    begun.wait(LONG)
    try:
        yield
    finally:
        done.set()
        drawing.result(LONG)


def waiting(
    queue: RenderQueue, pool: ThreadPoolExecutor, owner: str, order: list[str]
) -> Future[None]:
    """A request that waits in the queue when this returns."""

    def draw() -> None:
        with queue.slot(owner):
            order.append(owner)

    before = len(queue._waiting)
    request = pool.submit(draw)
    while len(queue._waiting) == before and not request.done():
        pass
    return request


def test_charts_are_rendered_serially_and_diaries_take_turns(pool: ThreadPoolExecutor) -> None:
    queue, order = RenderQueue(), list[str]()
    with occupied(queue, pool):
        requests = [waiting(queue, pool, owner, order) for owner in ("a", "a", "a", "b", "c")]
        assert order == []
    for request in requests:
        request.result(LONG)
    assert order == ["a", "b", "a", "c", "a"]  # b does not wait for all of a


def test_one_diary_cannot_fill_the_queue(pool: ThreadPoolExecutor) -> None:
    queue, order = RenderQueue(max_waiting=8, max_per_owner=2), list[str]()
    with occupied(queue, pool):
        requests = [waiting(queue, pool, "a", order) for _ in range(3)]
        with pytest.raises(QueueFull):
            requests[2].result(LONG)
        requests.append(waiting(queue, pool, "b", order))
    assert [request.exception(LONG) is None for request in requests] == [True, True, False, True]


def test_the_queue_has_an_end_but_not_for_work_without_an_owner(
    pool: ThreadPoolExecutor,
) -> None:
    queue, order = RenderQueue(max_waiting=1), list[str]()
    with occupied(queue, pool):
        waiting(queue, pool, "a", order)
        with pytest.raises(QueueFull), queue.slot("b"):
            pass
        patient = pool.submit(lambda: queue.slot().__enter__())
    assert patient.exception(LONG) is None


def test_a_request_that_waits_too_long_fails_and_leaves_the_queue(pool: ThreadPoolExecutor) -> None:
    queue, order = RenderQueue(timeout=0.01), list[str]()
    with occupied(queue, pool), pytest.raises(QueueFull), queue.slot("a"):
        pass
    waiting(queue, pool, "b", order).result(LONG)
    assert order == ["b"]


def test_a_failed_rendering_releases_the_queue() -> None:
    queue = RenderQueue(timeout=0.01)
    with pytest.raises(ZeroDivisionError), queue.slot("a"):
        _ = 1 / 0
    with queue.slot("a"):
        pass
