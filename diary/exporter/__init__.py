"""Exports of a diary: one file per format, found by folder (README.md)."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from diary.exporter.common.export import Export


@cache
def all_exports() -> Mapping[str, Export]:
    """Every format by name, in the order they are offered."""
    names = [file.name for file in iter_modules(__path__) if not file.ispkg]
    exports = {name: import_module(f"{__name__}.{name}").EXPORT for name in names}
    return dict(sorted(exports.items(), key=lambda item: item[1].order))
