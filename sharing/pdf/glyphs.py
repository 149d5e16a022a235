"""Glyph fallback: replace characters that the PDF font lacks with U+FFFD, and count them."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unicodedata import bidirectional, category

from diary.compute.process import process

REPLACEMENT = "\ufffd"  # the font has it: a question mark in a diamond
ALWAYS_ALLOWED = frozenset("\n\t\u200b\u00ad")
# Joiners, direction marks, variation selectors: without them no text is lost.
INVISIBLE = re.compile(
    "[\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
# Latin, Greek and Cyrillic, punctuation and symbols: typst has never failed on them.
SIMPLE = (range(0x0530), range(0x1E00, 0x2C00), range(0xFFFD, 0xFFFE))
LONG_WORD = re.compile(r"\S{31,}")
BREAK_INTERVAL = 15  # characters of a long word between the places where a line may break


def font_folder() -> Path:
    """DejaVu Sans, which comes with matplotlib: Latin, Greek, Cyrillic and much else."""
    package = find_spec("matplotlib")  # it takes 50 MB to import
    if package is None or package.origin is None:
        raise FileNotFoundError("matplotlib")
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"


@cache
def font_characters() -> frozenset[int]:
    """Code points that the font has in each of the weights in use."""
    names = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf")
    return frozenset(process.call(read_font_characters, str(font_folder()), names))


def read_font_characters(folder: str, names: Sequence[str]) -> list[int]:
    """Code points that every one of these font files of a folder has."""
    from matplotlib.ft2font import FT2Font

    maps = [FT2Font(str(Path(folder, name))).get_charmap() for name in names]
    return sorted(frozenset.intersection(*map(frozenset, maps)))


class GlyphFallback:
    """Makes texts printable. `missing` counts the characters that were replaced.

    `simple`: characters outside of SIMPLE are replaced too. `right_to_left` is true once a text
    had a letter of a script that is written so.
    """

    def __init__(self, *, simple: bool = False) -> None:
        self.missing = 0
        self.right_to_left = False
        self._table = glyph_table(simple)

    def apply(self, value: Any) -> Any:
        """`value` (JSON) with every text in it made printable."""
        if isinstance(value, str):
            return self._apply_text(value)
        if isinstance(value, dict):
            return {name: self.apply(item) for name, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.apply(item) for item in value]
        return value

    def _apply_text(self, text: str) -> str:
        if not (text.isascii() and text.isprintable()):
            text = INVISIBLE.sub("", text).replace("\r\n", "\n").translate(self._table)
            self.missing += text.count(REPLACEMENT)
            self.right_to_left |= any(bidirectional(letter) in ("R", "AL") for letter in text)
        return LONG_WORD.sub(_break_word, text)


class GlyphTable(dict[int, str]):
    """For `str.translate`: the printable form of each character, computed on first use."""

    def __init__(self, *, simple: bool) -> None:
        self.simple = simple

    def __missing__(self, code: int) -> str:
        self[code] = self._printable(chr(code))
        return self[code]

    def _printable(self, character: str) -> str:
        kind = category(character)
        has_glyph = ord(character) in font_characters() and kind not in ("Cc", "Co")
        if self.simple:
            has_glyph = has_glyph and any(ord(character) in block for block in SIMPLE)
        if character in ALWAYS_ALLOWED or has_glyph:
            return character
        blanks = {"Zs": " ", "Zl": "\n", "Zp": "\n"}
        return blanks.get(kind, REPLACEMENT)


@cache
def glyph_table(simple: bool) -> GlyphTable:
    return GlyphTable(simple=simple)


def _break_word(match: re.Match[str]) -> str:
    """Insert zero-width spaces, at which typst breaks a line."""
    word = match[0]
    starts = range(0, len(word), BREAK_INTERVAL)
    return "\u200b".join(word[start : start + BREAK_INTERVAL] for start in starts)
