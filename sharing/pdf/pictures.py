"""The charts of a report as pictures for paper."""

from diary.charts import charts
from diary.charts.chart import Thresholds
from diary.charts.material import Material
from diary.charts.render import FONTS, render
from diary.charts.theme import THEMES
from diary.languages import speech

# Texts are measured with this one, and the PDF has it.
FONT = "'DejaVu Sans'"


def pictures(material: Material, thresholds: Thresholds) -> dict[str, str]:
    """An SVG for each chart by name, in black and white."""
    say = speech()
    return {
        name: render(chart, chart.read(material), thresholds, THEMES["print"], "svg", say, "paper")
        .decode()
        .replace(FONTS, FONT)
        for name, chart in charts(background=material.background is not None).items()
    }
