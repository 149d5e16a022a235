"""The charts of a report as SVG for print."""

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
from sharing.pdf.typst import RenderError

# The charts are laid out with the metrics of this font, and the PDF embeds it.
FONT = "'DejaVu Sans'"


def render_chart_svg(
    chart: Chart[Any],
    data: Any,
    thresholds: Thresholds,
    theme: Theme,
    locale: Locale,
    size: Size = "phone",
) -> bytes:
    """A chart as SVG. Raises RenderError when the render queue is full for too long."""
    try:
        return render(chart, data, thresholds, theme, "svg", locale, size)
    except QueueFull as error:
        raise RenderError("a chart took too long") from error


def render_charts(
    material: ChartData, thresholds: Thresholds, on_chart: Callable[[], None] = lambda: None
) -> dict[str, str]:
    """SVG by name of chart, in black and white; `on_chart` is called after each.

    Raises RenderError.
    """
    locale, svgs = active_locale(), {}
    for name, chart in charts(background=material.background is not None).items():
        data = chart.prepare(material)
        svg = render_chart_svg(chart, data, thresholds, THEMES["print"], locale, "paper")
        svgs[name] = svg.decode().replace(FONTS, FONT)
        on_chart()
    return svgs
