"""Draws a chart in px from the top left, straight onto matplotlib's renderer.

Axes, ticks and an artist for each mark take most of the time of a usual chart, and
measuring its texts the rest. Here a series of marks is one path, and a text is measured
only where something else hangs on its width. Imports matplotlib: import this when drawing.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from re import findall
from time import monotonic
from typing import Any, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, IdentityTransform

from diary.charts import render_queue
from diary.charts.theme import Theme

Point = tuple[float, float]
Dash = tuple[float, ...]  # lengths that are drawn and left out by turns, in px
Anchor = Literal["left", "center", "right"]

FINE = 1  # digits of a px: nobody sees more, and every digit is sent
NEXT = 10**-FINE  # px: as short as a stroke can be and still be drawn, with its caps
MIDDLE = 0.36  # of the size: how far the foot of a letter is below its middle


@lru_cache
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family="sans-serif", size=size, weight="bold" if bold else "normal")


@lru_cache
def _face(bold: bool) -> Any:
    return get_font(findfont(_font(10, bold)))


@lru_cache(maxsize=4096)
def width(words: str, size: float, bold: bool = False) -> float:
    """How wide the words are in px; what the font lacks is reckoned as wide as an M."""
    face = _face(bold)
    face.set_size(size, 72)
    face.set_text(_within(words, bold, "M"), 0, flags=LoadFlags.NO_HINTING)
    return float(face.get_width_height()[0]) / 64


def fitted(words: str, size: float, room: float, bold: bool = False) -> str:
    """As many of the words as fit into so many px."""
    if width(words, size, bold) <= room:
        return words
    while words and width(f"{words}…", size, bold) > room:
        words = words[: min(len(words) - 1, int(room / size * 3))]
    return f"{words.rstrip()}…"


def _within(words: str, bold: bool, other: str) -> str:
    """The words with `other` for each character that the font has not."""
    face = _face(bold)
    return "".join(char if face.get_char_index(ord(char)) else other for char in words)


def written(words: str) -> str:
    """As one line without what no picture may hold: control characters, half pairs."""
    return "".join(char if char.isprintable() else " " for char in words)


class Pen:
    """`width` and `height` are those of the picture. Every colour is `#rrggbb`.

    Whatever is drawn raises `Busy` when the picture has taken too long.
    """

    def __init__(self, renderer: Any, width: float, height: float, theme: Theme) -> None:
        self.width, self.height, self.theme = width, height, theme
        self._until = monotonic() + render_queue.SECONDS
        self._renderer = renderer
        self._scale = renderer.points_to_pixels(1)
        self._place = Affine2D().translate(0, -height).scale(self._scale, -self._scale)
        self._dots_only = isinstance(renderer, RendererAgg)  # has no anchors, and no other fonts
        self._anchored = Text()
        self._ink = renderer.new_gc()  # one for all texts: each new one looks into the settings

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13,
        color: str | None = None,
        bold: bool = False,
        anchor: Anchor = "left",
    ) -> None:
        """`y` is the middle of the line."""
        self._in_time()
        words, font = written(words), _font(size, bold)
        self._ink.set_foreground(color or self.theme.ink)
        left = x
        if self._dots_only:
            left -= width(words, size, bold) * {"left": 0, "center": 0.5, "right": 1}[anchor]
            words = _within(words, bold, "\N{WHITE VERTICAL RECTANGLE}")
        self._anchored.set_x(x)
        self._anchored.set_horizontalalignment(anchor)
        foot = (y + MIDDLE * size) * self._scale
        self._renderer.draw_text(
            self._ink, left * self._scale, foot, words, font, 0, mtext=self._anchored
        )

    def shapes(
        self,
        outlines: Iterable[Sequence[Point]],
        fill: str | None = None,
        *,
        edge: str | None = None,
        width: float = 0,
        hatch: str | None = None,
    ) -> None:
        """Closed shapes, all as one. With a `hatch`, `edge` is its colour."""
        vertices: list[Point] = []
        codes: list[Any] = []
        for outline in outlines:
            vertices += [*outline, outline[0]]
            codes += [Path.MOVETO, *[Path.LINETO] * (len(outline) - 1), Path.CLOSEPOLY]
        self.path(vertices, codes, fill, edge=edge, width=width, hatch=hatch)

    def boxes(
        self,
        corners: Iterable[tuple[float, float, float, float]],
        fill: str | None = None,
        **style: Any,
    ) -> None:
        """Left, top, right and bottom of each."""
        self.shapes(
            [((x0, y0), (x1, y0), (x1, y1), (x0, y1)) for x0, y0, x1, y1 in corners], fill, **style
        )

    def lines(
        self,
        lines: Iterable[Sequence[Point]],
        color: str,
        width: float = 1,
        *,
        dash: Dash | None = None,
        cap: Literal["butt", "round", "projecting"] = "butt",
    ) -> None:
        vertices: list[Point] = []
        codes: list[Any] = []
        for line in lines:
            vertices += line
            codes += [Path.MOVETO, *[Path.LINETO] * (len(line) - 1)]
        self.path(vertices, codes, edge=color, width=width, dash=dash, cap=cap)

    def dots(
        self, points: Iterable[Point], size: float, color: str, *, square: bool = False
    ) -> None:
        """Round or square marks, `size` across: strokes so short that only their ends are seen."""
        strokes = [((round(x, FINE) - NEXT, y), (round(x, FINE), y)) for x, y in points]
        self.lines(strokes, color, size, cap="projecting" if square else "round")

    def rings(self, points: Sequence[Point], size: float, color: str, width: float) -> None:
        self.dots(points, size, color)
        self.dots(points, size - 2 * width, self.theme.paper)

    def path(
        self,
        vertices: Sequence[Point],
        codes: Sequence[Any],
        fill: str | None = None,
        *,
        edge: str | None = None,
        width: float = 0,
        hatch: str | None = None,
        dash: Dash | None = None,
        cap: Literal["butt", "round", "projecting"] = "butt",
    ) -> None:
        """A path by matplotlib's codes."""
        self._in_time()
        if not vertices:
            return
        path = Path(np.round(np.asarray(vertices, float), FINE), codes)
        path.should_simplify = False
        gc = self._renderer.new_gc()
        gc.set_snap(False)  # to dots of a PNG: short strokes would vanish
        gc.set_linewidth(width)  # in points, whatever the scale; so are dashes
        gc.set_capstyle(cap)
        gc.set_joinstyle("round")
        if edge:
            gc.set_foreground(edge)
        if hatch:
            gc.set_hatch(hatch)
            gc.set_hatch_color(edge)
            gc.set_hatch_linewidth(1.4)
        if dash:
            gc.set_dashes(0, dash)
        self._renderer.draw_path(gc, path, self._place, _rgb(fill))

    def _in_time(self) -> None:
        if monotonic() > self._until:
            raise render_queue.Busy


@lru_cache
def _rgb(color: str | None) -> tuple[float, float, float] | None:
    if color is None:
        return None
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


class Drawing(Artist):
    """All of a chart as one artist of its figure."""

    def __init__(self, width: float, height: float, theme: Theme, draw: Callable[[Pen], None]):
        super().__init__()
        self.set_transform(IdentityTransform())
        self._draw = draw
        self._size = width, height, theme

    def draw(self, renderer: Any) -> None:
        self._draw(Pen(renderer, *self._size))


@lru_cache
def outlined(outline: str) -> tuple[list[Point], list[Any]]:
    """The points and codes of a path that is written by SVG's letters M, L, Q, C and Z."""
    kinds = {"M": Path.MOVETO, "L": Path.LINETO, "Q": Path.CURVE3, "C": Path.CURVE4}
    points: list[Point] = []
    codes: list[Any] = []
    for letter, numbers in findall(r"([MLQC])([-\d. ]+)", outline):
        values = [float(number) for number in numbers.split()]
        found = list(zip(values[::2], values[1::2], strict=True))
        points += found
        codes += [kinds[letter]] * len(found)
    return [*points, points[0]], [*codes, Path.CLOSEPOLY]
