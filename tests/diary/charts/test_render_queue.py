"""Who draws when: one at a time, each diary in its turn, and not too many waiting."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from diary.charts.render_queue import QueueFull, RenderQueue

LONG = 60  # seconds; nothing here takes as long


@pytest.fixture
def people() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


@contextmanager
def held(turns: RenderQueue, people: ThreadPoolExecutor) -> Iterator[None]:
    """Somebody draws, until the end of the block."""
    begun, done = Event(), Event()

    def draw() -> None:
        with turns.slot("held"):
            begun.set()
            done.wait(LONG)

    drawing = people.submit(draw)
    begun.wait(LONG)
    try:
        yield
    finally:
        done.set()
        drawing.result(LONG)


def waiting(
    turns: RenderQueue, people: ThreadPoolExecutor, owner: str, order: list[str]
) -> Future[None]:
    """Somebody who stands in the queue when this returns."""

    def draw() -> None:
        with turns.slot(owner):
            order.append(owner)

    before = len(turns._waiting)
    asked = people.submit(draw)
    while len(turns._waiting) == before and not asked.done():
        pass
    return asked


def test_one_draws_at_a_time_and_each_diary_in_its_turn(people: ThreadPoolExecutor) -> None:
    turns, order = RenderQueue(), list[str]()
    with held(turns, people):
        asked = [waiting(turns, people, owner, order) for owner in ("a", "a", "a", "b", "c")]
        assert order == []
    for one in asked:
        one.result(LONG)
    assert order == ["a", "b", "a", "c", "a"]  # b does not wait for all of a


def test_one_diary_cannot_fill_the_queue(people: ThreadPoolExecutor) -> None:
    turns, order = RenderQueue(max_waiting=8, max_per_owner=2), list[str]()
    with held(turns, people):
        asked = [waiting(turns, people, "a", order) for _ in range(3)]
        with pytest.raises(QueueFull):
            asked[2].result(LONG)
        asked.append(waiting(turns, people, "b", order))
    assert [one.exception(LONG) is None for one in asked] == [True, True, False, True]


def test_the_queue_has_an_end_but_not_for_work_without_an_owner(
    people: ThreadPoolExecutor,
) -> None:
    turns, order = RenderQueue(max_waiting=1), list[str]()
    with held(turns, people):
        waiting(turns, people, "a", order)
        with pytest.raises(QueueFull), turns.slot("b"):
            pass
        patient = people.submit(lambda: turns.slot().__enter__())
    assert patient.exception(LONG) is None


def test_who_waits_too_long_is_told_and_is_in_nobodys_way(people: ThreadPoolExecutor) -> None:
    turns, order = RenderQueue(timeout=0.01), list[str]()
    with held(turns, people), pytest.raises(QueueFull), turns.slot("a"):
        pass
    waiting(turns, people, "b", order).result(LONG)
    assert order == ["b"]


def test_a_drawing_that_fails_hands_the_pen_on() -> None:
    turns = RenderQueue(timeout=0.01)
    with pytest.raises(ZeroDivisionError), turns.slot("a"):
        _ = 1 / 0
    with turns.slot("a"):
        pass
