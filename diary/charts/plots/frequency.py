"""Days with numbness in each week, beside the lines from which that counts as frequent.

Days that are not logged stand hatched upon those with numbness: they may belong to them.
"""

from typing import TYPE_CHECKING

from diary.charts.axis import dates
from diary.charts.chart import Chart, Table, Thresholds, Told
from diary.charts.chart_data import Days, Material
from diary.formatting import Locale
from diary.summary import WEEK

if TYPE_CHECKING:
    from diary.charts.canvas import Pen

HEIGHT = 312  # px
LEFT, RIGHT, TOP, BOTTOM = 30, 12, 128, 34  # px around the bars
MONTH = 28  # days, of the second line
WEEKLY, MONTHLY = (6.0, 3.0), (1.5, 2.5)  # how the two lines are dashed


def title(locale: Locale) -> str:
    return locale.gettext("Days with numbness, by week")


def read(material: Material) -> Days:
    return material.days


def tell(found: Days, thresholds: Thresholds, locale: Locale) -> Told:
    line = round(thresholds["frequent_week_days"])
    period = {"number": found.episode_days, "days": locale.count_days(len(found.period))}
    sentence = locale.gettext("Numbness on %(number)s of the last %(days)s.") % period
    if not found.logged_days:
        sentence = locale.gettext("Nothing is logged in the last %(days)s.") % period
    elif found.not_logged_days:
        unknown = {"days": locale.count_days(found.not_logged_days)}
        sentence += " " + locale.gettext("%(days)s not logged, so it could be more.") % unknown
    weeks = found.weeks
    most = max(weeks, key=lambda week: (week.episode_days, week.last))
    reached = sum(week.episode_days >= line for week in weeks)
    description = locale.gettext(
        "Bar chart of the days with numbness in each week, %(first)s to %(last)s."
        " %(days)s with numbness, %(without)s without, %(unknown)s not logged."
    ) % {
        "first": locale.long_date(found.period.first),
        "last": locale.long_date(found.period.last),
        "days": locale.count_days(found.episode_days),
        "without": found.symptom_free_days,
        "unknown": found.not_logged_days,
    }
    if found.episode_days:
        description += " " + locale.gettext(
            "The most was %(days)s in the week to %(last)s. %(reached)s of %(weeks)s weeks"
            " reached %(line)s, the line marked as frequent."
        ) % {
            "days": locale.count_days(most.episode_days),
            "last": locale.long_date(most.last),
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
    return Told(sentence, description, table)


def height(found: Days, width: float) -> int:
    return HEIGHT


def draw(pen: "Pen", found: Days, thresholds: Thresholds, locale: Locale) -> None:
    line, pace = round(thresholds["frequent_week_days"]), _pace(thresholds)
    bottom, right = HEIGHT - BOTTOM, pen.width - RIGHT
    unit = (bottom - TOP) / WEEK
    _heading(pen, line, thresholds, locale)
    pen.lines([((LEFT, y), (right, y)) for y in (TOP, bottom)], pen.theme.line)
    _bars(pen, found, unit)
    for value, dash in ((pace, MONTHLY), (line, WEEKLY)):
        y = bottom - value * unit
        pen.lines([((LEFT, y), (right, y))], pen.theme.threshold, 2, dash=dash)
    labelled: list[float] = []
    for value in (0, WEEK, line, pace):
        if all(abs(value - other) * unit >= 15 for other in labelled):
            labelled.append(value)
            y = bottom - value * unit
            pen.text(LEFT - 6, y, locale.number(value), size=14, anchor="right")
    dates(pen, [week.last for week in found.weeks], LEFT, right, bottom + 14, locale)


def _pace(thresholds: Thresholds) -> float:
    """The days a week at which the days in four weeks are reached."""
    return round(thresholds["frequent_month_days"] * WEEK / MONTH, 2)


def _bars(pen: "Pen", found: Days, unit: float) -> None:
    count = len(found.weeks)
    step = (pen.width - LEFT - RIGHT) / count
    # Bars keep a gap while there is room for one; few bars stay slim.
    half = step / 2 if step < 5 else min(0.4 * step, 24)
    filled, hatched = [], []
    for index, week in enumerate(found.weeks):
        middle = LEFT + step * (index + 0.5)
        left, right, foot = middle - half, middle + half, HEIGHT - BOTTOM
        top = foot - week.episode_days * unit
        if week.episode_days:
            filled.append((left, top, right, foot))
        if week.not_logged_days:
            hatched.append((left, top - week.not_logged_days * unit, right, top))
    pen.boxes(hatched, edge=pen.theme.unlogged, hatch="////")
    pen.boxes(filled, pen.theme.episode)


def _heading(pen: "Pen", line: int, thresholds: Thresholds, locale: Locale) -> None:
    pen.text(12, 18, title(locale), size=16, bold=True)
    pen.boxes([(12, 38, 30, 50)], pen.theme.episode)
    # Short ones: each has its place in 360 px.
    pen.text(38, 44, locale.gettext("numbness"), size=14)
    pen.boxes([(160, 38, 178, 50)], edge=pen.theme.unlogged, hatch="////")
    pen.text(186, 44, locale.gettext("not logged"), size=14)
    weekly = locale.gettext("frequent: %(days)s or more in 7") % {"days": locale.count_days(line)}
    monthly = locale.gettext("frequent: %(days)s or more in 28") % {
        "days": locale.count_days(round(thresholds["frequent_month_days"]))
    }
    for y, dash, words in ((68, WEEKLY, weekly), (92, MONTHLY, monthly)):
        pen.lines([((12, y), (30, y))], pen.theme.threshold, 2, dash=dash)
        pen.text(38, y, words, size=14)


CHART = Chart(title=title, order=20, read=read, tell=tell, height=height, draw=draw)
