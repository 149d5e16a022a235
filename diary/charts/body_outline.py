"""SVG outlines of the regions of one leg; the other leg is mirrored.

Left is on the left in both views (a mirror image from the front, as seen from behind), so that
it is the person's own left. Units: px of a drawing 300 wide.
"""

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH = 300
HEIGHT = 412


@dataclass(frozen=True, slots=True)
class RegionOutline:
    """`outline`: moves, lines and curves by SVG's letters. `spot`: the middle of the room in it."""

    outline: str
    label_at: tuple[float, float]


FRONT: Mapping[str, RegionOutline] = {
    "thigh_outer": RegionOutline(
        "M14 6C12 50 28 84 36 112Q56 108 76 108C70 82 66 44 70 2Q38 1 14 6Z", (46, 56)
    ),
    "thigh_front": RegionOutline(
        "M70 2C66 44 70 82 76 108Q104 108 126 112C134 84 145 48 143 8Q106 0 70 2Z", (105, 56)
    ),
    "knee": RegionOutline(
        "M36 112Q56 108 76 108Q104 108 126 112C121 128 119 146 120 162Q80 172 40 162"
        "C42 146 40 128 36 112Z",
        (80, 138),
    ),
    "shin": RegionOutline(
        "M40 162Q80 172 120 162C128 190 122 226 111 256Q80 262 50 256C34 226 30 190 40 162Z",
        (79, 208),
    ),
    "ankle": RegionOutline(
        "M50 256Q80 262 111 256C110 270 110 286 111 300Q80 306 50 300C52 286 52 270 50 256Z",
        (81, 280),
    ),
    "foot": RegionOutline(
        "M50 300Q80 306 111 300C116 320 122 338 124 358L32 358C34 338 44 320 50 300Z", (79, 332)
    ),
    "toes": RegionOutline(
        "M32 358L124 358C127 372 127 384 125 394C123 411 100 411 99 393C98 404 83 403 83 391"
        "C82 400 67 399 67 388C66 396 51 395 51 384C49 391 33 389 32 379Z",
        (80, 374),
    ),
}
BACK: Mapping[str, RegionOutline] = {
    "buttock": RegionOutline(
        "M22 8C12 36 16 64 26 88Q84 106 134 86C143 66 146 40 143 10Q84 -2 22 8Z", (83, 48)
    ),
    "thigh_back": RegionOutline(
        "M26 88Q84 106 134 86C132 116 126 142 120 166Q80 174 42 166C34 140 28 116 26 88Z",
        (81, 132),
    ),
    "calf": RegionOutline(
        "M42 166Q80 174 120 166C132 194 124 232 108 268Q80 274 54 268C36 232 30 194 42 166Z",
        (80, 216),
    ),
}
HEEL = (
    "M54 268Q80 274 108 268C104 290 112 308 115 330Q116 350 83 352Q50 350 49 330"
    "C52 308 60 290 54 268Z"
)
