"""Lanes: views whose requests take turns apart from the others, because each takes long.

A view names its lane, a class in its attribute `lane` (or by method), a function with `in_lane`;
the server (`config/lanes.py`) bounds how many requests of a lane run and wait.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

ORDINARY = "ordinary"
DRAWINGS = "drawings"  # charts and statistics
DOCUMENTS = "documents"  # whole diaries: reports, exports, files

View = TypeVar("View", bound=Callable[..., Any])


def in_lane(lane: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.lane = lane  # type: ignore[attr-defined]
        return view

    return mark


def lane_of(view: Callable[..., Any] | None, method: str) -> str:
    """The lane of a view function, or of the class that it was made of."""
    lane: str | Mapping[str, str] = getattr(getattr(view, "cls", view), "lane", ORDINARY)
    return lane if isinstance(lane, str) else lane.get(method, ORDINARY)
