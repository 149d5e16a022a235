"""Canvas: draws marks and text in px from the top left, straight onto matplotlib's renderer.

Axes, ticks and an artist per mark take most of the time of a pyplot chart, and measuring text
the rest. Here a series of marks is one path, and text is measured only where a layout depends on
its width. Imports matplotlib: import this module only inside drawing functions.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from re import findall
from typing import Any, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, IdentityTransform

from diary.charts.theme import Theme

Point = tuple[float, float]
Dash = tuple[float, ...]  # lengths of strokes and gaps in turn, in px
Anchor = Literal["left", "center", "right"]

DECIMALS = 1  # of a px: more is invisible, and every digit is sent
MIN_STROKE = 10**-DECIMALS  # px: the shortest stroke whose caps are still drawn
BASELINE_SHIFT = 0.36  # of the font size: from the middle of a letter down to the baseline


@lru_cache
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family="sans-serif", size=size, weight="bold" if bold else "normal")


@lru_cache
def _face(bold: bool) -> Any:
    return get_font(findfont(_font(10, bold)))


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of the text in px; a glyph that the font lacks counts as an M."""
    face = _face(bold)
    face.set_size(size, 72)
    face.set_text(_replace_missing_glyphs(text, bold, "M"), 0, flags=LoadFlags.NO_HINTING)
    return float(face.get_width_height()[0]) / 64


def truncate_text(text: str, size: float, room: float, bold: bool = False) -> str:
    """Truncate the text with an ellipsis to fit into `room` px."""
    if text_width(text, size, bold) <= room:
        return text
    while text and text_width(f"{text}…", size, bold) > room:
        text = text[: min(len(text) - 1, int(room / size * 3))]
    return f"{text.rstrip()}…"


def _replace_missing_glyphs(text: str, bold: bool, other: str) -> str:
    """Replace characters that the font lacks with `other`."""
    face = _face(bold)
    return "".join(char if face.get_char_index(ord(char)) else other for char in text)


def printable(text: str) -> str:
    """Replace control characters, line breaks and lone surrogates with spaces."""
    return "".join(char if char.isprintable() else " " for char in text)


class Canvas:
    """`width` and `height` of the picture in px. Every colour is `#rrggbb`."""

    def __init__(self, renderer: Any, width: float, height: float, theme: Theme) -> None:
        self.width, self.height, self.theme = width, height, theme
        self._renderer = renderer
        self._scale = renderer.points_to_pixels(1)
        self._place = Affine2D().translate(0, -height).scale(self._scale, -self._scale)
        self._is_raster = isinstance(renderer, RendererAgg)  # no text anchors and no fallback fonts
        self._anchor_text = Text()
        self._text_context = renderer.new_gc()  # shared: creating one reads rcParams

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 13,
        color: str | None = None,
        bold: bool = False,
        anchor: Anchor = "left",
    ) -> None:
        """`y` is the vertical middle of the text line."""
        text, font = printable(text), _font(size, bold)
        self._text_context.set_foreground(color or self.theme.ink)
        left = x
        if self._is_raster:
            left -= text_width(text, size, bold) * {"left": 0, "center": 0.5, "right": 1}[anchor]
            text = _replace_missing_glyphs(text, bold, "\N{WHITE VERTICAL RECTANGLE}")
        self._anchor_text.set_x(x)
        self._anchor_text.set_horizontalalignment(anchor)
        foot = (y + BASELINE_SHIFT * size) * self._scale
        self._renderer.draw_text(
            self._text_context, left * self._scale, foot, text, font, 0, mtext=self._anchor_text
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
        """Closed polygons as one path. With a `hatch`, `edge` is its colour."""
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
        """Rectangles, each as left, top, right, bottom."""
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
        """Round or square marks, `size` px across: strokes so short that only their caps show."""
        strokes = [
            ((round(x, DECIMALS) - MIN_STROKE, y), (round(x, DECIMALS), y)) for x, y in points
        ]
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
        """A path with matplotlib path codes."""
        if not vertices:
            return
        path = Path(np.round(np.asarray(vertices, float), DECIMALS), codes)
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


@lru_cache
def _rgb(color: str | None) -> tuple[float, float, float] | None:
    if color is None:
        return None
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


class Drawing(Artist):
    """The whole chart as one matplotlib artist."""

    def __init__(self, width: float, height: float, theme: Theme, draw: Callable[[Canvas], None]):
        super().__init__()
        self.set_transform(IdentityTransform())
        self._draw = draw
        self._size = width, height, theme

    def draw(self, renderer: Any) -> None:
        self._draw(Canvas(renderer, *self._size))


@lru_cache
def parse_svg_path(outline: str) -> tuple[list[Point], list[Any]]:
    """SVG path data (M, L, Q, C, Z) as matplotlib vertices and codes."""
    kinds = {"M": Path.MOVETO, "L": Path.LINETO, "Q": Path.CURVE3, "C": Path.CURVE4}
    points: list[Point] = []
    codes: list[Any] = []
    for letter, numbers in findall(r"([MLQC])([-\d. ]+)", outline):
        values = [float(number) for number in numbers.split()]
        pairs = list(zip(values[::2], values[1::2], strict=True))
        points += pairs
        codes += [kinds[letter]] * len(pairs)
    return [*points, points[0]], [*codes, Path.CLOSEPOLY]
