"""The charts of a report as pictures for paper."""

from collections.abc import Callable

from diary.charts import charts
from diary.charts.chart import Thresholds
from diary.charts.material import Material
from diary.charts.render import FONTS, render
from diary.charts.theme import THEMES
from diary.languages import speech

# Texts are measured with this one, and the PDF has it.
FONT = "'DejaVu Sans'"


def pictures(
    material: Material, thresholds: Thresholds, step: Callable[[], None] = lambda: None
) -> dict[str, str]:
    """An SVG for each chart by name, in black and white; `step` is called after each."""
    say, drawn = speech(), {}
    for name, chart in charts(background=material.background is not None).items():
        read = chart.read(material)
        picture = render(chart, read, thresholds, THEMES["print"], "svg", say, "paper")
        drawn[name] = picture.decode().replace(FONTS, FONT)
        step()
    return drawn
