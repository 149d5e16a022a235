"""Timeline of episode days with medicines, vaccinations, injuries, visits and the like.

It shows the order of events and never claims a cause.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from diary.charts.axis import day_scale, draw_date_axis
from diary.charts.chart import Chart, ChartText, Table, Thresholds
from diary.charts.chart_data import ChartData, Days
from diary.entries import BackgroundEntry
from diary.formatting import Locale
from diary.labels import BACKGROUND
from diary.schema.codes import BACKGROUND_KINDS
from diary.statistics import coverage
from diary.statistics.methods.local_days import Coverage
from diary.summary import WEEK, DayState, Period

if TYPE_CHECKING:
    from diary.charts.canvas import Canvas

LEFT, RIGHT = 12, 12  # px
LANE, LANE_TOP = 52, 78  # px of the days with numbness, below title and legend
ROW, FOOT = 44, 34  # px; row of an item (name above mark), and the date axis
MAX_ITEMS = 12  # rows; the latest to begin
BRIEF = frozenset({"vaccination", "injury", "visit"})  # events of a day, not spans
FEW_PX = 2  # px; narrower days are aggregated by week


@dataclass(frozen=True, slots=True)
class TimelinePlot:
    """Days of the period, and the background items that overlap it, ordered by kind."""

    days: Days
    coverage: Coverage
    items: tuple[BackgroundEntry, ...]
    undated: int  # items without a date, which cannot be on the axis


def title(locale: Locale) -> str:
    return locale.gettext("Beside what else happened")


def prepare(data: ChartData) -> TimelinePlot:
    named = [item for item in data.background or () if item.name]
    visible = [item for item in named if _touches(item, data.period)]
    return TimelinePlot(
        data.days,
        data[coverage.STATISTIC],
        tuple(sorted(visible, key=_order)),
        sum(item.kind in BRIEF and item.started_on is None for item in named),
    )


def _touches(item: BackgroundEntry, period: Period) -> bool:
    if item.kind in BRIEF and item.started_on is None:
        return False
    first = item.started_on or date.min
    last = _last(item) or date.max
    return first <= period.last and last >= period.first


def _last(item: BackgroundEntry) -> date | None:
    """Last day of the item; None: ongoing."""
    return item.ended_on or (item.started_on if item.kind in BRIEF else None)


def _order(item: BackgroundEntry) -> tuple[int, date, str]:
    return BACKGROUND_KINDS.index(item.kind), item.started_on or date.min, item.name


def describe(plot: TimelinePlot, thresholds: Thresholds, locale: Locale) -> ChartText:
    sentence = coverage.sentence(plot.coverage, locale)
    if plot.items:
        sentence += " " + locale.gettext(
            "What stands side by side here need not be cause and effect."
        )
    else:
        sentence += " " + locale.gettext("Nothing else is written down for this time.")
    if plot.undated:
        sentence += " " + locale.ngettext(
            "%(count)s without a day is left out.",
            "%(count)s without a day are left out.",
            plot.undated,
        ) % {"count": plot.undated}
    description = locale.gettext(
        "The days with numbness from %(first)s to %(last)s on one axis with %(items)s."
    ) % {
        "first": locale.long_date(plot.days.period.first),
        "last": locale.long_date(plot.days.period.last),
        "items": "; ".join(_item_text(item, locale) for item in _latest_items(plot))
        or locale.gettext("nothing else"),
    }
    table = Table(
        (
            locale.gettext("What"),
            locale.gettext("Name"),
            locale.gettext("From"),
            locale.gettext("To"),
        ),
        tuple(
            (
                locale.gettext(BACKGROUND[item.kind]),
                item.name,
                item.started_on.isoformat() if item.started_on else locale.gettext("not known"),
                _until(item, locale),
            )
            for item in plot.items
        ),
    )
    return ChartText(sentence, f"{description} {sentence}", table)


def _until(item: BackgroundEntry, locale: Locale) -> str:
    last = _last(item)
    return locale.gettext("goes on") if last is None else last.isoformat()


def _item_text(item: BackgroundEntry, locale: Locale) -> str:
    """`Metformin (medicine), from 1 Mar 2024 on`."""
    words = {"name": item.name, "kind": locale.gettext(BACKGROUND[item.kind])}
    first, last = item.started_on, _last(item)
    if first and first == last:
        return locale.gettext("%(name)s (%(kind)s), %(day)s") % {
            **words,
            "day": locale.long_date(first),
        }
    if first and last:
        text = locale.gettext("%(name)s (%(kind)s), %(first)s to %(last)s")
        return text % {**words, "first": locale.long_date(first), "last": locale.long_date(last)}
    if first:
        return locale.gettext("%(name)s (%(kind)s), from %(first)s on") % {
            **words,
            "first": locale.long_date(first),
        }
    if last:
        return locale.gettext("%(name)s (%(kind)s), until %(last)s") % {
            **words,
            "last": locale.long_date(last),
        }
    return locale.gettext("%(name)s (%(kind)s), since a day that is not known") % words


def _latest_items(plot: TimelinePlot) -> list[BackgroundEntry]:
    began = [item.started_on or date.min for item in plot.items]
    latest = sorted(range(len(began)), key=lambda index: began[index])[-MAX_ITEMS:]
    return [plot.items[index] for index in sorted(latest)]


def height(plot: TimelinePlot, width: float) -> int:
    more = 24 if len(plot.items) > MAX_ITEMS or not plot.items else 0
    return LANE_TOP + LANE + 14 + ROW * min(len(plot.items), MAX_ITEMS) + more + FOOT


def draw(canvas: "Canvas", plot: TimelinePlot, thresholds: Thresholds, locale: Locale) -> None:
    foot = canvas.height - FOOT
    at = day_scale(plot.days.period, LEFT, canvas.width - RIGHT)
    items = _latest_items(plot)
    _heading(canvas, locale)
    top = LANE_TOP + LANE + 14
    guides = [
        item.started_on
        for item in items
        if item.started_on and item.started_on >= plot.days.period.first
    ]
    canvas.lines(
        [((at(day), LANE_TOP), (at(day), foot - 4)) for day in guides],
        canvas.theme.muted,
        1,
        dash=(1.0, 3.0),
    )
    _numb(canvas, plot)
    for index, item in enumerate(items):
        _item(canvas, item, plot.days.period, top + ROW * index, locale)
    if not items:
        none = locale.gettext("Nothing else is written down for this time.")
        canvas.text(LEFT, top + 8, none, color=canvas.theme.muted)
    elif len(plot.items) > len(items):
        more = locale.gettext("%(count)s more in the table") % {
            "count": len(plot.items) - len(items)
        }
        canvas.text(LEFT, top + ROW * len(items) + 6, more, color=canvas.theme.muted)
    canvas.lines([((LEFT, foot), (canvas.width - RIGHT, foot))], canvas.theme.line)
    draw_date_axis(canvas, plot.days.period.dates(), LEFT, canvas.width - RIGHT, foot + 16, locale)


def _numb(canvas: "Canvas", plot: TimelinePlot) -> None:
    """A bar for each day, or for the days of each week where days would be too narrow."""
    theme, foot = canvas.theme, LANE_TOP + LANE
    wide = (canvas.width - LEFT - RIGHT) / len(plot.days.period)
    bars: list[tuple[float, float, float, float]] = []
    unknown: list[tuple[float, float, float, float]] = []
    if wide >= FEW_PX:
        for index, day in enumerate(plot.days.days):
            left, right = LEFT + index * wide, LEFT + (index + 1) * wide
            if day.state == DayState.EPISODE:
                bars.append((left + wide * 0.1, LANE_TOP, right - wide * 0.1, foot))
            elif day.state == DayState.NOT_LOGGED:
                unknown.append((left, foot - 9, right, foot))
    else:
        start = plot.days.period.first
        for week in plot.days.weeks:
            left, right = (LEFT + wide * (day - start).days for day in (week.first, week.last))
            top = foot - LANE * week.episode_days / WEEK
            bars.append((left, top, right + wide, foot))
            unknown.append((left, top - LANE * week.not_logged_days / WEEK, right + wide, top))
    canvas.boxes([box for box in unknown if box[1] < box[3]], edge=theme.unlogged, hatch="////")
    canvas.boxes([box for box in bars if box[1] < box[3]], theme.episode)
    canvas.lines([((LEFT, foot), (canvas.width - RIGHT, foot))], theme.line)


def _item(
    canvas: "Canvas", item: BackgroundEntry, period: Period, top: float, locale: Locale
) -> None:
    from diary.charts.canvas import text_width, truncate_text

    at = day_scale(period, LEFT + 2, canvas.width - RIGHT - 2)
    first, last = item.started_on or period.first, _last(item)
    x, end, y = at(first), at(last or period.last), top + 29
    _mark(canvas, item, x, end, y, period)
    kind = locale.gettext(BACKGROUND[item.kind])
    room = canvas.width - LEFT - RIGHT
    beside = text_width(f"  {kind}", 12)
    name = truncate_text(item.name, 13, room - beside, bold=True)
    whole = text_width(name, 13, bold=True) + beside
    left = min(max(LEFT, x - 6), canvas.width - RIGHT - whole)
    canvas.boxes(
        [(left - 3, top + 1, left + whole + 3, top + 19)], canvas.theme.paper
    )  # covers the guide lines
    canvas.text(left, top + 10, name, bold=True)
    canvas.text(left + whole, top + 10, kind, size=12, color=canvas.theme.muted, anchor="right")


def _mark(
    canvas: "Canvas", item: BackgroundEntry, x: float, end: float, y: float, period: Period
) -> None:
    """A shape for each kind; an ongoing bar ends in an arrow."""
    theme = canvas.theme
    if item.kind in BRIEF and end - x < 8:
        if item.kind == "vaccination":
            canvas.shapes([((x - 7, y - 6), (x + 7, y - 6), (x, y + 7))], theme.ink)
        elif item.kind == "injury":
            cross = [((x - 6, y - 6), (x + 6, y + 6)), ((x - 6, y + 6), (x + 6, y - 6))]
            canvas.lines(cross, theme.ink, 3)
        else:
            canvas.rings([(x, y)], 13, theme.ink, 2.5)
        return
    end = max(end, x + 5)
    tip = 6 if _last(item) is None else 0
    outline = ((x, y - 5), (end - tip, y - 5), (end, y), (end - tip, y + 5), (x, y + 5))
    if item.kind == "medication":
        canvas.shapes([outline], theme.free)
    elif item.kind == "supplement":
        canvas.shapes([outline], edge=theme.free, width=1.4, hatch="////")
    else:
        canvas.shapes([outline], edge=theme.free, width=1.8)


def _heading(canvas: "Canvas", locale: Locale) -> None:
    canvas.text(12, 18, title(locale), size=16, bold=True)
    canvas.boxes([(12, 36, 20, 50)], canvas.theme.episode)
    canvas.text(28, 44, locale.gettext("numbness"))
    canvas.boxes([(160, 38, 178, 50)], edge=canvas.theme.unlogged, hatch="////")
    canvas.text(186, 44, locale.gettext("not logged"))


CHART = Chart(
    title=title,
    order=80,
    prepare=prepare,
    describe=describe,
    height=height,
    draw=draw,
    background=True,
)
