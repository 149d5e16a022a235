"""Histogram of start times in bins of four hours, with confidence limits."""

from typing import TYPE_CHECKING

from diary.charts.axis import count_limits, draw_error_bar
from diary.charts.chart import Chart, ChartText, Table, Thresholds
from diary.charts.chart_data import ChartData
from diary.formatting import Locale
from diary.statistics import times
from diary.statistics.methods.shares import Shares, format_share

if TYPE_CHECKING:
    from diary.charts.canvas import Canvas

HEIGHT = 300  # px
LEFT, RIGHT, TOP, BOTTOM = 12, 12, 102, 50  # px around the bars
ASIDE = 0.5  # of a column; gap before the bar of unknown times


def title(locale: Locale) -> str:
    return locale.gettext("Time of day")


def prepare(data: ChartData) -> Shares:
    return data[times.STATISTIC]


def describe(plot: Shares, thresholds: Thresholds, locale: Locale) -> ChartText:
    sentence = times.sentence(plot, locale)
    named = bin_names(locale)
    every = (*plot.known, plot.unknown)
    counts = [f"{named[share.code]}: {share.count}" for share in every]
    description = locale.gettext("Bar chart of the time at which episodes began. %(counts)s.") % {
        "counts": "; ".join(counts)
    }
    table = Table(
        (locale.gettext("Time"), locale.gettext("Episodes"), locale.gettext("Share")),
        tuple((named[share.code], share.count, format_share(share, locale)) for share in every),
    )
    return ChartText(sentence, f"{description} {sentence}", table)


def bin_names(locale: Locale) -> dict[str, str]:
    return {
        **{code: f"{code[:2]}:00–{code[3:]}:00" for code in times.BINS},
        times.WOKE: locale.gettext("woke with it"),
    }


def height(plot: Shares, width: float) -> int:
    return HEIGHT


def draw(canvas: "Canvas", plot: Shares, thresholds: Thresholds, locale: Locale) -> None:
    theme, bottom = canvas.theme, HEIGHT - BOTTOM
    step = (canvas.width - LEFT - RIGHT) / (len(times.BINS) + 1 + ASIDE)
    every = (*plot.known, plot.unknown)
    top = max(1.0, *(count_limits(share)[1] for share in every))
    unit = (bottom - TOP) / top
    _heading(canvas, plot, locale)
    canvas.lines([((LEFT, bottom), (canvas.width - RIGHT, bottom))], theme.line)
    bars = []
    for index, share in enumerate(every):
        x = LEFT + step * (index + 0.5 + (ASIDE if share is plot.unknown else 0))
        bars.append((x, bottom - share.count * unit, share))
    half = min(0.36 * step, 26)
    known = [(x - half, y, x + half, bottom) for x, y, share in bars[:-1] if share.count]
    canvas.boxes(known, theme.episode)
    x, y, share = bars[-1]
    if share.count:
        canvas.boxes([(x - half, y, x + half, bottom)], edge=theme.unlogged, hatch="////")
    for x, y, share in bars:
        low, high = (bottom - count * unit for count in count_limits(share))
        if share.limits:
            draw_error_bar(canvas, (x, low), (x, high))
        canvas.text(x, min(high, y) - 12, str(share.count), bold=True, anchor="center")
    for code, (x, _, _) in zip(times.BINS, bars, strict=False):
        label = f"{int(code[:2])}–{int(code[3:])}"
        canvas.text(x, bottom + 14, label, size=12, color=theme.muted, anchor="center")
    canvas.text(
        bars[-1][0],
        bottom + 14,
        locale.gettext("waking"),
        color=theme.muted,
        anchor="center",
        size=12,
    )
    middle = LEFT + step * len(times.BINS) / 2
    hour = locale.gettext("o’clock, where the person was")
    canvas.text(middle, bottom + 34, hour, color=theme.muted, anchor="center")


def _heading(canvas: "Canvas", plot: Shares, locale: Locale) -> None:
    canvas.text(12, 18, title(locale), size=16, bold=True)
    canvas.boxes([(12, 36, 26, 48)], canvas.theme.episode)
    canvas.text(32, 42, locale.gettext("episodes"))
    canvas.boxes([(118, 36, 132, 48)], edge=canvas.theme.unlogged, hatch="////")
    canvas.text(138, 42, locale.gettext("woke with it: time not known"), size=12)
    if plot.insufficient_data is None:
        draw_error_bar(canvas, (19, 70), (19, 56))
        canvas.text(32, 63, locale.gettext("likely range, by chance alone"))


CHART = Chart(title=title, order=50, prepare=prepare, describe=describe, height=height, draw=draw)
