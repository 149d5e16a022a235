"""Days with numbness in each week, beside the line from which a week counts as frequent."""

from typing import TYPE_CHECKING, Any

from diary.charts.chart import WIDTH, Chart, Table, Thresholds, Told
from diary.charts.language import Language
from diary.charts.theme import Theme
from diary.summary import WEEK, Summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 290  # px
LEFT, RIGHT, TOP, BOTTOM = 30, 12, 104, 34  # px around the bars
LABEL_WIDTH = 74  # px that a date needs


def title(say: Language) -> str:
    return say.gettext("Days with numbness, by week")


def tell(summary: Summary, thresholds: Thresholds, say: Language) -> Told:
    line = round(thresholds["frequent_week_days"])
    period = {"number": summary.episode_days, "days": say.days(len(summary.period))}
    sentence = say.gettext("Numbness on %(number)s of the last %(days)s.") % period
    if not summary.logged_days:
        sentence = say.gettext("Nothing is logged in the last %(days)s.") % period
    elif summary.not_logged_days:
        unknown = {"days": say.days(summary.not_logged_days)}
        sentence += " " + say.gettext("%(days)s not logged, so it could be more.") % unknown
    weeks = summary.weeks
    most = max(weeks, key=lambda week: (week.episode_days, week.last))
    reached = sum(week.episode_days >= line for week in weeks)
    description = say.gettext(
        "Bar chart of the days with numbness in each week, %(first)s to %(last)s."
        " %(days)s with numbness, %(without)s without, %(unknown)s not logged."
    ) % {
        "first": say.full(summary.period.first),
        "last": say.full(summary.period.last),
        "days": say.days(summary.episode_days),
        "without": summary.symptom_free_days,
        "unknown": summary.not_logged_days,
    }
    if summary.episode_days:
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


def height(summary: Summary) -> int:
    return HEIGHT


def draw(
    figure: "Figure", summary: Summary, thresholds: Thresholds, theme: Theme, say: Language
) -> None:
    line = round(thresholds["frequent_week_days"])
    axes = figure.add_axes(
        (
            LEFT / WIDTH,
            BOTTOM / HEIGHT,
            (WIDTH - LEFT - RIGHT) / WIDTH,
            (HEIGHT - TOP - BOTTOM) / HEIGHT,
        )
    )
    axes.set_axis_off()
    count = len(summary.weeks)
    axes.set_xlim(-0.5, count - 0.5)
    axes.set_ylim(0, WEEK)
    _bars(axes, summary, theme)
    axes.hlines(line, -0.5, count - 0.5, colors=theme.threshold, linestyles=(0, (5, 3)), lw=2)
    _labels(axes, summary, line, theme, say)
    _heading(figure, line, theme, say)


def _bars(axes: "Axes", summary: Summary, theme: Theme) -> None:
    from matplotlib.collections import PolyCollection

    count = len(summary.weeks)
    # Bars keep a gap while there is room for one; few bars stay slim.
    half = 0.5 if count > 60 else min(0.4, 0.06 * count + 0.08)

    def box(index: int, low: int, high: int) -> list[tuple[float, float]]:
        left, right = index - half, index + half
        return [(left, low), (left, high), (right, high), (right, low)]

    stacked = [(week.episode_days, week.not_logged_days) for week in summary.weeks]
    filled = [box(n, 0, episode) for n, (episode, _) in enumerate(stacked) if episode]
    hatched = [box(n, e, e + missing) for n, (e, missing) in enumerate(stacked) if missing]
    axes.hlines([0, WEEK], -0.5, count - 0.5, colors=theme.line, lw=1)
    if hatched:
        axes.add_collection(
            PolyCollection(
                hatched, facecolors="none", edgecolors=theme.unlogged, hatch="////", linewidths=0
            ),
            autolim=False,
        )
    if filled:
        axes.add_collection(
            PolyCollection(filled, facecolors=theme.episode, linewidths=0), autolim=False
        )


def _labels(axes: "Axes", summary: Summary, line: int, theme: Theme, say: Language) -> None:
    wide = WIDTH - LEFT - RIGHT
    pixel = len(summary.weeks) / wide  # in weeks
    for value in {0, line, WEEK}:
        axes.text(
            -0.5 - 8 * pixel, value, str(value), size=14, color=theme.ink, ha="right", va="center"
        )
    name = say.month if len(summary.period) > 365 else say.short
    last = len(summary.weeks) - 1
    ticks = min(last, wide // LABEL_WIDTH - 1) or 1
    for index in sorted({round(last * n / ticks) for n in range(ticks + 1)}):
        edge = "center" if last == 0 else {0: "left", last: "right"}.get(index, "center")
        at = {"left": -0.5, "right": last + 0.5, "center": index}[edge]
        axes.text(
            at,
            -9 * WEEK / (HEIGHT - TOP - BOTTOM),
            name(summary.weeks[index].last),
            size=13,
            color=theme.muted,
            ha=edge,
            va="top",
        )


def _heading(figure: "Figure", line: int, theme: Theme, say: Language) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    def text(x: float, y: float, words: str, **style: Any) -> None:
        figure.text(x / WIDTH, 1 - y / HEIGHT, words, va="center", color=theme.ink, **style)

    def mark(x: float, **style: Any) -> None:
        corner = (x / WIDTH, 1 - 50 / HEIGHT)
        figure.add_artist(Rectangle(corner, 18 / WIDTH, 12 / HEIGHT, linewidth=0, **style))

    text(12, 18, title(say), size=16, weight="bold")
    mark(12, facecolor=theme.episode)
    # Short ones: each has its place in 360 px.
    text(38, 44, say.gettext("numbness"), size=14)
    mark(160, facecolor="none", edgecolor=theme.unlogged, hatch="////")
    text(186, 44, say.gettext("not logged"), size=14)
    figure.add_artist(
        Line2D(
            [12 / WIDTH, 30 / WIDTH],
            [1 - 68 / HEIGHT] * 2,
            color=theme.threshold,
            linestyle=(0, (3, 2)),
            lw=2,
        )
    )
    frequent = say.gettext("frequent: %(days)s or more in 7") % {"days": say.days(line)}
    text(38, 68, frequent, size=14)


CHART = Chart(title=title, order=10, tell=tell, height=height, draw=draw)
