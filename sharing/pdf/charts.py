"""The charts of a report as pictures for paper."""

from collections.abc import Callable
from typing import Any

from diary.charts.chart import Chart, Size, Thresholds
from diary.charts.chart_data import ChartData
from diary.charts.plots import charts
from diary.charts.render import FONTS, render
from diary.charts.render_queue import QueueFull
from diary.charts.theme import THEMES, Theme
from diary.formatting import Locale
from diary.i18n import active_locale
from sharing.pdf.typst import Failed

# Texts are measured with this one, and the PDF has it.
FONT = "'DejaVu Sans'"


def copied(
    chart: Chart[Any],
    read: Any,
    thresholds: Thresholds,
    theme: Theme,
    locale: Locale,
    size: Size = "phone",
) -> bytes:
    """A chart as SVG for what is made whole or not at all. Raises Failed when it takes too long."""
    try:
        return render(chart, read, thresholds, theme, "svg", locale, size)
    except QueueFull as error:
        raise Failed("a chart took too long") from error


def pictures(
    material: ChartData, thresholds: Thresholds, step: Callable[[], None] = lambda: None
) -> dict[str, str]:
    """An SVG for each chart by name, in black and white; `step` is called after each.

    Raises Failed when one takes too long.
    """
    locale, drawn = active_locale(), {}
    for name, chart in charts(background=material.background is not None).items():
        read = chart.prepare(material)
        picture = copied(chart, read, thresholds, THEMES["print"], locale, "paper")
        drawn[name] = picture.decode().replace(FONTS, FONT)
        step()
    return drawn
