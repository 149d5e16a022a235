"""The charts of a diary: one file each, found by being here.

To add one, copy `frequency.py`, rename it and change what it says and draws. The
file's name is the chart's name in the address. A chart file imports no Django, and
matplotlib only when it draws.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from diary.charts.chart import Chart

MACHINERY = frozenset(
    {"chart", "language", "legs", "material", "pen", "picture", "render", "rows"}
    | {"scale", "theme", "turns", "urls", "views", "warming"}
)


@cache
def charts(*, background: bool = True) -> Mapping[str, Chart[Any]]:
    """Every chart by name, in the order they are shown; or but those that tell the background."""
    names = [module.name for module in iter_modules(__path__) if module.name not in MACHINERY]
    found = {name: import_module(f"{__name__}.{name}").CHART for name in names}
    shown = {name: chart for name, chart in found.items() if background or not chart.background}
    return dict(sorted(shown.items(), key=lambda item: (item[1].order, item[0])))
