"""Import SciPy and matplotlib at server start, so that the first request does not wait. No Django.

They take seconds to import, and most management commands need neither: only servers preload.
"""

from datetime import UTC, datetime
from importlib import import_module
from threading import Thread

from diary.charts.chart_data import ChartData
from diary.charts.plots import charts
from diary.charts.render import render
from diary.charts.theme import THEMES
from diary.formatting import ENGLISH


def preload() -> None:
    """Render an empty calendar: matplotlib builds its font cache with the first text."""
    import_module("scipy.stats")
    chart, now = charts()["calendar"], datetime.now(UTC)
    empty = ChartData((), (), today=now.date(), days=7, now=now)
    render(chart, chart.prepare(empty), {}, THEMES["light"], "svg", ENGLISH)


def preload_in_background() -> None:
    """Preload in a non-daemon thread; a process that exits meanwhile waits for it."""
    Thread(target=preload, name="preload").start()
