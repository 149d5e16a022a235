"""Axes that are drawn by hand: days along the foot of a chart, as many as have room."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from diary.charts.language import Language

if TYPE_CHECKING:
    from diary.charts.pen import Anchor, Pen

ROOM = 98  # px from one day to the next: those at the ends reach inwards
LONG = 365  # days; beyond, months are written


def dates(
    pen: "Pen", days: Sequence[date], left: float, right: float, y: float, say: Language
) -> None:
    """Name some of the columns of a chart, which are of equal width: the first and the last too."""
    written = say.month if (days[-1] - days[0]).days >= LONG else say.short
    last = len(days) - 1
    ticks = min(last, int((right - left) // ROOM)) or 1
    for index in sorted({round(last * n / ticks) for n in range(ticks + 1)}):
        x, anchor = left + (right - left) * (index + 0.5) / len(days), _anchor(index, last)
        at = {"left": left, "right": right, "center": x}[anchor]
        pen.text(at, y, written(days[index]), color=pen.theme.muted, anchor=anchor)


def _anchor(index: int, last: int) -> "Anchor":
    if last == 0:
        return "center"
    return "left" if index == 0 else "right" if index == last else "center"
