"""Turns: bounded, and fair between owners."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from config.turns import QueueFull, TurnQueue

LONG = 60  # seconds; nothing here takes as long


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


@contextmanager
def occupied(queue: TurnQueue, pool: ThreadPoolExecutor, owner: str = "occupied") -> Iterator[None]:
    """A turn is taken until the end of the block."""
    begun, done = Event(), Event()

    def act() -> None:
        with queue.turn(owner):
            begun.set()
            done.wait(LONG)

    acting = pool.submit(act)
    begun.wait(LONG)
    try:
        yield
    finally:
        done.set()
        acting.result(LONG)


def waiting(
    queue: TurnQueue, pool: ThreadPoolExecutor, owner: str, order: list[str]
) -> Future[None]:
    """A request that waits in the queue when this returns."""

    def act() -> None:
        with queue.turn(owner):
            order.append(owner)

    before = len(queue._queue)
    request = pool.submit(act)
    while len(queue._queue) == before and not request.done():
        pass
    return request


def turns(running: int = 1, **limits: float) -> TurnQueue:
    options: dict[str, Any] = {"waiting": 8, "per_owner": 8, "seconds": LONG, **limits}
    return TurnQueue(running=running, **options)


def test_there_is_one_at_a_time_and_owners_take_turns(pool: ThreadPoolExecutor) -> None:
    queue, order = turns(), list[str]()
    with occupied(queue, pool):
        requests = [waiting(queue, pool, owner, order) for owner in ("a", "a", "a", "b", "c")]
        assert order == []
    for request in requests:
        request.result(LONG)
    assert order == ["a", "b", "a", "c", "a"]  # b does not wait for all of a


def test_whoever_has_fewest_turns_comes_next(pool: ThreadPoolExecutor) -> None:
    queue, order = turns(running=2), list[str]()
    with occupied(queue, pool, "a"):
        with occupied(queue, pool, "b"):
            requests = [waiting(queue, pool, owner, order) for owner in ("a", "a", "c")]
        requests[2].result(LONG)
        assert order[0] == "c"
    for request in requests:
        request.result(LONG)


def test_one_owner_cannot_fill_the_queue(pool: ThreadPoolExecutor) -> None:
    queue, order = turns(per_owner=2), list[str]()
    with occupied(queue, pool):
        requests = [waiting(queue, pool, "a", order) for _ in range(3)]
        with pytest.raises(QueueFull):
            requests[2].result(LONG)
        requests.append(waiting(queue, pool, "b", order))
    assert [request.exception(LONG) is None for request in requests] == [True, True, False, True]


def test_the_queue_has_an_end(pool: ThreadPoolExecutor) -> None:
    queue, order = turns(waiting=1), list[str]()
    with occupied(queue, pool):
        waiting(queue, pool, "a", order)
        with pytest.raises(QueueFull), queue.turn("b"):
            pass


def test_who_waits_too_long_fails_and_leaves_the_queue(pool: ThreadPoolExecutor) -> None:
    queue, order = turns(seconds=0.01), list[str]()
    with occupied(queue, pool), pytest.raises(QueueFull), queue.turn("a"):
        pass
    waiting(queue, pool, "b", order).result(LONG)
    assert order == ["b"]


def test_a_failure_gives_the_turn_back() -> None:
    queue = turns(seconds=0.01)
    with pytest.raises(ZeroDivisionError), queue.turn("a"):
        _ = 1 / 0
    with queue.turn("a"):
        pass
