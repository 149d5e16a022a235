"""At which time of day episodes begin, in six parts, with how sure each share is."""

from typing import TYPE_CHECKING

from diary.charts.axis import reach, whisker
from diary.charts.chart import Chart, Table, Thresholds, Told
from diary.charts.chart_data import Material
from diary.formatting import Locale
from diary.statistics import times
from diary.statistics.methods.shares import Shares, tell_share

if TYPE_CHECKING:
    from diary.charts.canvas import Pen

HEIGHT = 300  # px
LEFT, RIGHT, TOP, BOTTOM = 12, 12, 102, 50  # px around the bars
ASIDE = 0.5  # of a column: what is not known stands apart


def title(locale: Locale) -> str:
    return locale.gettext("Time of day")


def read(material: Material) -> Shares:
    return material.times


def tell(found: Shares, thresholds: Thresholds, locale: Locale) -> Told:
    sentence = times.tell(found, locale)
    named = names(locale)
    every = (*found.known, found.unknown)
    counts = [f"{named[share.code]}: {share.count}" for share in every]
    description = locale.gettext("Bar chart of the time at which episodes began. %(counts)s.") % {
        "counts": "; ".join(counts)
    }
    table = Table(
        (locale.gettext("Time"), locale.gettext("Episodes"), locale.gettext("Share")),
        tuple((named[share.code], share.count, tell_share(share, locale)) for share in every),
    )
    return Told(sentence, f"{description} {sentence}", table)


def names(locale: Locale) -> dict[str, str]:
    return {
        **{code: f"{code[:2]}:00–{code[3:]}:00" for code in times.BINS},
        times.WOKE: locale.gettext("woke with it"),
    }


def height(found: Shares, width: float) -> int:
    return HEIGHT


def draw(pen: "Pen", found: Shares, thresholds: Thresholds, locale: Locale) -> None:
    theme, bottom = pen.theme, HEIGHT - BOTTOM
    step = (pen.width - LEFT - RIGHT) / (len(times.BINS) + 1 + ASIDE)
    every = (*found.known, found.unknown)
    most = max(1.0, *(reach(share)[1] for share in every))
    unit = (bottom - TOP) / most
    _heading(pen, found, locale)
    pen.lines([((LEFT, bottom), (pen.width - RIGHT, bottom))], theme.line)
    bars = []
    for index, share in enumerate(every):
        x = LEFT + step * (index + 0.5 + (ASIDE if share is found.unknown else 0))
        bars.append((x, bottom - share.count * unit, share))
    half = min(0.36 * step, 26)
    known = [(x - half, y, x + half, bottom) for x, y, share in bars[:-1] if share.count]
    pen.boxes(known, theme.episode)
    x, y, share = bars[-1]
    if share.count:
        pen.boxes([(x - half, y, x + half, bottom)], edge=theme.unlogged, hatch="////")
    for x, y, share in bars:
        low, high = (bottom - count * unit for count in reach(share))
        if share.limits:
            whisker(pen, (x, low), (x, high))
        pen.text(x, min(high, y) - 12, str(share.count), bold=True, anchor="center")
    for code, (x, _, _) in zip(times.BINS, bars, strict=False):
        label = f"{int(code[:2])}–{int(code[3:])}"
        pen.text(x, bottom + 14, label, size=12, color=theme.muted, anchor="center")
    pen.text(
        bars[-1][0],
        bottom + 14,
        locale.gettext("waking"),
        color=theme.muted,
        anchor="center",
        size=12,
    )
    middle = LEFT + step * len(times.BINS) / 2
    hour = locale.gettext("o’clock, where the person was")
    pen.text(middle, bottom + 34, hour, color=theme.muted, anchor="center")


def _heading(pen: "Pen", found: Shares, locale: Locale) -> None:
    pen.text(12, 18, title(locale), size=16, bold=True)
    pen.boxes([(12, 36, 26, 48)], pen.theme.episode)
    pen.text(32, 42, locale.gettext("episodes"))
    pen.boxes([(118, 36, 132, 48)], edge=pen.theme.unlogged, hatch="////")
    pen.text(138, 42, locale.gettext("woke with it: time not known"), size=12)
    if found.lacking is None:
        whisker(pen, (19, 70), (19, 56))
        pen.text(32, 63, locale.gettext("likely range, by chance alone"))


CHART = Chart(title=title, order=50, read=read, tell=tell, height=height, draw=draw)
