"""A table of episodes: each of them, or when they are many, month by month."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Protocol, TypeVar

MOST_ROWS = 100  # episodes listed one by one; ten years are 120 months


class Dated(Protocol):
    @property
    def day(self) -> date: ...


Point = TypeVar("Point", bound=Dated)
Row = tuple[str | int, ...]


def rows(
    points: Sequence[Point],
    each: Callable[[Point], Row],
    month: Callable[[date, Sequence[Point]], Row],
) -> tuple[Row, ...]:
    """`points` are in order of their days. `month` is given a day of it and what it holds."""
    if len(points) <= MOST_ROWS:
        return tuple(each(point) for point in points)
    return tuple(month(day, found) for day, found in months(points))


def months(points: Iterable[Point]) -> list[tuple[date, list[Point]]]:
    groups = groupby(points, key=lambda point: point.day.replace(day=1))
    return [(first, list(found)) for first, found in groups]
