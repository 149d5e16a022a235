"""Charts, one file each, found by folder; README.md says how to add one.

The file name is the chart's name in the URL. A chart file imports no Django, and matplotlib only
inside `draw`.
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
