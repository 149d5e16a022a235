"""Days with numbness in each week, beside the lines from which that counts as frequent.

Days that are not logged stand hatched upon those with numbness: they may belong to them.
"""

from typing import TYPE_CHECKING

from diary.charts.axis import dates
from diary.charts.chart import Chart, Table, Thresholds, Told
from diary.charts.chart_data import Days, Material
from diary.formatting import Language
from diary.summary import WEEK

if TYPE_CHECKING:
    from diary.charts.canvas import Pen

HEIGHT = 312  # px
LEFT, RIGHT, TOP, BOTTOM = 30, 12, 128, 34  # px around the bars
MONTH = 28  # days, of the second line
WEEKLY, MONTHLY = (6.0, 3.0), (1.5, 2.5)  # how the two lines are dashed


def title(say: Language) -> str:
    return say.gettext("Days with numbness, by week")


def read(material: Material) -> Days:
    return material.days


def tell(found: Days, thresholds: Thresholds, say: Language) -> Told:
    line = round(thresholds["frequent_week_days"])
    period = {"number": found.episode_days, "days": say.days(len(found.period))}
    sentence = say.gettext("Numbness on %(number)s of the last %(days)s.") % period
    if not found.logged_days:
        sentence = say.gettext("Nothing is logged in the last %(days)s.") % period
    elif found.not_logged_days:
        unknown = {"days": say.days(found.not_logged_days)}
        sentence += " " + say.gettext("%(days)s not logged, so it could be more.") % unknown
    weeks = found.weeks
    most = max(weeks, key=lambda week: (week.episode_days, week.last))
    reached = sum(week.episode_days >= line for week in weeks)
    description = say.gettext(
        "Bar chart of the days with numbness in each week, %(first)s to %(last)s."
        " %(days)s with numbness, %(without)s without, %(unknown)s not logged."
    ) % {
        "first": say.full(found.period.first),
        "last": say.full(found.period.last),
        "days": say.days(found.episode_days),
        "without": found.symptom_free_days,
        "unknown": found.not_logged_days,
    }
    if found.episode_days:
        description += " " + say.gettext(
            "The most was %(days)s in the week to %(last)s. %(reached)s of %(weeks)s weeks"
            " reached %(line)s, the line marked as frequent."
        ) % {
            "days": say.days(most.episode_days),
            "last": say.full(most.last),
            "reached": reached,
            "weeks": len(weeks),
            "line": say.days(line),
        }
        description += " " + say.gettext(
            "The second line is the pace of %(days)s in 28: %(pace)s a week."
        ) % {
            "days": say.days(round(thresholds["frequent_month_days"])),
            "pace": say.number(_pace(thresholds)),
        }
    table = Table(
        (
            say.gettext("From"),
            say.gettext("To"),
            say.gettext("Days with numbness"),
            say.gettext("Days without"),
            say.gettext("Days not logged"),
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


def draw(pen: "Pen", found: Days, thresholds: Thresholds, say: Language) -> None:
    line, pace = round(thresholds["frequent_week_days"]), _pace(thresholds)
    bottom, right = HEIGHT - BOTTOM, pen.width - RIGHT
    unit = (bottom - TOP) / WEEK
    _heading(pen, line, thresholds, say)
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
            pen.text(LEFT - 6, y, say.number(value), size=14, anchor="right")
    dates(pen, [week.last for week in found.weeks], LEFT, right, bottom + 14, say)


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


def _heading(pen: "Pen", line: int, thresholds: Thresholds, say: Language) -> None:
    pen.text(12, 18, title(say), size=16, bold=True)
    pen.boxes([(12, 38, 30, 50)], pen.theme.episode)
    # Short ones: each has its place in 360 px.
    pen.text(38, 44, say.gettext("numbness"), size=14)
    pen.boxes([(160, 38, 178, 50)], edge=pen.theme.unlogged, hatch="////")
    pen.text(186, 44, say.gettext("not logged"), size=14)
    weekly = say.gettext("frequent: %(days)s or more in 7") % {"days": say.days(line)}
    monthly = say.gettext("frequent: %(days)s or more in 28") % {
        "days": say.days(round(thresholds["frequent_month_days"]))
    }
    for y, dash, words in ((68, WEEKLY, weekly), (92, MONTHLY, monthly)):
        pen.lines([((12, y), (30, y))], pen.theme.threshold, 2, dash=dash)
        pen.text(38, y, words, size=14)


CHART = Chart(title=title, order=20, read=read, tell=tell, height=height, draw=draw)
