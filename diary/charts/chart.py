"""The interface of a chart file: title, text with a table, and the drawing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from diary.charts.chart_data import ChartData
from diary.formatting import Locale

if TYPE_CHECKING:
    from diary.charts.canvas import Canvas

Size = Literal["phone", "paper"]
# In px, with texts of 12 to 16 px: the narrowest phone supported, and the text width of a page.
WIDTHS: Mapping[Size, int] = {"phone": 360, "paper": 680}

Thresholds = Mapping[str, float]  # the rules' thresholds by name, for the lines that charts draw
PlotData = TypeVar("PlotData")


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True, slots=True)
class ChartText:
    """The chart as text: `sentence` for everyone, `description` for those who cannot see it."""

    sentence: str
    description: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(Generic[PlotData]):
    """A chart; its file name is its name in the URL.

    `prepare` takes from the chart data everything the other functions use, as plain data: while
    its `repr` is unchanged, so is the picture (the ETag is a digest of it). `height` is in px
    for a width in px; `draw` fills a canvas of that size.
    """

    title: Callable[[Locale], str]
    order: int
    prepare: Callable[[ChartData], PlotData]
    describe: Callable[[PlotData, Thresholds, Locale], ChartText]
    height: Callable[[PlotData, float], int]
    draw: Callable[["Canvas", PlotData, Thresholds, Locale], None]
    background: bool = False  # shows medicines, injuries and the like
