"""The charts as they were last looked at: small pictures, held to be the same but for hinting.

`python -m tests.diary.charts.golden` draws them anew, to be looked at before they are committed.
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
from tests.diary.charts.chart_fixtures import drawn, material

GOLDEN = Path(__file__).parent / "golden"
BLOCK = 6  # dots a side
TOLERANCE = 0.07  # of the way from black to white that the mean of a block may be off


Box = tuple[float, float, float, float]  # left, top, right, bottom
Dots = NDArray[np.float32]


class Look(NamedTuple):
    episodes: int
    days: int
    theme: str
    size: Size


LOOKS = {
    "usual": Look(40, 90, "light", "phone"),
    "dark": Look(1, 30, "dark", "phone"),
    "paper": Look(1000, 365, "print", "paper"),
}


@cache
def made(look: str) -> ChartData:
    episodes, days, _, _ = LOOKS[look]
    return material(episodes, days)


def picture(name: str, look: str, **lines: float) -> tuple[bytes, list[Box]]:
    """With the boxes that its words stand in."""
    _, _, theme, size = LOOKS[look]
    boxes: list[Box] = []
    text = Canvas.text

    def noting(self: Canvas, x: float, y: float, chart_text: str, **style: Any) -> None:
        size = style.get("size", 13)
        wide = text_width(chart_text, size, style.get("bold", False))
        left = x - wide * {"left": 0, "center": 0.5, "right": 1}[style.get("anchor", "left")]
        boxes.append((left - 2, y - 0.6 * size, left + wide + 3, y + 0.7 * size))
        text(self, x, y, chart_text, **style)

    with patch.object(Canvas, "text", noting):
        drawing = drawn(name, made(look), "png", theme, size, ENGLISH, 1, **lines)
    return drawing, boxes


def off(found: tuple[bytes, list[Box]], kept: bytes) -> float:
    """By how much the place that differs most does, in its worst colour; 1 when the size does.

    Words are compared by how dark their boxes are as a whole, all else by small blocks.
    """
    dots, wanted = _dots(found[0]), _dots(kept)
    if dots.shape != wanted.shape:
        return 1
    most = 0.0
    for left, top, right, bottom in found[1]:
        box = slice(round(top), round(bottom)), slice(max(0, round(left)), round(right))
        most = max(most, float(np.abs(dots[box].mean((0, 1)) - wanted[box].mean((0, 1))).max()))
        dots[box] = wanted[box] = 0
    return max(most, float(np.abs(_blocks(dots) - _blocks(wanted)).max()))


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
    for look in LOOKS:
        for name in charts():
            (GOLDEN / f"{name}-{look}.png").write_bytes(picture(name, look)[0])


if __name__ == "__main__":
    main()
