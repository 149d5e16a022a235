"""The charts of a report as SVG for print."""

from collections.abc import Callable
from typing import Any

from diary.charts.chart import Size, Thresholds
from diary.charts.chart_data import ChartData
from diary.charts.plots import charts
from diary.charts.remote import draw_chart
from diary.charts.render import FONTS
from diary.compute.process import ComputeTimeout, process
from diary.i18n import active_locale
from sharing.pdf.typst import RenderError

# The charts are laid out with the metrics of this font, and the PDF embeds it.
FONT = "'DejaVu Sans'"


def render_chart_svg(
    name: str, data: Any, thresholds: Thresholds, theme: str, size: Size = "phone"
) -> bytes:
    """A chart as SVG, in the active language. Raises RenderError if it takes too long."""
    options: dict[str, Any] = {"theme": theme, "language": active_locale().code, "size": size}
    try:
        return process.call(draw_chart, name, data, thresholds, format="svg", **options)
    except ComputeTimeout as error:
        raise RenderError("a chart took too long") from error


def render_charts(
    material: ChartData, thresholds: Thresholds, on_chart: Callable[[], None] = lambda: None
) -> dict[str, str]:
    """SVG by name of chart, in black and white; `on_chart` is called after each.

    Raises RenderError.
    """
    svgs = {}
    for name, chart in charts(background=material.background is not None).items():
        data = chart.prepare(material)
        svg = render_chart_svg(name, data, thresholds, "print", "paper")
        svgs[name] = svg.decode().replace(FONTS, FONT)
        on_chart()
    return svgs
