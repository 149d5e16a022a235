"""Severity of each episode, from 0 to 10, with its trend line."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING

from diary.charts.axis import day_scale, draw_date_axis
from diary.charts.chart import Chart, ChartText, Table, Thresholds
from diary.charts.chart_data import ChartData
from diary.charts.rows import MAX_ROWS, Row, table_rows
from diary.formatting import Locale
from diary.statistics import severity
from diary.statistics.methods.scores import Scale, scale_sentence, scale_trend_sentence
from diary.summary import Period

if TYPE_CHECKING:
    from diary.charts.canvas import Canvas

HEIGHT = 320  # px
LEFT, RIGHT, TOP, BOTTOM = 38, 12, 84, 66  # px around the points
STEPS = (0, 2, 4, 6, 8, 10)
MANY, COLUMNS = 200, 40  # more episodes than MANY are binned into COLUMNS bubbles per value


@dataclass(frozen=True, slots=True)
class EpisodeSeverity:
    """Local start day and severity of an episode; `value` None: not asked."""

    day: date
    value: int | None


@dataclass(frozen=True, slots=True)
class SeverityPlot:
    period: Period
    episodes: tuple[EpisodeSeverity, ...]
    result: Scale


def title(locale: Locale) -> str:
    return locale.gettext("How strong it is")


def prepare(data: ChartData) -> SeverityPlot:
    return SeverityPlot(
        data.period,
        tuple(
            EpisodeSeverity(entry.local_span(data.now)[0], entry.severity) for entry in data.entries
        ),
        data[severity.STATISTIC],
    )


def describe(plot: SeverityPlot, thresholds: Thresholds, locale: Locale) -> ChartText:
    sentence = scale_sentence(plot.result, locale)
    if plot.result.insufficient_data is None:
        sentence += " " + scale_trend_sentence(plot.result, locale)
    description = locale.gettext(
        "Each episode from %(first)s to %(last)s as a point, by how strong it was, from 0 to"
        " %(top)s."
    ) % {
        "first": locale.long_date(plot.period.first),
        "last": locale.long_date(plot.period.last),
        "top": plot.result.top,
    }
    if plot.result.n:
        description += " " + locale.gettext("The lowest: %(least)s; the highest: %(most)s.") % {
            "least": plot.result.least,
            "most": plot.result.most,
        }
    if plot.result.not_asked:
        description += " " + locale.gettext("Not asked in %(count)s.") % {
            "count": plot.result.not_asked
        }
    return ChartText(sentence, f"{description} {sentence}", _table(plot, locale))


def _table(plot: SeverityPlot, locale: Locale) -> Table:
    open_ = locale.gettext("not asked")

    def each(episode: EpisodeSeverity) -> Row:
        return episode.day.isoformat(), open_ if episode.value is None else episode.value

    def month(first: date, episodes: Sequence[EpisodeSeverity]) -> Row:
        values = [episode.value for episode in episodes if episode.value is not None]
        of: Row = (open_,) * 3
        if values:
            of = (min(values), locale.number(median(values)), max(values))
        return (locale.month_year(first), *of, len(episodes) - len(values))

    columns: tuple[str, ...] = (locale.gettext("Day"), locale.gettext("Strength"))
    if len(plot.episodes) > MAX_ROWS:
        columns = (
            locale.gettext("Month"),
            locale.gettext("Lowest"),
            locale.gettext("Middle"),
            locale.gettext("Highest"),
            locale.gettext("Not asked"),
        )
    return Table(columns, table_rows(plot.episodes, each, month))


def height(plot: SeverityPlot, width: float) -> int:
    return HEIGHT


def draw(canvas: "Canvas", plot: SeverityPlot, thresholds: Thresholds, locale: Locale) -> None:
    theme, right, bottom = canvas.theme, canvas.width - RIGHT, HEIGHT - BOTTOM
    at, unit = day_scale(plot.period, LEFT, right), (bottom - TOP) / plot.result.top
    _heading(canvas, plot, locale)
    canvas.lines(
        [((LEFT, bottom - s * unit), (right, bottom - s * unit)) for s in STEPS], theme.line
    )
    for step in STEPS:
        canvas.text(LEFT - 8, bottom - step * unit, str(step), color=theme.muted, anchor="right")
    lane = bottom + 20
    canvas.text(LEFT - 8, lane, "?", color=theme.muted, anchor="right")
    known = [(at(e.day), bottom - e.value * unit) for e in plot.episodes if e.value is not None]
    unknown = [(at(episode.day), lane) for episode in plot.episodes if episode.value is None]
    if len(plot.episodes) > MANY:
        for points, mark in ((known, _dots), (unknown, _rings)):
            _bubbles(canvas, points, mark)
    else:
        _dots(canvas, known, 7)
        _rings(canvas, unknown, 6)
    _slope(canvas, plot, unit)
    draw_date_axis(canvas, plot.period.dates(), LEFT, right, bottom + 44, locale)


Spots = Sequence[tuple[float, float]]


def _dots(canvas: "Canvas", points: Spots, size: float) -> None:
    canvas.dots(points, size, canvas.theme.episode)


def _rings(canvas: "Canvas", points: Spots, size: float) -> None:
    canvas.rings(points, size, canvas.theme.free, 1.2)


def _bubbles(
    canvas: "Canvas", points: Spots, mark: Callable[["Canvas", Spots, float], None]
) -> None:
    """Bubbles: the area is proportional to the number of episodes of the bin."""
    wide = (canvas.width - LEFT - RIGHT) / COLUMNS
    counts = Counter(
        (LEFT + wide * (min(int((x - LEFT) / wide), COLUMNS - 1) + 0.5), y) for x, y in points
    )
    largest = max(counts.values(), default=1)
    sized: dict[int, list[tuple[float, float]]] = {}
    for spot, count in counts.items():
        sized.setdefault(round(2 + min(wide, 12) * sqrt(count / largest)), []).append(spot)
    for size, spots in sized.items():
        mark(canvas, spots, size)


def _slope(canvas: "Canvas", plot: SeverityPlot, unit: float) -> None:
    trend = plot.result.trend
    if trend.start is None or trend.change is None or not (trend.first and trend.last):
        return
    at, bottom = day_scale(plot.period, LEFT, canvas.width - RIGHT), HEIGHT - BOTTOM
    ends = (trend.start, trend.start + trend.change)
    heights = [bottom - min(max(value, 0), plot.result.top) * unit for value in ends]
    line = ((at(trend.first), heights[0]), (at(trend.last), heights[1]))
    canvas.lines([line], canvas.theme.paper, 5)  # halo, to set it apart from the points
    canvas.lines([line], canvas.theme.threshold, 2.5, dash=None if trend.sure else (6.0, 3.0))


def _heading(canvas: "Canvas", plot: SeverityPlot, locale: Locale) -> None:
    theme, trend = canvas.theme, plot.result.trend
    canvas.text(12, 18, title(locale), size=16, bold=True)
    canvas.dots([(19, 42)], 7, theme.episode)
    canvas.text(30, 42, locale.gettext("episode"))
    canvas.rings([(135, 42)], 6, theme.free, 1.2)
    canvas.text(146, 42, locale.gettext("strength not asked"))
    if trend.change is not None:
        canvas.lines(
            [((12, 64), (26, 64))], theme.threshold, 2.5, dash=None if trend.sure else (6.0, 3.0)
        )
        sure, unsure = (
            locale.gettext("the middle course"),
            locale.gettext("the middle course, unsure"),
        )
        canvas.text(30, 64, sure if trend.sure else unsure)
    if len(plot.episodes) > MANY:
        canvas.text(
            canvas.width - RIGHT,
            18,
            locale.gettext("larger: more episodes"),
            size=12,
            anchor="right",
        )


CHART = Chart(title=title, order=40, prepare=prepare, describe=describe, height=height, draw=draw)
