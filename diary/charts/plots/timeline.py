"""Numbness on one axis with medicines, vaccinations, injuries, visits and the like.

It shows what came first, and never what caused what.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from diary.charts.axis import along, dates
from diary.charts.chart import Chart, Table, Thresholds, Told
from diary.charts.chart_data import Days, Material
from diary.codes import BACKGROUND_KINDS
from diary.entries import BackgroundEntry
from diary.formatting import Locale
from diary.labels import BACKGROUND
from diary.statistics import days
from diary.statistics.days import Coverage
from diary.summary import WEEK, DayState, Period

if TYPE_CHECKING:
    from diary.charts.canvas import Pen

LEFT, RIGHT = 12, 12  # px
LANE, LANE_TOP = 52, 78  # px of the days with numbness, below title and legend
ROW, FOOT = 44, 34  # px of an item: its name above its mark; and of the days at the foot
MOST_ITEMS = 12  # rows; those that began last
BRIEF = frozenset({"vaccination", "injury", "visit"})  # a day, not a stretch of time
FEW_PX = 2  # a day narrower than this is drawn with its week


@dataclass(frozen=True, slots=True)
class Beside:
    """What an axis holds: the days, and the items that touch the period, in order of kinds."""

    days: Days
    coverage: Coverage
    items: tuple[BackgroundEntry, ...]
    undated: int  # a day that was not told cannot be on an axis


def title(locale: Locale) -> str:
    return locale.gettext("Beside what else happened")


def read(material: Material) -> Beside:
    named = [item for item in material.background or () if item.name]
    shown = [item for item in named if _touches(item, material.period)]
    return Beside(
        material.days,
        material.known.coverage(material.period),
        tuple(sorted(shown, key=_order)),
        sum(item.kind in BRIEF and item.started_on is None for item in named),
    )


def _touches(item: BackgroundEntry, period: Period) -> bool:
    if item.kind in BRIEF and item.started_on is None:
        return False
    first = item.started_on or date.min
    last = _last(item) or date.max
    return first <= period.last and last >= period.first


def _last(item: BackgroundEntry) -> date | None:
    """None: it goes on."""
    return item.ended_on or (item.started_on if item.kind in BRIEF else None)


def _order(item: BackgroundEntry) -> tuple[int, date, str]:
    return BACKGROUND_KINDS.index(item.kind), item.started_on or date.min, item.name


def tell(found: Beside, thresholds: Thresholds, locale: Locale) -> Told:
    sentence = days.tell(found.coverage, locale)
    if found.items:
        sentence += " " + locale.gettext(
            "What stands side by side here need not be cause and effect."
        )
    else:
        sentence += " " + locale.gettext("Nothing else is written down for this time.")
    if found.undated:
        sentence += " " + locale.ngettext(
            "%(count)s without a day is left out.",
            "%(count)s without a day are left out.",
            found.undated,
        ) % {"count": found.undated}
    description = locale.gettext(
        "The days with numbness from %(first)s to %(last)s on one axis with %(items)s."
    ) % {
        "first": locale.long_date(found.days.period.first),
        "last": locale.long_date(found.days.period.last),
        "items": "; ".join(_told(item, locale) for item in _shown(found))
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
            for item in found.items
        ),
    )
    return Told(sentence, f"{description} {sentence}", table)


def _until(item: BackgroundEntry, locale: Locale) -> str:
    last = _last(item)
    return locale.gettext("goes on") if last is None else last.isoformat()


def _told(item: BackgroundEntry, locale: Locale) -> str:
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


def _shown(found: Beside) -> list[BackgroundEntry]:
    began = [item.started_on or date.min for item in found.items]
    latest = sorted(range(len(began)), key=lambda index: began[index])[-MOST_ITEMS:]
    return [found.items[index] for index in sorted(latest)]


def height(found: Beside, width: float) -> int:
    more = 24 if len(found.items) > MOST_ITEMS or not found.items else 0
    return LANE_TOP + LANE + 14 + ROW * min(len(found.items), MOST_ITEMS) + more + FOOT


def draw(pen: "Pen", found: Beside, thresholds: Thresholds, locale: Locale) -> None:
    foot = pen.height - FOOT
    at = along(found.days.period, LEFT, pen.width - RIGHT)
    shown = _shown(found)
    _heading(pen, locale)
    top = LANE_TOP + LANE + 14
    guides = [
        item.started_on
        for item in shown
        if item.started_on and item.started_on >= found.days.period.first
    ]
    pen.lines(
        [((at(day), LANE_TOP), (at(day), foot - 4)) for day in guides],
        pen.theme.muted,
        1,
        dash=(1.0, 3.0),
    )
    _numb(pen, found)
    for index, item in enumerate(shown):
        _item(pen, item, found.days.period, top + ROW * index, locale)
    if not shown:
        none = locale.gettext("Nothing else is written down for this time.")
        pen.text(LEFT, top + 8, none, color=pen.theme.muted)
    elif len(found.items) > len(shown):
        more = locale.gettext("%(count)s more in the table") % {
            "count": len(found.items) - len(shown)
        }
        pen.text(LEFT, top + ROW * len(shown) + 6, more, color=pen.theme.muted)
    pen.lines([((LEFT, foot), (pen.width - RIGHT, foot))], pen.theme.line)
    dates(pen, found.days.period.dates(), LEFT, pen.width - RIGHT, foot + 16, locale)


def _numb(pen: "Pen", found: Beside) -> None:
    """A bar for each day, or for the days of each week where days would be too narrow."""
    theme, foot = pen.theme, LANE_TOP + LANE
    wide = (pen.width - LEFT - RIGHT) / len(found.days.period)
    bars: list[tuple[float, float, float, float]] = []
    unknown: list[tuple[float, float, float, float]] = []
    if wide >= FEW_PX:
        for index, day in enumerate(found.days.days):
            left, right = LEFT + index * wide, LEFT + (index + 1) * wide
            if day.state == DayState.EPISODE:
                bars.append((left + wide * 0.1, LANE_TOP, right - wide * 0.1, foot))
            elif day.state == DayState.NOT_LOGGED:
                unknown.append((left, foot - 9, right, foot))
    else:
        start = found.days.period.first
        for week in found.days.weeks:
            left, right = (LEFT + wide * (day - start).days for day in (week.first, week.last))
            top = foot - LANE * week.episode_days / WEEK
            bars.append((left, top, right + wide, foot))
            unknown.append((left, top - LANE * week.not_logged_days / WEEK, right + wide, top))
    pen.boxes([box for box in unknown if box[1] < box[3]], edge=theme.unlogged, hatch="////")
    pen.boxes([box for box in bars if box[1] < box[3]], theme.episode)
    pen.lines([((LEFT, foot), (pen.width - RIGHT, foot))], theme.line)


def _item(pen: "Pen", item: BackgroundEntry, period: Period, top: float, locale: Locale) -> None:
    from diary.charts.canvas import fitted, width

    at = along(period, LEFT + 2, pen.width - RIGHT - 2)
    first, last = item.started_on or period.first, _last(item)
    x, end, y = at(first), at(last or period.last), top + 29
    _mark(pen, item, x, end, y, period)
    kind = locale.gettext(BACKGROUND[item.kind])
    room = pen.width - LEFT - RIGHT
    beside = width(f"  {kind}", 12)
    name = fitted(item.name, 13, room - beside, bold=True)
    whole = width(name, 13, bold=True) + beside
    left = min(max(LEFT, x - 6), pen.width - RIGHT - whole)
    pen.boxes([(left - 3, top + 1, left + whole + 3, top + 19)], pen.theme.paper)  # over the guides
    pen.text(left, top + 10, name, bold=True)
    pen.text(left + whole, top + 10, kind, size=12, color=pen.theme.muted, anchor="right")


def _mark(
    pen: "Pen", item: BackgroundEntry, x: float, end: float, y: float, period: Period
) -> None:
    """A shape for each kind; a stretch that goes on has a point, one from before has none."""
    theme = pen.theme
    if item.kind in BRIEF and end - x < 8:
        if item.kind == "vaccination":
            pen.shapes([((x - 7, y - 6), (x + 7, y - 6), (x, y + 7))], theme.ink)
        elif item.kind == "injury":
            cross = [((x - 6, y - 6), (x + 6, y + 6)), ((x - 6, y + 6), (x + 6, y - 6))]
            pen.lines(cross, theme.ink, 3)
        else:
            pen.rings([(x, y)], 13, theme.ink, 2.5)
        return
    end = max(end, x + 5)
    tip = 6 if _last(item) is None else 0
    outline = ((x, y - 5), (end - tip, y - 5), (end, y), (end - tip, y + 5), (x, y + 5))
    if item.kind == "medication":
        pen.shapes([outline], theme.free)
    elif item.kind == "supplement":
        pen.shapes([outline], edge=theme.free, width=1.4, hatch="////")
    else:
        pen.shapes([outline], edge=theme.free, width=1.8)


def _heading(pen: "Pen", locale: Locale) -> None:
    pen.text(12, 18, title(locale), size=16, bold=True)
    pen.boxes([(12, 36, 20, 50)], pen.theme.episode)
    pen.text(28, 44, locale.gettext("numbness"))
    pen.boxes([(160, 38, 178, 50)], edge=pen.theme.unlogged, hatch="////")
    pen.text(186, 44, locale.gettext("not logged"))


CHART = Chart(
    title=title, order=80, read=read, tell=tell, height=height, draw=draw, background=True
)
