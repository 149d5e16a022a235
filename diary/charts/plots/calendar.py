"""Every day of the period as a mark: numbness, none, or not logged.

The marks differ in shape as well as in colour: a filled square, a ring, nothing
but the number. Up to `LARGE` days are numbered cells: on a phone weeks are rows, as
on a wall calendar; on paper they are columns. Longer periods are bands of columns.
"""

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from diary.charts.chart import Chart, ChartText, Table, Thresholds
from diary.charts.chart_data import ChartData, Days
from diary.charts.rows import Row
from diary.charts.theme import Theme
from diary.formatting import Locale
from diary.summary import WEEK, Day, DayState

if TYPE_CHECKING:
    from diary.charts.canvas import Canvas

Spots = dict[DayState, list[tuple[float, float]]]

LARGE = 130  # days that still fit as numbered cells
HALF_YEARS = 400  # days; beyond, a band is a whole year
WIDE = 600  # px; from here on, the marks of a year of week columns are distinguishable
HEAD = 66  # px: title and legend
LEFT = 50  # px: the names of the months
ROW = 29  # px
GAP = 38  # px between bands: a heading and air


def title(locale: Locale) -> str:
    return locale.gettext("Calendar")


def states(locale: Locale) -> dict[DayState, str]:
    """Short labels: the legend must fit into 360 px."""
    return {
        DayState.EPISODE: locale.gettext("numbness"),
        DayState.SYMPTOM_FREE: locale.gettext("no numbness"),
        DayState.NOT_LOGGED: locale.gettext("not logged"),
    }


def prepare(data: ChartData) -> Days:
    return data.days


def describe(plot: Days, thresholds: Thresholds, locale: Locale) -> ChartText:
    sentence = locale.gettext(
        "%(days)s with numbness, %(without)s without, %(unknown)s not logged."
    ) % {
        "days": locale.count_days(plot.episode_days),
        "without": plot.symptom_free_days,
        "unknown": plot.not_logged_days,
    }
    if plot.not_logged_days:
        sentence += " " + locale.gettext("A day that is not logged may have been either.")
    described = [day.date for day in plot.days if day.state == DayState.EPISODE]
    description = locale.gettext("Calendar from %(first)s to %(last)s.") % {
        "first": locale.long_date(plot.period.first),
        "last": locale.long_date(plot.period.last),
    }
    description += f" {sentence}"
    if described:
        last = {"day": locale.long_date(described[-1])}
        description += " " + locale.gettext("The last day with numbness was %(day)s.") % last
    return ChartText(sentence, description, _table(plot, locale))


def _table(plot: Days, locale: Locale) -> Table:
    """Each day, or for a long period the days of each month: `1, 3–5, 9 (2×)`."""
    if len(plot.days) <= LARGE:
        named = states(locale)
        return Table(
            (locale.gettext("Day"), locale.gettext("What is logged"), locale.gettext("Episodes")),
            tuple((day.date.isoformat(), named[day.state], day.episodes) for day in plot.days),
        )
    columns = (
        locale.gettext("Month"),
        locale.gettext("Days with numbness"),
        locale.gettext("Days without"),
        locale.gettext("Days not logged"),
    )
    months = groupby(plot.days, key=lambda day: day.date.replace(day=1))
    return Table(columns, tuple(_month(first, list(days), locale) for first, days in months))


def _month(first: date, days: list[Day], locale: Locale) -> Row:
    listed: dict[DayState, list[str]] = {state: [] for state in DayState}
    for (state, episodes), alike in groupby(days, key=lambda day: (day.state, day.episodes)):
        *_, last = numbers = [day.date.day for day in alike]
        run = f"{numbers[0]}–{last}" if len(numbers) > 1 else str(last)
        listed[state].append(run if episodes < 2 else f"{run} ({episodes}×)")
    column_states = (DayState.EPISODE, DayState.SYMPTOM_FREE, DayState.NOT_LOGGED)
    return (locale.month_year(first), *(", ".join(listed[state]) for state in column_states))


def height(plot: Days, width: float) -> int:
    if len(plot.period) > LARGE:
        return HEAD + sum(_band_height(plot, width) for _ in _bands(plot, width))
    if width >= WIDE:
        return HEAD + 26 + ROW * WEEK + 8
    return HEAD + 26 + ROW * _weeks(plot) + 8


def draw(canvas: "Canvas", plot: Days, thresholds: Thresholds, locale: Locale) -> None:
    canvas.text(12, 18, title(locale), size=16, bold=True)
    large = len(plot.period) <= LARGE
    _legend(canvas, large, states(locale))
    if not large:
        _week_columns(canvas, plot, locale)
    else:
        _cells(canvas, plot, locale, across=canvas.width >= WIDE)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(plot: Days) -> int:
    return (_monday(plot.period.last) - _monday(plot.period.first)).days // WEEK + 1


def _legend(canvas: "Canvas", large: bool, named: dict[DayState, str]) -> None:
    y = 44
    _marks(canvas, {DayState.EPISODE: [(20, y)], DayState.SYMPTOM_FREE: [(134, y)]}, 14)
    if large:
        canvas.text(266, y, "12", size=12, color=canvas.theme.muted, anchor="center")
    else:
        canvas.dots([(266, y)], 4, canvas.theme.unlogged)
    for x, state in (
        (33, DayState.EPISODE),
        (147, DayState.SYMPTOM_FREE),
        (278, DayState.NOT_LOGGED),
    ):
        canvas.text(x, y, named[state])


def _marks(canvas: "Canvas", spots: Spots, size: float) -> None:
    """The marks of each state; `size` is the side of a square in px."""
    theme = canvas.theme
    canvas.dots(spots.get(DayState.EPISODE, []), size, theme.episode, square=True)
    canvas.rings(spots.get(DayState.SYMPTOM_FREE, []), size * 0.95, theme.free, min(1.6, size / 7))
    canvas.dots(spots.get(DayState.NOT_LOGGED, []), size * 0.22, theme.unlogged)


def _styles(theme: Theme) -> dict[DayState, dict[str, Any]]:
    return {
        DayState.EPISODE: {"color": theme.on_episode, "bold": True},
        DayState.SYMPTOM_FREE: {"color": theme.ink},
        DayState.NOT_LOGGED: {"color": theme.muted},
    }


def _cells(canvas: "Canvas", plot: Days, locale: Locale, *, across: bool) -> None:
    """Numbered day cells; weeks are rows, or columns if `across`."""
    first, column = _monday(plot.period.first), (canvas.width - LEFT - 8) / WEEK

    def spot(day: date) -> tuple[float, float]:
        week, weekday = (day - first).days // WEEK, day.weekday()
        if across:
            return LEFT + ROW * (week + 0.5), HEAD + 26 + ROW * (weekday + 0.5)
        return LEFT + column * (weekday + 0.5), HEAD + 26 + ROW * (week + 0.5)

    for weekday, name in enumerate(locale.weekday_letters()):
        x, y = spot(first + timedelta(days=weekday))
        x, y = (24, y) if across else (x, HEAD + 13)
        canvas.text(x, y, name, color=canvas.theme.muted, anchor="center")
    spots: Spots = {state: [] for state in DayState}
    for day in plot.days:
        spots[day.state].append(spot(day.date))
    _marks(canvas, spots | {DayState.NOT_LOGGED: []}, 25)
    styles = _styles(canvas.theme)
    named: dict[float, date] = {}
    for day in plot.days:
        x, y = spot(day.date)
        canvas.text(x, y, str(day.date.day), anchor="center", **styles[day.state])
        if day.date.day == 1 or day.date == plot.period.first:
            named[x if across else y] = day.date  # the last month that begins in this row or column
    months = locale.month_names()
    for at, day_named in named.items():
        x, y = (at - ROW / 2 + 2, HEAD + 13) if across else (12, at)
        if not across or day_named.day == 1 or min(set(named) - {at}, default=999) - at > 2 * ROW:
            canvas.text(x, y, months[day_named.month - 1], size=14, bold=True)


def _half_years(plot: Days, width: float) -> bool:
    return width < WIDE and len(plot.period) <= HALF_YEARS


def _bands(plot: Days, width: float) -> dict[date, list[int]]:
    """The first day of each band, and the months in it."""
    step = 6 if _half_years(plot, width) else 12
    first, last = plot.period.first, plot.period.last
    start = date(first.year, (first.month - 1) // step * step + 1, 1)
    bands: dict[date, list[int]] = {}
    while start <= last:
        bands[start] = list(range(start.month, start.month + step))
        after = start.month + step
        start = date(start.year + after // 13, 1 if after > 12 else after, 1)
    return bands


def _cell(plot: Days, width: float) -> float:
    return (width - 24) / (27 if _half_years(plot, width) else 54)


def _band_height(plot: Days, width: float) -> int:
    return round(GAP + WEEK * _cell(plot, width) + 8)


def _week_columns(canvas: "Canvas", plot: Days, locale: Locale) -> None:
    cell = _cell(plot, canvas.width)
    spots: Spots = {state: [] for state in DayState}
    names = locale.month_names(narrow=cell < 10)
    tops = {}
    for index, (start, months) in enumerate(_bands(plot, canvas.width).items()):
        top = HEAD + index * _band_height(plot, canvas.width) + GAP
        tops[start] = top
        canvas.text(12, top - 27, str(start.year), size=14, bold=True)
        for number in months:
            x = 12 + cell * ((date(start.year, number, 1) - _monday(start)).days // WEEK)
            canvas.text(x, top - 9, names[number - 1], size=12, color=canvas.theme.muted)
    starts = sorted(tops)
    band = 0
    for day in plot.days:
        while band + 1 < len(starts) and day.date >= starts[band + 1]:
            band += 1
        start = starts[band]
        x = 12 + cell * ((day.date - _monday(start)).days // WEEK + 0.5)
        spots[day.state].append((x, tops[start] + cell * (day.date.weekday() + 0.5)))
    _marks(canvas, spots, cell * 0.84)


CHART = Chart(title=title, order=10, prepare=prepare, describe=describe, height=height, draw=draw)
