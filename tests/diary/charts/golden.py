"""Golden images of the charts: small PNGs, compared with a tolerance for font hinting.

`python -m tests.diary.charts.golden` redraws them; review them before you commit.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from matplotlib.image import imread
from numpy.typing import NDArray

from diary.charts.canvas import Canvas, text_width
from diary.charts.chart import Size
from diary.charts.chart_data import ChartData
from diary.charts.plots import charts
from diary.formatting import ENGLISH
from tests.diary.charts.chart_fixtures import chart_data, render_chart

GOLDEN = Path(__file__).parent / "golden"
BLOCK = 6  # dots a side
TOLERANCE = 0.07  # of the way from black to white that the mean of a block may be off


Box = tuple[float, float, float, float]  # left, top, right, bottom
Dots = NDArray[np.float32]


class Variant(NamedTuple):
    episodes: int
    days: int
    theme: str
    size: Size


VARIANTS = {
    "usual": Variant(40, 90, "light", "phone"),
    "dark": Variant(1, 30, "dark", "phone"),
    "paper": Variant(1000, 365, "print", "paper"),
}


@cache
def chart_data_of(variant: str) -> ChartData:
    episodes, days, _, _ = VARIANTS[variant]
    return chart_data(episodes, days)


def render_variant(name: str, variant: str, **lines: float) -> tuple[bytes, list[Box]]:
    """The PNG, and the boxes of its texts."""
    _, _, theme, size = VARIANTS[variant]
    boxes: list[Box] = []
    text = Canvas.text

    def record_box(self: Canvas, x: float, y: float, chart_text: str, **style: Any) -> None:
        size = style.get("size", 13)
        wide = text_width(chart_text, size, style.get("bold", False))
        left = x - wide * {"left": 0, "center": 0.5, "right": 1}[style.get("anchor", "left")]
        boxes.append((left - 2, y - 0.6 * size, left + wide + 3, y + 0.7 * size))
        text(self, x, y, chart_text, **style)

    with patch.object(Canvas, "text", record_box):
        drawing = render_chart(
            name, chart_data_of(variant), "png", theme, size, ENGLISH, 1, **lines
        )
    return drawing, boxes


def max_difference(rendered: tuple[bytes, list[Box]], golden: bytes) -> float:
    """The largest difference of any block, in its worst channel; 1 if the sizes differ.

    Texts are compared by the mean of their boxes, everything else by small blocks.
    """
    dots, expected = _dots(rendered[0]), _dots(golden)
    if dots.shape != expected.shape:
        return 1
    difference = 0.0
    for left, top, right, bottom in rendered[1]:
        box = slice(round(top), round(bottom)), slice(max(0, round(left)), round(right))
        difference = max(
            difference, float(np.abs(dots[box].mean((0, 1)) - expected[box].mean((0, 1))).max())
        )
        dots[box] = expected[box] = 0
    return max(difference, float(np.abs(_blocks(dots) - _blocks(expected)).max()))


def _dots(png: bytes) -> Dots:
    return np.array(imread(BytesIO(png))[:, :, :3])


def _blocks(dots: Dots) -> Dots:
    """The mean colour of each block, with a border so that those at the edge are whole."""
    high, wide, _ = dots.shape
    padded = np.pad(dots, ((0, -high % BLOCK), (0, -wide % BLOCK), (0, 0)), mode="edge")
    blocks = padded.reshape(padded.shape[0] // BLOCK, BLOCK, -1, BLOCK, 3)
    return np.asarray(blocks.mean(axis=(1, 3)))


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for variant in VARIANTS:
        for name in charts():
            (GOLDEN / f"{name}-{variant}.png").write_bytes(render_variant(name, variant)[0])


if __name__ == "__main__":
    main()
