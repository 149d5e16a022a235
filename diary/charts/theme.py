"""Colour themes of charts, with the hues of `frontend/src/ui/tokens.css`: card, ink, accent.

Spruce and amber stay apart for colour-blind eyes, and no meaning hangs on colour alone: the
theme for print has greys alone.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    paper: str
    ink: str
    muted: str  # text that is less important; at least 4.5:1 on paper
    line: str  # hairlines
    episode: str
    on_episode: str  # text on an episode mark
    free: str
    unlogged: str
    threshold: str


THEMES = {
    "light": Theme(
        paper="#fffdf9",
        ink="#17272a",
        muted="#43545a",
        line="#d3d3c8",
        episode="#0b534f",
        on_episode="#ffffff",
        free="#5f7f9c",
        unlogged="#a3aba8",
        threshold="#a8560c",
    ),
    "dark": Theme(
        paper="#19262a",
        ink="#f4eee1",
        muted="#c3cac6",
        line="#33444a",
        episode="#96dccd",
        on_episode="#062824",
        free="#8fb0cd",
        unlogged="#66787c",
        threshold="#e9b25c",
    ),
    "print": Theme(
        paper="#ffffff",
        ink="#000000",
        muted="#404040",
        line="#c4c4c4",
        episode="#6b6b6b",
        on_episode="#ffffff",
        free="#595959",
        unlogged="#8c8c8c",
        threshold="#000000",
    ),
}


def most_readable(ground: str, *inks: str) -> str:
    """The ink with the highest WCAG contrast ratio to the ground."""
    return max(inks, key=lambda ink: contrast_ratio(ground, ink))


def contrast_ratio(first: str, second: str) -> float:
    """WCAG contrast ratio, from 1 to 21; text needs 4.5."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
