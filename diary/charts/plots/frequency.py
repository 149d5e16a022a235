"""Episode days per week as bars, with the thresholds of the rules for "frequent".

Days that are not logged are stacked on top, hatched: they may have been episode days.
"""

from typing import TYPE_CHECKING

from diary.charts.axis import draw_date_axis
from diary.charts.chart import Chart, ChartText, Table, Thresholds
from diary.charts.chart_data import ChartData, Days
from diary.formatting import Locale
from diary.summary import WEEK

if TYPE_CHECKING:
    from diary.charts.canvas import Canvas

HEIGHT = 312  # px
LEFT, RIGHT, TOP, BOTTOM = 30, 12, 128, 34  # px around the bars
MONTH = 28  # days; window of the second threshold
WEEKLY, MONTHLY = (6.0, 3.0), (1.5, 2.5)  # dash patterns of the two threshold lines


def title(locale: Locale) -> str:
    return locale.gettext("Days with numbness, by week")


def prepare(data: ChartData) -> Days:
    return data.days


def describe(plot: Days, thresholds: Thresholds, locale: Locale) -> ChartText:
    line = round(thresholds["frequent_week_days"])
    period = {"number": plot.episode_days, "days": locale.count_days(len(plot.period))}
    sentence = locale.gettext("Numbness on %(number)s of the last %(days)s.") % period
    if not plot.logged_days:
        sentence = locale.gettext("Nothing is logged in the last %(days)s.") % period
    elif plot.not_logged_days:
        unknown = {"days": locale.count_days(plot.not_logged_days)}
        sentence += " " + locale.gettext("%(days)s not logged, so it could be more.") % unknown
    weeks = plot.weeks
    worst = max(weeks, key=lambda week: (week.episode_days, week.last))
    reached = sum(week.episode_days >= line for week in weeks)
    description = locale.gettext(
        "Bar chart of the days with numbness in each week, %(first)s to %(last)s."
        " %(days)s with numbness, %(without)s without, %(unknown)s not logged."
    ) % {
        "first": locale.long_date(plot.period.first),
        "last": locale.long_date(plot.period.last),
        "days": locale.count_days(plot.episode_days),
        "without": plot.symptom_free_days,
        "unknown": plot.not_logged_days,
    }
    if plot.episode_days:
        description += " " + locale.gettext(
            "The most was %(days)s in the week to %(last)s. %(reached)s of %(weeks)s weeks"
            " reached %(line)s, the line marked as frequent."
        ) % {
            "days": locale.count_days(worst.episode_days),
            "last": locale.long_date(worst.last),
            "reached": reached,
            "weeks": len(weeks),
            "line": locale.count_days(line),
        }
        description += " " + locale.gettext(
            "The second line is the pace of %(days)s in 28: %(pace)s a week."
        ) % {
            "days": locale.count_days(round(thresholds["frequent_month_days"])),
            "pace": locale.number(_pace(thresholds)),
        }
    table = Table(
        (
            locale.gettext("From"),
            locale.gettext("To"),
            locale.gettext("Days with numbness"),
            locale.gettext("Days without"),
            locale.gettext("Days not logged"),
        ),
        tuple(
            (
                week.first.isoformat(),
                week.last.isoformat(),
                week.episode_days,
                week.symptom_free_days,
                week.not_logged_days,
            )
            for week in weeks
        ),
    )
    return ChartText(sentence, description, table)


def height(plot: Days, width: float) -> int:
    return HEIGHT


def draw(canvas: "Canvas", plot: Days, thresholds: Thresholds, locale: Locale) -> None:
    line, pace = round(thresholds["frequent_week_days"]), _pace(thresholds)
    bottom, right = HEIGHT - BOTTOM, canvas.width - RIGHT
    unit = (bottom - TOP) / WEEK
    _heading(canvas, line, thresholds, locale)
    canvas.lines([((LEFT, y), (right, y)) for y in (TOP, bottom)], canvas.theme.line)
    _bars(canvas, plot, unit)
    for value, dash in ((pace, MONTHLY), (line, WEEKLY)):
        y = bottom - value * unit
        canvas.lines([((LEFT, y), (right, y))], canvas.theme.threshold, 2, dash=dash)
    labelled: list[float] = []
    for value in (0, WEEK, line, pace):
        if all(abs(value - other) * unit >= 15 for other in labelled):
            labelled.append(value)
            y = bottom - value * unit
            canvas.text(LEFT - 6, y, locale.number(value), size=14, anchor="right")
    draw_date_axis(canvas, [week.last for week in plot.weeks], LEFT, right, bottom + 14, locale)


def _pace(thresholds: Thresholds) -> float:
    """Days per week that reach the four-week threshold."""
    return round(thresholds["frequent_month_days"] * WEEK / MONTH, 2)


def _bars(canvas: "Canvas", plot: Days, unit: float) -> None:
    count = len(plot.weeks)
    step = (canvas.width - LEFT - RIGHT) / count
    # Gaps between bars only if there is room; a maximum width for few bars.
    half = step / 2 if step < 5 else min(0.4 * step, 24)
    filled, hatched = [], []
    for index, week in enumerate(plot.weeks):
        middle = LEFT + step * (index + 0.5)
        left, right, foot = middle - half, middle + half, HEIGHT - BOTTOM
        top = foot - week.episode_days * unit
        if week.episode_days:
            filled.append((left, top, right, foot))
        if week.not_logged_days:
            hatched.append((left, top - week.not_logged_days * unit, right, top))
    canvas.boxes(hatched, edge=canvas.theme.unlogged, hatch="////")
    canvas.boxes(filled, canvas.theme.episode)


def _heading(canvas: "Canvas", line: int, thresholds: Thresholds, locale: Locale) -> None:
    canvas.text(12, 18, title(locale), size=16, bold=True)
    canvas.boxes([(12, 38, 30, 50)], canvas.theme.episode)
    # Short labels: they must fit into 360 px.
    canvas.text(38, 44, locale.gettext("numbness"), size=14)
    canvas.boxes([(160, 38, 178, 50)], edge=canvas.theme.unlogged, hatch="////")
    canvas.text(186, 44, locale.gettext("not logged"), size=14)
    weekly = locale.gettext("frequent: %(days)s or more in 7") % {"days": locale.count_days(line)}
    monthly = locale.gettext("frequent: %(days)s or more in 28") % {
        "days": locale.count_days(round(thresholds["frequent_month_days"]))
    }
    for y, dash, words in ((68, WEEKLY, weekly), (92, MONTHLY, monthly)):
        canvas.lines([((12, y), (30, y))], canvas.theme.threshold, 2, dash=dash)
        canvas.text(38, y, words, size=14)


CHART = Chart(title=title, order=20, prepare=prepare, describe=describe, height=height, draw=draw)
