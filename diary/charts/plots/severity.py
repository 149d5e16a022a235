"""How strong the numbness of each episode was, from 0 to 10, and where that is heading."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from diary.charts.axis import along, dates
from diary.charts.chart import Chart, Table, Thresholds, Told
from diary.charts.chart_data import Material
from diary.charts.rows import MOST_ROWS, Row, rows
from diary.formatting import Locale
from diary.statistics import scores
from diary.statistics.scores import Scale
from diary.summary import Period

if TYPE_CHECKING:
    from diary.charts.canvas import Pen

HEIGHT = 320  # px
LEFT, RIGHT, TOP, BOTTOM = 38, 12, 84, 66  # px around the points
STEPS = (0, 2, 4, 6, 8, 10)
MANY, COLUMNS = 200, 40  # more episodes are gathered into so many columns


@dataclass(frozen=True, slots=True)
class Felt:
    """One episode, on the local day on which it began; `value` None: not asked."""

    day: date
    value: int | None


@dataclass(frozen=True, slots=True)
class Strength:
    period: Period
    episodes: tuple[Felt, ...]
    told: Scale


def title(locale: Locale) -> str:
    return locale.gettext("How strong it is")


def read(material: Material) -> Strength:
    return Strength(
        material.period,
        tuple(
            Felt(entry.local_span(material.now)[0], entry.severity) for entry in material.entries
        ),
        material.severity,
    )


def tell(found: Strength, thresholds: Thresholds, locale: Locale) -> Told:
    sentence = scores.tell(found.told, locale)
    if found.told.lacking is None:
        sentence += " " + scores.tell_trend(found.told, locale)
    description = locale.gettext(
        "Each episode from %(first)s to %(last)s as a point, by how strong it was, from 0 to"
        " %(top)s."
    ) % {
        "first": locale.long_date(found.period.first),
        "last": locale.long_date(found.period.last),
        "top": found.told.top,
    }
    if found.told.n:
        description += " " + locale.gettext("The lowest: %(least)s; the highest: %(most)s.") % {
            "least": found.told.least,
            "most": found.told.most,
        }
    if found.told.not_asked:
        description += " " + locale.gettext("Not asked in %(count)s.") % {
            "count": found.told.not_asked
        }
    return Told(sentence, f"{description} {sentence}", _table(found, locale))


def _table(found: Strength, locale: Locale) -> Table:
    open_ = locale.gettext("not asked")

    def each(one: Felt) -> Row:
        return one.day.isoformat(), open_ if one.value is None else one.value

    def month(first: date, those: Sequence[Felt]) -> Row:
        values = [one.value for one in those if one.value is not None]
        of: Row = (open_,) * 3
        if values:
            of = (min(values), locale.number(median(values)), max(values))
        return (locale.month_year(first), *of, len(those) - len(values))

    columns: tuple[str, ...] = (locale.gettext("Day"), locale.gettext("Strength"))
    if len(found.episodes) > MOST_ROWS:
        columns = (
            locale.gettext("Month"),
            locale.gettext("Lowest"),
            locale.gettext("Middle"),
            locale.gettext("Highest"),
            locale.gettext("Not asked"),
        )
    return Table(columns, rows(found.episodes, each, month))


def height(found: Strength, width: float) -> int:
    return HEIGHT


def draw(pen: "Pen", found: Strength, thresholds: Thresholds, locale: Locale) -> None:
    theme, right, bottom = pen.theme, pen.width - RIGHT, HEIGHT - BOTTOM
    at, unit = along(found.period, LEFT, right), (bottom - TOP) / found.told.top
    _heading(pen, found, locale)
    pen.lines([((LEFT, bottom - s * unit), (right, bottom - s * unit)) for s in STEPS], theme.line)
    for step in STEPS:
        pen.text(LEFT - 8, bottom - step * unit, str(step), color=theme.muted, anchor="right")
    lane = bottom + 20
    pen.text(LEFT - 8, lane, "?", color=theme.muted, anchor="right")
    known = [(at(e.day), bottom - e.value * unit) for e in found.episodes if e.value is not None]
    unknown = [(at(one.day), lane) for one in found.episodes if one.value is None]
    if len(found.episodes) > MANY:
        for points, mark in ((known, _dots), (unknown, _rings)):
            _crowd(pen, points, mark)
    else:
        _dots(pen, known, 7)
        _rings(pen, unknown, 6)
    _slope(pen, found, unit)
    dates(pen, found.period.dates(), LEFT, right, bottom + 44, locale)


Spots = Sequence[tuple[float, float]]


def _dots(pen: "Pen", points: Spots, size: float) -> None:
    pen.dots(points, size, pen.theme.episode)


def _rings(pen: "Pen", points: Spots, size: float) -> None:
    pen.rings(points, size, pen.theme.free, 1.2)


def _crowd(pen: "Pen", points: Spots, mark: Callable[["Pen", Spots, float], None]) -> None:
    """Columns of marks, each as large as its episodes are many."""
    wide = (pen.width - LEFT - RIGHT) / COLUMNS
    counts = Counter(
        (LEFT + wide * (min(int((x - LEFT) / wide), COLUMNS - 1) + 0.5), y) for x, y in points
    )
    most = max(counts.values(), default=1)
    sized: dict[int, list[tuple[float, float]]] = {}
    for spot, count in counts.items():
        sized.setdefault(round(2 + min(wide, 12) * sqrt(count / most)), []).append(spot)
    for size, spots in sized.items():
        mark(pen, spots, size)


def _slope(pen: "Pen", found: Strength, unit: float) -> None:
    trend = found.told.trend
    if trend.start is None or trend.change is None or not (trend.first and trend.last):
        return
    at, bottom = along(found.period, LEFT, pen.width - RIGHT), HEIGHT - BOTTOM
    ends = (trend.start, trend.start + trend.change)
    heights = [bottom - min(max(value, 0), found.told.top) * unit for value in ends]
    line = ((at(trend.first), heights[0]), (at(trend.last), heights[1]))
    pen.lines([line], pen.theme.paper, 5)  # keeps it apart from the points
    pen.lines([line], pen.theme.threshold, 2.5, dash=None if trend.sure else (6.0, 3.0))


def _heading(pen: "Pen", found: Strength, locale: Locale) -> None:
    theme, trend = pen.theme, found.told.trend
    pen.text(12, 18, title(locale), size=16, bold=True)
    pen.dots([(19, 42)], 7, theme.episode)
    pen.text(30, 42, locale.gettext("episode"))
    pen.rings([(135, 42)], 6, theme.free, 1.2)
    pen.text(146, 42, locale.gettext("strength not asked"))
    if trend.change is not None:
        pen.lines(
            [((12, 64), (26, 64))], theme.threshold, 2.5, dash=None if trend.sure else (6.0, 3.0)
        )
        sure, unsure = (
            locale.gettext("the middle course"),
            locale.gettext("the middle course, unsure"),
        )
        pen.text(30, 64, sure if trend.sure else unsure)
    if len(found.episodes) > MANY:
        pen.text(
            pen.width - RIGHT, 18, locale.gettext("larger: more episodes"), size=12, anchor="right"
        )


CHART = Chart(title=title, order=40, read=read, tell=tell, height=height, draw=draw)
