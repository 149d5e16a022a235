"""What charts have in common: days along the foot, as many as have room; limits; spread points."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from diary.formatting import Locale
from diary.statistics.methods.shares import Share
from diary.summary import Period

if TYPE_CHECKING:
    from diary.charts.canvas import Anchor, Pen

ROOM = 98  # px from one day to the next: those at the ends reach inwards
MOST_APART = 10_000
LONG = 365  # days; beyond, months are written


def along(period: Period, left: float, right: float) -> Callable[[date], float]:
    """Where the middle of a day is; days outside the period lie on its edges."""
    step = (right - left) / len(period)

    def at(day: date) -> float:
        inside = min(max(day, period.first), period.last)
        return left + step * ((inside - period.first).days + 0.5)

    return at


def dates(
    pen: "Pen", days: Sequence[date], left: float, right: float, y: float, locale: Locale
) -> None:
    """Name some of the columns of a chart, which are of equal width: the first and the last too."""
    written = locale.month_year if (days[-1] - days[0]).days >= LONG else locale.short_date
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


def apart(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points without those that lie on another, to half a px: no more can be seen.

    Where more than `MOST_APART` are left, to as many px as it takes: a drawing has an end.
    """
    for px in (0.5, 1, 2, 4, 8):
        seen = {(round(x / px), round(y / px)) for x, y in points}
        if len(seen) <= MOST_APART:
            break
    return [(x * px, y * px) for x, y in sorted(seen)]


def whisker(pen: "Pen", start: tuple[float, float], end: tuple[float, float]) -> None:
    """From a lower to an upper limit, upright or level; light around, to be seen upon a bar."""
    (x, y), (to_x, to_y) = start, end
    across, up = (0, 4) if y == to_y else (4, 0)
    marks = [
        (start, end),
        ((x - across, y - up), (x + across, y + up)),
        ((to_x - across, to_y - up), (to_x + across, to_y + up)),
    ]
    pen.lines(marks, pen.theme.paper, 3.6, cap="projecting")
    pen.lines(marks, pen.theme.ink, 1.4)


def reach(share: Share) -> tuple[float, float]:
    """How many episodes it may well be, by chance alone; the count where that cannot be told."""
    if share.limits is None:
        return share.count, share.count
    return (share.limits.low or 0) * share.n, (share.limits.high or 0) * share.n
