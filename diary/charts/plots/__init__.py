"""The charts of a diary, one file each, found by being in this folder.

To add one, copy `frequency.py`, rename it and change what it says and draws (README.md here).
The file's name is the chart's name in the address. A chart file imports no Django, and
matplotlib only when it draws.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from diary.charts.chart import Chart


@cache
def charts(*, background: bool = True) -> Mapping[str, Chart[Any]]:
    """Every chart by name, in display order; without `background`, not those that show it."""
    modules = {file.name: f"{__name__}.{file.name}" for file in iter_modules(__path__)}
    loaded = {name: import_module(path).CHART for name, path in modules.items()}
    shown = {name: chart for name, chart in loaded.items() if background or not chart.background}
    return dict(sorted(shown.items(), key=lambda item: (item[1].order, item[0])))
