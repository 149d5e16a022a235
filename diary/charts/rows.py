"""Rows of a chart's table: one per episode, or one per month if there are many episodes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Protocol, TypeVar

MAX_ROWS = 100  # episodes listed one by one; ten years are 120 months


class Dated(Protocol):
    @property
    def day(self) -> date: ...


Point = TypeVar("Point", bound=Dated)
Row = tuple[str | int, ...]


def table_rows(
    points: Sequence[Point],
    episode_row: Callable[[Point], Row],
    month_row: Callable[[date, Sequence[Point]], Row],
) -> tuple[Row, ...]:
    """`points` in order of their days; `month_row` gets the first of the month and its points."""
    if len(points) <= MAX_ROWS:
        return tuple(episode_row(point) for point in points)
    return tuple(month_row(first, group) for first, group in group_by_month(points))


def group_by_month(points: Iterable[Point]) -> list[tuple[date, list[Point]]]:
    groups = groupby(points, key=lambda point: point.day.replace(day=1))
    return [(first, list(group)) for first, group in groups]
