"""Duration of each episode on a log scale, with the thresholds of the rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import TYPE_CHECKING

from diary.charts.axis import day_scale, draw_date_axis, thin_points
from diary.charts.chart import Chart, ChartText, Table, Thresholds
from diary.charts.chart_data import ChartData
from diary.charts.rows import MAX_ROWS, Row, table_rows
from diary.formatting import Locale
from diary.labels import format_length
from diary.statistics import durations
from diary.statistics.durations import Durations
from diary.statistics.methods.sample_size import count_episodes
from diary.summary import Period

if TYPE_CHECKING:
    from diary.charts.canvas import Canvas, Dash

HEIGHT = 330  # px
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 84, 34  # px around the points
SCALE_MIN, SCALE_MAX = 1.0, 2880.0  # minutes that the scale spans at least
FEW = 200  # up to so many episodes are drawn over the threshold lines, more below them
LINES: dict[str, "Dash"] = {
    "long_after_moving_minutes": (1.5, 2.5),
    "long_hour_minutes": (6.0, 3.0),
    "long_day_minutes": (10.0, 3.0, 2.0, 3.0),
}


@dataclass(frozen=True, slots=True)
class EpisodeDuration:
    """Local start day and duration of an episode; so far, while it is ongoing."""

    day: date
    minutes: float
    ongoing: bool


@dataclass(frozen=True, slots=True)
class DurationPlot:
    period: Period
    episodes: tuple[EpisodeDuration, ...]
    result: Durations


def title(locale: Locale) -> str:
    return locale.gettext("How long it lasts")


def prepare(data: ChartData) -> DurationPlot:
    now = data.now
    return DurationPlot(
        data.period,
        tuple(
            EpisodeDuration(
                entry.local_span(now)[0], round(entry.minutes(now), 1), entry.ended_at is None
            )
            for entry in data.entries
        ),
        data[durations.STATISTIC],
    )


def describe(plot: DurationPlot, thresholds: Thresholds, locale: Locale) -> ChartText:
    sentence = durations.sentence(plot.result, locale)
    if plot.result.insufficient_data is None:
        sentence += " " + durations.trend_sentence(plot.result, locale)
    description = locale.gettext(
        "Each episode from %(first)s to %(last)s as a point, the higher the longer it lasted, on a"
        " scale of ever larger steps."
    ) % {"first": locale.long_date(plot.period.first), "last": locale.long_date(plot.period.last)}
    if plot.episodes:
        reached = [
            locale.gettext("%(length)s or longer: %(count)s")
            % {
                "length": hours(thresholds[name]),
                "count": sum(episode.minutes >= thresholds[name] for episode in plot.episodes),
            }
            for name in LINES
        ]
        description += " " + locale.gettext(
            "Of %(episodes)s, %(reached)s. The longest: %(longest)s."
        ) % {
            "episodes": count_episodes(len(plot.episodes), locale),
            "reached": "; ".join(reached),
            "longest": format_length(plot.result.longest or 0, locale),
        }
    return ChartText(sentence, f"{description} {sentence}", _table(plot, thresholds, locale))


def hours(minutes: float) -> str:
    """`10 min`, `24 h`: short enough for the edge of the chart."""
    whole = round(minutes)
    if whole < 60:
        return f"{whole} min"
    return f"{whole // 60} h {whole % 60} min" if whole % 60 else f"{whole // 60} h"


def _table(plot: DurationPlot, thresholds: Thresholds, locale: Locale) -> Table:
    line = thresholds["long_hour_minutes"]

    def each(episode: EpisodeDuration) -> Row:
        state = locale.gettext("going on") if episode.ongoing else locale.gettext("over")
        return episode.day.isoformat(), format_length(episode.minutes, locale), state

    def month(first: date, episodes: Sequence[EpisodeDuration]) -> Row:
        lengths = sorted(episode.minutes for episode in episodes)
        return (
            locale.month_year(first),
            len(episodes),
            format_length(lengths[0], locale),
            format_length(lengths[-1], locale),
            sum(minutes >= line for minutes in lengths),
        )

    columns: tuple[str, ...] = (
        locale.gettext("Day"),
        locale.gettext("Lasted"),
        locale.gettext("State"),
    )
    if len(plot.episodes) > MAX_ROWS:
        columns = (
            locale.gettext("Month"),
            locale.gettext("Episodes"),
            locale.gettext("Shortest"),
            locale.gettext("Longest"),
            locale.gettext("%(length)s or longer") % {"length": hours(line)},
        )
    return Table(columns, table_rows(plot.episodes, each, month))


def height(plot: DurationPlot, width: float) -> int:
    return HEIGHT


def draw(canvas: "Canvas", plot: DurationPlot, thresholds: Thresholds, locale: Locale) -> None:
    theme, right, bottom = canvas.theme, canvas.width - RIGHT, HEIGHT - BOTTOM
    top = max([SCALE_MAX, *(episode.minutes * 1.2 for episode in plot.episodes)])
    at = day_scale(plot.period, LEFT, right)

    def y(minutes: float) -> float:
        return bottom - (bottom - TOP) * log(max(minutes, SCALE_MIN) / SCALE_MIN) / log(
            top / SCALE_MIN
        )

    _heading(canvas, plot, locale)
    canvas.lines([((LEFT, bottom), (right, bottom))], theme.line)
    crowd = len(plot.episodes) > FEW
    points, ongoing = (
        thin_points(
            [
                (at(episode.day), y(episode.minutes))
                for episode in plot.episodes
                if episode.ongoing is state
            ]
        )
        for state in (False, True)
    )
    if crowd:
        canvas.dots(points, 5 if len(points) <= 1000 else 3, theme.episode)

    def across(at: float, color: str, dash: "Dash | None" = None) -> None:
        if crowd:  # a halo sets the line apart from the points
            canvas.lines([((LEFT, at), (right, at))], theme.paper, 4)
        canvas.lines([((LEFT, at), (right, at))], color, 2, dash=dash)

    canvas.text(LEFT - 6, bottom, hours(SCALE_MIN), color=theme.muted, anchor="right")
    labelled: list[float] = [bottom]
    for name, dash in LINES.items():
        line = y(thresholds[name])
        across(line, theme.threshold, dash)
        if all(abs(line - other) >= 15 for other in labelled):
            labelled.append(line)
            canvas.text(LEFT - 6, line, hours(thresholds[name]), bold=True, anchor="right")
    if plot.result.median is not None:
        across(y(plot.result.median), theme.free)
    if not crowd:
        canvas.dots(points, 7, theme.episode)
    _triangles(canvas, ongoing)
    draw_date_axis(canvas, plot.period.dates(), LEFT, right, bottom + 16, locale)


def _triangles(canvas: "Canvas", points: Iterable[tuple[float, float]]) -> None:
    """Upward triangles: the duration still grows."""
    outlines = [((x, y - 10), (x + 8, y + 5), (x - 8, y + 5)) for x, y in points]
    canvas.shapes(outlines, canvas.theme.threshold, edge=canvas.theme.paper, width=1.5)


def _heading(canvas: "Canvas", plot: DurationPlot, locale: Locale) -> None:
    canvas.text(12, 18, title(locale), size=16, bold=True)
    canvas.dots([(19, 42)], 7, canvas.theme.episode)
    canvas.text(30, 42, locale.gettext("episode"))
    _triangles(canvas, [(128, 43)])
    canvas.text(142, 42, locale.gettext("still going on"))
    if plot.result.median is not None:
        canvas.lines([((12, 64), (26, 64))], canvas.theme.free, 2)
        canvas.text(30, 64, locale.gettext("half were over by here"))


CHART = Chart(title=title, order=30, prepare=prepare, describe=describe, height=height, draw=draw)
