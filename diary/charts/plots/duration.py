"""How long each episode lasted, beside the lines from which that counts as long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import TYPE_CHECKING

from diary.charts.axis import along, apart, dates
from diary.charts.chart import Chart, Table, Thresholds, Told
from diary.charts.chart_data import Material
from diary.charts.rows import MOST_ROWS, Row, rows
from diary.formatting import Locale
from diary.labels import length
from diary.statistics import durations
from diary.statistics.durations import Durations
from diary.statistics.methods.sample_size import episodes_said
from diary.summary import Period

if TYPE_CHECKING:
    from diary.charts.canvas import Dash, Pen

HEIGHT = 330  # px
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 84, 34  # px around the points
LEAST, MOST = 1.0, 2880.0  # minutes that the scale spans at least
FEW = 200  # episodes that stand before the lines; more of them stand behind
LINES: dict[str, "Dash"] = {
    "long_after_moving_minutes": (1.5, 2.5),
    "long_hour_minutes": (6.0, 3.0),
    "long_day_minutes": (10.0, 3.0, 2.0, 3.0),
}


@dataclass(frozen=True, slots=True)
class Lasted:
    """One episode, on the local day on which it began; so far, while it goes on."""

    day: date
    minutes: float
    ongoing: bool


@dataclass(frozen=True, slots=True)
class Lengths:
    period: Period
    episodes: tuple[Lasted, ...]
    told: Durations


def title(locale: Locale) -> str:
    return locale.gettext("How long it lasts")


def read(material: Material) -> Lengths:
    now = material.now
    return Lengths(
        material.period,
        tuple(
            Lasted(entry.local_span(now)[0], round(entry.minutes(now), 1), entry.ended_at is None)
            for entry in material.entries
        ),
        material.durations,
    )


def tell(found: Lengths, thresholds: Thresholds, locale: Locale) -> Told:
    sentence = durations.tell(found.told, locale)
    if found.told.lacking is None:
        sentence += " " + durations.tell_trend(found.told, locale)
    description = locale.gettext(
        "Each episode from %(first)s to %(last)s as a point, the higher the longer it lasted, on a"
        " scale of ever larger steps."
    ) % {"first": locale.long_date(found.period.first), "last": locale.long_date(found.period.last)}
    if found.episodes:
        reached = [
            locale.gettext("%(length)s or longer: %(count)s")
            % {
                "length": hours(thresholds[name]),
                "count": sum(one.minutes >= thresholds[name] for one in found.episodes),
            }
            for name in LINES
        ]
        description += " " + locale.gettext(
            "Of %(episodes)s, %(reached)s. The longest: %(longest)s."
        ) % {
            "episodes": episodes_said(len(found.episodes), locale),
            "reached": "; ".join(reached),
            "longest": length(found.told.longest or 0, locale),
        }
    return Told(sentence, f"{description} {sentence}", _table(found, thresholds, locale))


def hours(minutes: float) -> str:
    """`10 min`, `24 h`: short enough for the edge of the chart."""
    whole = round(minutes)
    if whole < 60:
        return f"{whole} min"
    return f"{whole // 60} h {whole % 60} min" if whole % 60 else f"{whole // 60} h"


def _table(found: Lengths, thresholds: Thresholds, locale: Locale) -> Table:
    line = thresholds["long_hour_minutes"]

    def each(one: Lasted) -> Row:
        state = locale.gettext("going on") if one.ongoing else locale.gettext("over")
        return one.day.isoformat(), length(one.minutes, locale), state

    def month(first: date, those: Sequence[Lasted]) -> Row:
        lasted = sorted(one.minutes for one in those)
        return (
            locale.month_year(first),
            len(those),
            length(lasted[0], locale),
            length(lasted[-1], locale),
            sum(minutes >= line for minutes in lasted),
        )

    columns: tuple[str, ...] = (
        locale.gettext("Day"),
        locale.gettext("Lasted"),
        locale.gettext("State"),
    )
    if len(found.episodes) > MOST_ROWS:
        columns = (
            locale.gettext("Month"),
            locale.gettext("Episodes"),
            locale.gettext("Shortest"),
            locale.gettext("Longest"),
            locale.gettext("%(length)s or longer") % {"length": hours(line)},
        )
    return Table(columns, rows(found.episodes, each, month))


def height(found: Lengths, width: float) -> int:
    return HEIGHT


def draw(pen: "Pen", found: Lengths, thresholds: Thresholds, locale: Locale) -> None:
    theme, right, bottom = pen.theme, pen.width - RIGHT, HEIGHT - BOTTOM
    top = max([MOST, *(one.minutes * 1.2 for one in found.episodes)])
    at = along(found.period, LEFT, right)

    def y(minutes: float) -> float:
        return bottom - (bottom - TOP) * log(max(minutes, LEAST) / LEAST) / log(top / LEAST)

    _heading(pen, found, locale)
    pen.lines([((LEFT, bottom), (right, bottom))], theme.line)
    crowd = len(found.episodes) > FEW
    points, ongoing = (
        apart([(at(one.day), y(one.minutes)) for one in found.episodes if one.ongoing is state])
        for state in (False, True)
    )
    if crowd:
        pen.dots(points, 5 if len(points) <= 1000 else 3, theme.episode)

    def across(at: float, color: str, dash: "Dash | None" = None) -> None:
        if crowd:  # a line apart from the points that it would be lost in
            pen.lines([((LEFT, at), (right, at))], theme.paper, 4)
        pen.lines([((LEFT, at), (right, at))], color, 2, dash=dash)

    pen.text(LEFT - 6, bottom, hours(LEAST), color=theme.muted, anchor="right")
    labelled: list[float] = [bottom]
    for name, dash in LINES.items():
        line = y(thresholds[name])
        across(line, theme.threshold, dash)
        if all(abs(line - other) >= 15 for other in labelled):
            labelled.append(line)
            pen.text(LEFT - 6, line, hours(thresholds[name]), bold=True, anchor="right")
    if found.told.median is not None:
        across(y(found.told.median), theme.free)
    if not crowd:
        pen.dots(points, 7, theme.episode)
    _triangles(pen, ongoing)
    dates(pen, found.period.dates(), LEFT, right, bottom + 16, locale)


def _triangles(pen: "Pen", points: Iterable[tuple[float, float]]) -> None:
    """They point up: it will be longer."""
    outlines = [((x, y - 10), (x + 8, y + 5), (x - 8, y + 5)) for x, y in points]
    pen.shapes(outlines, pen.theme.threshold, edge=pen.theme.paper, width=1.5)


def _heading(pen: "Pen", found: Lengths, locale: Locale) -> None:
    pen.text(12, 18, title(locale), size=16, bold=True)
    pen.dots([(19, 42)], 7, pen.theme.episode)
    pen.text(30, 42, locale.gettext("episode"))
    _triangles(pen, [(128, 43)])
    pen.text(142, 42, locale.gettext("still going on"))
    if found.told.median is not None:
        pen.lines([((12, 64), (26, 64))], pen.theme.free, 2)
        pen.text(30, 64, locale.gettext("half were over by here"))


CHART = Chart(title=title, order=30, read=read, tell=tell, height=height, draw=draw)
