"""The charts as one writes them with pyplot and its defaults: same data, marks, lines and words."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import matplotlib.pyplot as plt  # noqa: TID251  # what the bench measures against
from matplotlib.axes import Axes
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from diary.charts import body_outline
from diary.charts.axis import count_limits
from diary.charts.canvas import parse_svg_path
from diary.charts.plots import calendar, duration, severity, time_of_day, timeline, triggers
from diary.formatting import ENGLISH
from diary.labels import BACKGROUND
from diary.summary import DayState

Lines = Mapping[str, float]


def calendar_(axes: Axes, plot: Any, lines: Lines) -> None:
    first = calendar._monday(plot.period.first)
    colors = {
        DayState.EPISODE: "white",
        DayState.SYMPTOM_FREE: "black",
        DayState.NOT_LOGGED: "gray",
    }
    marks: dict[DayState, dict[str, Any]] = {
        DayState.EPISODE: {"marker": "s"},
        DayState.SYMPTOM_FREE: {"marker": "o", "facecolors": "none", "edgecolors": "C0"},
        DayState.NOT_LOGGED: {"marker": "."},
    }
    large = len(plot.period) <= calendar.LARGE
    for state, mark in marks.items():
        days = [day.date for day in plot.days if day.state == state]
        weeks = [(day - first).days // 7 for day in days]
        axes.scatter([day.weekday() for day in days], weeks, 300, label=state, **mark)
    for day in plot.days if large else ():
        at = day.date.weekday(), (day.date - first).days // 7
        axes.text(*at, str(day.date.day), color=colors[day.state], ha="center", va="center")
    axes.set_xticks(range(7), ENGLISH.weekday_letters())
    months = [day.date for day in plot.days if day.date.day == 1]
    names = [f"{day:%b}" if large or day.month > 1 else f"{day.year}" for day in months]
    axes.set_yticks([(day - first).days // 7 for day in months], names)
    axes.invert_yaxis()
    axes.legend()


def frequency_(axes: Axes, plot: Any, lines: Lines) -> None:
    at = [week.last for week in plot.weeks]
    numb = [week.episode_days for week in plot.weeks]
    axes.bar(at, numb, 5, label="numbness")
    unknown = [week.not_logged_days for week in plot.weeks]
    axes.bar(at, unknown, 5, numb, color="none", edgecolor="gray", hatch="////", label="not logged")
    axes.axhline(lines["frequent_week_days"], linestyle="--", label="3 days or more in 7")
    axes.axhline(lines["frequent_month_days"] / 4, linestyle=":", label="8 days or more in 28")
    axes.set_ylim(0, 7)
    axes.legend()


def duration_(axes: Axes, plot: Any, lines: Lines) -> None:
    for ongoing, marker, label in ((False, "o", "episode"), (True, "^", "still going on")):
        episodes = [episode for episode in plot.episodes if episode.ongoing == ongoing]
        axes.scatter(
            [e.day for e in episodes], [e.minutes for e in episodes], marker=marker, label=label
        )
    axes.set_yscale("log")
    for name, style in zip(duration.LINES, (":", "--", "-."), strict=True):
        axes.axhline(lines[name], linestyle=style)
    axes.set_yticks(
        [1, *(lines[name] for name in duration.LINES)], ["1 min", "10 min", "1 h", "24 h"]
    )
    axes.axhline(plot.result.median or 1, label="half were over by here")
    axes.legend()


def severity_(axes: Axes, plot: Any, lines: Lines) -> None:
    known = [episode for episode in plot.episodes if episode.value is not None]
    axes.scatter([e.day for e in known], [e.value for e in known], label="episode")
    unknown = [episode.day for episode in plot.episodes if episode.value is None]
    axes.scatter(
        unknown, [-1] * len(unknown), facecolors="none", edgecolors="C0", label="not asked"
    )
    trend = plot.result.trend
    if trend.change is not None:
        ends = [trend.start, trend.start + trend.change]
        axes.plot([trend.first, trend.last], ends, "--", label="the middle course")
    axes.set_yticks([-1, *severity.STEPS], ["?", *map(str, severity.STEPS)])
    axes.grid(axis="y")
    axes.legend()


def time_of_day_(axes: Axes, plot: Any, lines: Lines) -> None:
    every = [*plot.known, plot.unknown]
    names = list(time_of_day.bin_names(ENGLISH).values())
    bars = axes.bar(names, [share.count for share in every], yerr=_limits(every), capsize=4)
    bars[-1].set_hatch("////")
    axes.bar_label(bars, padding=8)
    axes.legend([bars[0], bars[-1]], ["episodes", "woke with it: time not known"])
    axes.set_xlabel("o’clock, where the person was")


def triggers_(axes: Axes, plot: Any, lines: Lines) -> None:
    every = [*triggers.reason_shares(plot), *triggers.unexplained_shares(plot)]
    named = triggers.trigger_names(ENGLISH)
    names, counts = [named[share.code] for share in every], [share.count for share in every]
    bars = axes.barh(names, counts, xerr=_limits(every), capsize=4)
    bars[-2].set_hatch("////")
    axes.bar_label(bars, padding=8)
    axes.invert_yaxis()


def _limits(shares: list[Any]) -> list[list[float]]:
    counts = [(share.count, *count_limits(share)) for share in shares]
    return [[n - low for n, low, _ in counts], [high - n for n, _, high in counts]]


def places_(axes: Axes, plot: Any, lines: Lines) -> None:
    days = {place.episodes.code: place.days for place in plot.result.areas}
    max_days = max(1, *days.values())
    for view, (zones, left) in enumerate(
        ((body_outline.FRONT, 0), (body_outline.BACK, body_outline.WIDTH + 20))
    ):
        for side, turned in (("left", False), ("right", True)):
            for name, zone in zones.items():
                count = days[f"{side}.{name}"]
                points, codes = parse_svg_path(zone.outline)
                placed = [(left + (body_outline.WIDTH - x if turned else x), y) for x, y in points]
                color = plt.colormaps["Greens"](count / max_days)
                axes.add_patch(PathPatch(Path(placed, codes), facecolor=color, edgecolor="black"))
                if count:
                    x, y = zone.label_at
                    x = left + (body_outline.WIDTH - x if turned else x)
                    axes.text(x, y, str(count), ha="center", va="center")
            axes.text(left + (220 if turned else 80), -8, side, ha="center")
        axes.text(left + body_outline.WIDTH / 2, -30, ("front", "back")[view], ha="center")
    shades = [
        Patch(facecolor=plt.colormaps["Greens"](part / 4), label=str(part)) for part in range(1, 5)
    ]
    axes.legend(handles=shades, title="days")
    axes.set_xlim(0, 2 * body_outline.WIDTH + 20)
    axes.set_ylim(body_outline.HEIGHT, -40)
    axes.axis("off")


def timeline_(axes: Axes, plot: Any, lines: Lines) -> None:
    numb = [day.date for day in plot.days.days if day.state == DayState.EPISODE]
    axes.bar(numb, [1] * len(numb), label="numbness")
    unknown = [day.date for day in plot.days.days if day.state == DayState.NOT_LOGGED]
    axes.bar(unknown, [0.2] * len(unknown), color="none", hatch="////", label="not logged")
    period = plot.days.period
    for row, item in enumerate(plot.items):
        first = item.started_on or period.first
        last = timeline._last(item) or period.last
        if item.kind in timeline.BRIEF:
            axes.scatter([first], [-row - 0.5])
        else:
            axes.barh(-row - 0.5, last - first, 0.3, left=first)
        axes.axvline(first, linestyle=":")
        axes.text(max(first, period.first), -row - 0.3, f"{item.name} {BACKGROUND[item.kind]}")
    axes.set_xlim(period.first - timedelta(days=1), period.last)
    axes.set_yticks([])
    axes.legend()


BY_PYPLOT: Mapping[str, Callable[[Axes, Any, Lines], None]] = {
    "calendar": calendar_,
    "frequency": frequency_,
    "duration": duration_,
    "severity": severity_,
    "time_of_day": time_of_day_,
    "triggers": triggers_,
    "places": places_,
    "timeline": timeline_,
}
