"""View models of the charts: title, texts and table. The page and the PDF render the images."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from diary.charts import plots
from diary.charts.chart import Thresholds
from diary.charts.chart_data import ChartData
from diary.i18n import active_locale
from sharing.report import formatting

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class ChartView:
    name: str
    title: str
    sentence: str
    description: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]


def chart_views(material: ChartData, thresholds: Thresholds) -> tuple[ChartView, ...]:
    views = []
    for name, chart in plots.charts(background=material.background is not None).items():
        text = chart.describe(chart.prepare(material), thresholds, active_locale())
        views.append(
            ChartView(
                name,
                chart.title(active_locale()),
                text.sentence,
                text.description,
                text.table.columns,
                [[_cell(cell) for cell in row] for row in text.table.rows],
            )
        )
    return tuple(views)


def _cell(cell: str | int) -> str | int:
    """Tables of charts have ISO dates, for programs; the report formats them."""
    if not isinstance(cell, str) or not ISO_DAY.fullmatch(cell):
        return cell
    return formatting.format_long_date(date.fromisoformat(cell))
