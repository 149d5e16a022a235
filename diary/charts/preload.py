"""Loads what the first drawing and the first numbers of a process would wait for. No Django.

SciPy and matplotlib take seconds, and the commands that need neither are many: so this is asked
for where a server starts, beside what it does first.
"""

from datetime import UTC, datetime
from importlib import import_module
from threading import Thread

from diary.charts.chart_data import Material
from diary.charts.plots import charts
from diary.charts.render import render
from diary.charts.theme import THEMES
from diary.formatting import ENGLISH


def warm() -> None:
    """Draws an empty calendar: fonts are looked up with the first text."""
    import_module("scipy.stats")
    chart, now = charts()["calendar"], datetime.now(UTC)
    nothing = Material((), (), today=now.date(), days=7, now=now)
    render(chart, chart.read(nothing), {}, THEMES["light"], "svg", ENGLISH)


def warm_soon() -> None:
    """In a thread of its own; a process that ends meanwhile waits for it."""
    Thread(target=warm, name="warming").start()
