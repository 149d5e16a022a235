"""Every day of the period as a mark: numbness, none, or not logged.

The marks differ in shape as well as in colour: a filled square, a ring, nothing
but the number. Up to `LARGE` days, weeks are rows as on a wall calendar; longer
periods are bands with weeks as columns.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from diary.charts.chart import WIDTH, Chart, Table, Thresholds, Told
from diary.charts.language import Language
from diary.charts.theme import Theme
from diary.summary import WEEK, DayState, Summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LARGE = 130  # days that still fit as numbered cells
HALF_YEARS = 400  # days; beyond, a band is a whole year
HEAD = 66  # px: title and legend
LEFT = 50  # px: the names of the months
ROW = 29  # px
GAP = 38  # px between bands: a heading and air


def title(say: Language) -> str:
    return say.gettext("Calendar")


def states(say: Language) -> dict[DayState, str]:
    """Short ones: the legend has a place for each in 360 px."""
    return {
        DayState.EPISODE: say.gettext("numbness"),
        DayState.SYMPTOM_FREE: say.gettext("no numbness"),
        DayState.NOT_LOGGED: say.gettext("not logged"),
    }


def tell(summary: Summary, thresholds: Thresholds, say: Language) -> Told:
    sentence = say.gettext(
        "%(days)s with numbness, %(without)s without, %(unknown)s not logged."
    ) % {
        "days": say.days(summary.episode_days),
        "without": summary.symptom_free_days,
        "unknown": summary.not_logged_days,
    }
    if summary.not_logged_days:
        sentence += " " + say.gettext("A day that is not logged may have been either.")
    described = [day.date for day in summary.days if day.state == DayState.EPISODE]
    description = say.gettext("Calendar from %(first)s to %(last)s.") % {
        "first": say.full(summary.period.first),
        "last": say.full(summary.period.last),
    }
    description += f" {sentence}"
    if described:
        last = {"day": say.full(described[-1])}
        description += " " + say.gettext("The last day with numbness was %(day)s.") % last
    named = states(say)
    table = Table(
        (say.gettext("Day"), say.gettext("What is logged"), say.gettext("Episodes")),
        tuple((day.date.isoformat(), named[day.state], day.episodes) for day in summary.days),
    )
    return Told(sentence, description, table)


def height(summary: Summary) -> int:
    if len(summary.period) <= LARGE:
        return HEAD + 26 + ROW * _rows(summary) + 8
    return HEAD + sum(_band_height(summary) for _ in _bands(summary))


def draw(
    figure: "Figure", summary: Summary, thresholds: Thresholds, theme: Theme, say: Language
) -> None:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height(summary), 0)  # px from the top, as on a screen
    axes.text(12, 18, title(say), size=16, weight="bold", color=theme.ink, va="center")
    large = len(summary.period) <= LARGE
    _legend(figure, axes, theme, large, states(say))
    if large:
        _month_rows(figure, axes, summary, theme, say)
    else:
        _week_columns(figure, axes, summary, theme, say)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _rows(summary: Summary) -> int:
    return (_monday(summary.period.last) - _monday(summary.period.first)).days // WEEK + 1


def _legend(
    figure: "Figure", axes: "Axes", theme: Theme, large: bool, named: dict[DayState, str]
) -> None:
    y = 44
    nothing = "12" if large else "\N{MIDDLE DOT}"  # what a day that is not logged looks like
    _marks(
        figure, axes, {DayState.EPISODE: [(20, y)], DayState.SYMPTOM_FREE: [(134, y)]}, 14, theme
    )
    axes.text(
        266, y, nothing, size=12 if large else 18, color=theme.muted, ha="center", va="center"
    )
    for x, state in (
        (33, DayState.EPISODE),
        (147, DayState.SYMPTOM_FREE),
        (278, DayState.NOT_LOGGED),
    ):
        axes.text(x, y, named[state], size=13, color=theme.ink, va="center")


def _marks(
    figure: "Figure",
    axes: "Axes",
    places: dict[DayState, list[tuple[float, float]]],
    size: float,
    theme: Theme,
) -> None:
    """Draw the marks of each state; `size` is the side of a square in px."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    scale = Affine2D().scale(size / 72) + figure.dpi_scale_trans
    square = Path.unit_rectangle().transformed(Affine2D().translate(-0.5, -0.5))
    shapes = {
        DayState.EPISODE: (square, theme.episode, "none", 0.0),
        DayState.SYMPTOM_FREE: (Path.circle(radius=0.45), "none", theme.free, 1.6),
        DayState.NOT_LOGGED: (Path.circle(radius=0.1), theme.unlogged, "none", 0.0),
    }
    for state, offsets in places.items():
        if not offsets:
            continue
        path, face, edge, width = shapes[state]
        marks = PathCollection(
            [path],
            facecolors=face,
            edgecolors=edge,
            linewidths=min(width, size / 8),
            offsets=offsets,
            offset_transform=axes.transData,
        )
        marks.set_transform(scale)
        axes.add_collection(marks, autolim=False)


def _month_rows(
    figure: "Figure", axes: "Axes", summary: Summary, theme: Theme, say: Language
) -> None:
    first = _monday(summary.period.first)
    column = (WIDTH - LEFT - 8) / WEEK
    for index, name in enumerate(say.weekdays()):
        x = LEFT + column * (index + 0.5)
        axes.text(x, HEAD + 13, name, size=13, color=theme.muted, ha="center", va="center")
    places: dict[DayState, list[tuple[float, float]]] = {state: [] for state in DayState}
    named: dict[int, str] = {}
    months = say.months()
    styles: dict[DayState, dict[str, Any]] = {
        DayState.EPISODE: {"color": theme.on_episode, "weight": "bold"},
        DayState.SYMPTOM_FREE: {"color": theme.ink},
        DayState.NOT_LOGGED: {"color": theme.muted},
    }
    for day in summary.days:
        x = LEFT + column * (day.date.weekday() + 0.5)
        row = (day.date - first).days // WEEK
        y = HEAD + 26 + ROW * (row + 0.5)
        if day.state != DayState.NOT_LOGGED:
            places[day.state].append((x, y))
        axes.text(
            x, y, str(day.date.day), size=13, ha="center", va="center_baseline", **styles[day.state]
        )
        if day.date.day == 1 or day.date == summary.period.first:
            named[row] = months[day.date.month - 1]  # a month that begins here wins
    for row, name in named.items():
        y = HEAD + 26 + ROW * (row + 0.5)
        axes.text(12, y, name, size=14, weight="bold", color=theme.ink, va="center_baseline")
    _marks(figure, axes, places, 25, theme)


def _bands(summary: Summary) -> dict[date, list[int]]:
    """The first day of each band, and the months in it."""
    step = 6 if len(summary.period) <= HALF_YEARS else 12
    first, last = summary.period.first, summary.period.last
    start = date(first.year, (first.month - 1) // step * step + 1, 1)
    bands: dict[date, list[int]] = {}
    while start <= last:
        bands[start] = list(range(start.month, start.month + step))
        after = start.month + step
        start = date(start.year + after // 13, 1 if after > 12 else after, 1)
    return bands


def _cell(summary: Summary) -> float:
    return (WIDTH - 24) / (27 if len(summary.period) <= HALF_YEARS else 54)


def _band_height(summary: Summary) -> int:
    return round(GAP + WEEK * _cell(summary) + 8)


def _week_columns(
    figure: "Figure", axes: "Axes", summary: Summary, theme: Theme, say: Language
) -> None:
    cell = _cell(summary)
    places: dict[DayState, list[tuple[float, float]]] = {state: [] for state in DayState}
    names = say.months(narrow=len(summary.period) > HALF_YEARS)
    tops = {}
    for index, (start, months) in enumerate(_bands(summary).items()):
        top = HEAD + index * _band_height(summary) + GAP
        tops[start] = top
        axes.text(
            12, top - 27, str(start.year), size=14, weight="bold", color=theme.ink, va="center"
        )
        for number in months:
            x = 12 + cell * ((date(start.year, number, 1) - _monday(start)).days // WEEK)
            axes.text(x, top - 9, names[number - 1], size=12, color=theme.muted, va="center")
    starts = sorted(tops)
    band = 0
    for day in summary.days:
        while band + 1 < len(starts) and day.date >= starts[band + 1]:
            band += 1
        start = starts[band]
        x = 12 + cell * ((day.date - _monday(start)).days // WEEK + 0.5)
        places[day.state].append((x, tops[start] + cell * (day.date.weekday() + 0.5)))
    _marks(figure, axes, places, cell * 0.84, theme)


CHART = Chart(title=title, order=20, tell=tell, height=height, draw=draw)
