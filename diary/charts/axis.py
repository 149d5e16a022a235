"""Shared parts of charts: day scale, date axis, error bars, thinning of points."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from diary.formatting import Locale
from diary.statistics.methods.shares import Share
from diary.summary import Period

if TYPE_CHECKING:
    from diary.charts.canvas import Anchor, Canvas

DATE_SPACING = 98  # px between date labels; those at the ends are aligned inwards
MAX_POINTS = 10_000
YEAR = 365  # days; a longer axis is labelled by month


def day_scale(period: Period, left: float, right: float) -> Callable[[date], float]:
    """Scale from a day to the x of its middle in px, clamped to the period."""
    step = (right - left) / len(period)

    def at(day: date) -> float:
        inside = min(max(day, period.first), period.last)
        return left + step * ((inside - period.first).days + 0.5)

    return at


def draw_date_axis(
    canvas: "Canvas", days: Sequence[date], left: float, right: float, y: float, locale: Locale
) -> None:
    """Label as many of the equally wide columns as fit, the first and the last always."""
    written = locale.month_year if (days[-1] - days[0]).days >= YEAR else locale.short_date
    last = len(days) - 1
    ticks = min(last, int((right - left) // DATE_SPACING)) or 1
    for index in sorted({round(last * n / ticks) for n in range(ticks + 1)}):
        x, anchor = left + (right - left) * (index + 0.5) / len(days), _anchor(index, last)
        at = {"left": left, "right": right, "center": x}[anchor]
        canvas.text(at, y, written(days[index]), color=canvas.theme.muted, anchor=anchor)


def _anchor(index: int, last: int) -> "Anchor":
    if last == 0:
        return "center"
    return "left" if index == 0 else "right" if index == last else "center"


def thin_points(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points without those that lie on another, to half a px: no more can be seen.

    If more than `MAX_POINTS` remain, to a coarser grid: rendering is bounded.
    """
    for px in (0.5, 1, 2, 4, 8):
        seen = {(round(x / px), round(y / px)) for x, y in points}
        if len(seen) <= MAX_POINTS:
            break
    return [(x * px, y * px) for x, y in sorted(seen)]


def draw_error_bar(canvas: "Canvas", start: tuple[float, float], end: tuple[float, float]) -> None:
    """Error bar between two limits, vertical or horizontal, with a light outline over bars."""
    (x, y), (to_x, to_y) = start, end
    across, up = (0, 4) if y == to_y else (4, 0)
    marks = [
        (start, end),
        ((x - across, y - up), (x + across, y + up)),
        ((to_x - across, to_y - up), (to_x + across, to_y + up)),
    ]
    canvas.lines(marks, canvas.theme.paper, 3.6, cap="projecting")
    canvas.lines(marks, canvas.theme.ink, 1.4)


def count_limits(share: Share) -> tuple[float, float]:
    """Confidence limits of a share as counts of episodes; the count itself if there are none."""
    if share.limits is None:
        return share.count, share.count
    return (share.limits.low or 0) * share.n, (share.limits.high or 0) * share.n
