"""What every chart file gives: words, a table that says the same, and a drawing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from diary.charts.chart_data import Material
from diary.formatting import Locale

if TYPE_CHECKING:
    from diary.charts.canvas import Pen

Size = Literal["phone", "paper"]
# In px, texts being 12 to 16 of them: the narrowest phone we draw for, and a page's text.
WIDTHS: Mapping[Size, int] = {"phone": 360, "paper": 680}

Thresholds = Mapping[str, float]  # the rules' numbers by name, for the lines that charts draw
Read = TypeVar("Read")


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
class Chart(Generic[Read]):
    """`read` takes from the material all that the others go by, as plain data.

    While its `repr` stays the same, so does the picture. `height` is in px for a width;
    `draw` fills a pen of that size.
    """

    title: Callable[[Locale], str]
    order: int
    read: Callable[[Material], Read]
    tell: Callable[[Read, Thresholds, Locale], Told]
    height: Callable[[Read, float], int]
    draw: Callable[["Pen", Read, Thresholds, Locale], None]
    background: bool = False  # tells of medicines, injuries and the like
