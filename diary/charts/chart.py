"""What every chart file gives: words, a table that says the same, and a drawing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diary.charts.language import Language
from diary.charts.theme import Theme
from diary.summary import Summary

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 360  # px: the narrowest phone we draw for; text sizes are px at this width

Thresholds = Mapping[str, float]  # the rules' numbers by name, for the lines that charts draw


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The chart in words: `sentence` for everyone, `description` for who cannot see it."""

    sentence: str
    description: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`height` is in px at a width of `WIDTH`; `draw` fills a figure of that size."""

    title: Callable[[Language], str]
    order: int
    tell: Callable[[Summary, Thresholds, Language], Told]
    height: Callable[[Summary], int]
    draw: Callable[["Figure", Summary, Thresholds, Theme, Language], None]
