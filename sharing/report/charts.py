"""The charts of a report in words; who shows them draws them."""

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
class ChartTold:
    name: str
    title: str
    sentence: str
    description: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]


def charts_told(material: ChartData, thresholds: Thresholds) -> tuple[ChartTold, ...]:
    found = []
    shown = plots.charts(background=material.background is not None)
    for name, chart in shown.items():
        said = chart.describe(chart.prepare(material), thresholds, active_locale())
        found.append(
            ChartTold(
                name,
                chart.title(active_locale()),
                said.sentence,
                said.description,
                said.table.columns,
                [[_cell(cell) for cell in row] for row in said.table.rows],
            )
        )
    return tuple(found)


def _cell(cell: str | int) -> str | int:
    """A day as everywhere on the page; charts tell it as `2026-08-26`, for programs."""
    if not isinstance(cell, str) or not ISO_DAY.fullmatch(cell):
        return cell
    return formatting.full(date.fromisoformat(cell))
