"""Text as the PDF can show it: a sign stands for every letter that its font has not got.

Nothing a person wrote vanishes: what cannot be shown is seen to be missing, and counted.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category

MISSING = "\ufffd"  # the font has it: a question mark in a diamond
KEPT = frozenset("\n\t\u200b\u00ad")
# Said to how the letters around them are drawn; nothing is lost without them.
SILENT = re.compile(
    "[\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
UNBROKEN = re.compile(r"\S{31,}")
PIECE = 15  # letters of a word without end, after which a line may break


def folder() -> Path:
    """DejaVu Sans, which comes with matplotlib: Latin, Greek, Cyrillic and much else."""
    from matplotlib import get_data_path

    return Path(get_data_path()) / "fonts" / "ttf"


@cache
def covered() -> frozenset[int]:
    """The characters of the font: those that it has in each weight that is used."""
    from matplotlib.ft2font import FT2Font

    names = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf")
    maps = [FT2Font(str(folder() / name)).get_charmap() for name in names]
    return frozenset.intersection(*map(frozenset, maps))


class Letters:
    """Makes texts fit to be shown, and counts what could not be."""

    def __init__(self) -> None:
        self.missing = 0

    def fit(self, value: Any) -> Any:
        """The same shape, with every text in it made fit."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return {name: self.fit(part) for name, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.fit(part) for part in value]
        return value

    def _text(self, text: str) -> str:
        if not (text.isascii() and text.isprintable()):
            shown = SILENT.sub("", text).replace("\r\n", "\n").translate(fitting())
            self.missing += shown.count(MISSING)
            text = shown
        return UNBROKEN.sub(_pieces, text)


class Fitting(dict[int, str]):
    """For `str.translate`: what stands for each letter, worked out when it first comes."""

    def __missing__(self, code: int) -> str:
        self[code] = self._fitting(chr(code))
        return self[code]

    def _fitting(self, letter: str) -> str:
        kind = category(letter)
        if letter in KEPT or (ord(letter) in covered() and kind not in ("Cc", "Co")):
            return letter
        blanks = {"Zs": " ", "Zl": "\n", "Zp": "\n"}
        return blanks.get(kind, MISSING)


@cache
def fitting() -> Fitting:
    return Fitting()


def _pieces(found: re.Match[str]) -> str:
    word = found[0]
    return "\u200b".join(word[at : at + PIECE] for at in range(0, len(word), PIECE))
