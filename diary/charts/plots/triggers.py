"""Bar chart of triggers, and apart from them the episodes without a known reason."""

from typing import TYPE_CHECKING, Any

from diary.charts.axis import count_limits, draw_error_bar
from diary.charts.chart import Chart, ChartText, Table, Thresholds
from diary.charts.chart_data import ChartData
from diary.charts.theme import Theme
from diary.formatting import Locale
from diary.labels import TRIGGERS
from diary.statistics import triggers, unexplained
from diary.statistics.methods.shares import NOT_ASKED, Share, Shares, format_share

if TYPE_CHECKING:
    from diary.charts.canvas import Canvas

TOP, ROW, GAP, FOOT = 62, 27, 20, 12  # px
RIGHT = 44  # px for the numbers at the end of a bar
NO_REASON = ("none", "unsure", NOT_ASKED)


def title(locale: Locale) -> str:
    return locale.gettext("What it begins with")


def prepare(data: ChartData) -> Shares:
    return data[triggers.STATISTIC]


def describe(plot: Shares, thresholds: Thresholds, locale: Locale) -> ChartText:
    sentence = triggers.sentence(plot, locale)
    if plot.insufficient_data is None and plot.unknown.count < plot.n:
        sentence += " " + unexplained.sentence(unexplained.compute_unexplained(plot), locale)
    named = trigger_names(locale)
    every = [*reason_shares(plot), *unexplained_shares(plot)]
    description = locale.gettext("Bar chart of what episodes began with. %(counts)s.") % {
        "counts": "; ".join(f"{named[share.code]}: {share.count}" for share in every)
    }
    table = Table(
        (locale.gettext("What it began with"), locale.gettext("Episodes"), locale.gettext("Share")),
        tuple((named[share.code], share.count, format_share(share, locale)) for share in every),
    )
    return ChartText(sentence, f"{description} {sentence}", table)


def trigger_names(locale: Locale) -> dict[str, str]:
    return {
        **{code: locale.gettext(text) for code, text in TRIGGERS.items()},
        NOT_ASKED: locale.gettext("not asked"),
    }


def reason_shares(plot: Shares) -> list[Share]:
    """Shares of actual triggers, most frequent first."""
    reasons = [share for share in plot.known if share.count and share.code not in NO_REASON]
    return sorted(reasons, key=lambda share: -share.count)


def unexplained_shares(plot: Shares) -> list[Share]:
    """Shares of "no reason", "not sure" and "not asked": three categories, shown even if 0."""
    return [*(share for share in plot.known if share.code in NO_REASON), plot.unknown]


def height(plot: Shares, width: float) -> int:
    reasons = len(reason_shares(plot))
    return TOP + ROW * (reasons + len(NO_REASON)) + (GAP if reasons else 0) + FOOT


def draw(canvas: "Canvas", plot: Shares, thresholds: Thresholds, locale: Locale) -> None:
    from diary.charts.canvas import text_width

    theme, named = canvas.theme, trigger_names(locale)
    reasons, apart = reason_shares(plot), unexplained_shares(plot)
    every = [*reasons, *apart]
    left = 20 + max(text_width(named[share.code], 13) for share in every)
    top = max(1.0, *(count_limits(share)[1] for share in every))
    unit = (canvas.width - left - RIGHT) / top
    canvas.text(12, 18, title(locale), size=16, bold=True)
    if plot.insufficient_data is None:
        draw_error_bar(canvas, (12, 42), (26, 42))
        canvas.text(32, 42, locale.gettext("likely range, by chance alone"))
    for index, share in enumerate(every):
        y = TOP + ROW * (index + 0.5) + (GAP if reasons and share in apart else 0)
        low, high = (left + count * unit for count in count_limits(share))
        end = left + share.count * unit
        canvas.text(left - 8, y, named[share.code], anchor="right")
        if share.count:
            canvas.boxes([(left, y - 9, end, y + 9)], **_bar_style(share, theme))
        if share.limits:
            draw_error_bar(canvas, (low, y), (high, y))
        canvas.text(max(end, high) + 8, y, str(share.count), bold=True)
    canvas.lines([((left, TOP), (left, height(plot, canvas.width) - FOOT))], theme.line)


def _bar_style(share: Share, theme: Theme) -> dict[str, Any]:
    """Unknowns are not filled: "not sure" is hatched, "not asked" is empty."""
    if share.code not in {"unsure", NOT_ASKED}:
        return {"fill": theme.episode}
    hatch = "////" if share.code == "unsure" else None
    return {"hatch": hatch, "edge": theme.unlogged, "width": 1.4}


CHART = Chart(title=title, order=60, prepare=prepare, describe=describe, height=height, draw=draw)
