"""Codes in words, for the report, in the language in use. Instants and lengths of time too."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, gettext_lazy, gettext_noop

from diary import words
from diary.codes import AREAS
from diary.languages import in_use, speech

# Texts, or what becomes text when it is said.
Words = Mapping[str, Any]
Say = Callable[[str], str]


class Said:
    """A text in the language in use whenever it is said."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return said(self.text)


def said(text: str) -> str:
    """A fixed text in the language in use; each is looked up once, for many episodes say it."""
    return _said(in_use(), text)


def saying() -> Say:
    """`said` for many texts, which asks only once what the language in use is."""
    return partial(_said, in_use())


_ = said


@cache
def _said(language: str, text: str) -> str:
    return gettext(text)


def _lazy(texts: Mapping[str, str]) -> Mapping[str, Said]:
    return {code: Said(text) for code, text in texts.items()}


PLACES = _lazy(words.PLACES)
SENSATIONS = _lazy(words.SENSATIONS)
TRIGGERS = _lazy(words.TRIGGERS)
RELIEFS = _lazy(words.RELIEFS)
ONSETS = _lazy(words.ONSETS)
SYMPTOMS = _lazy(words.SYMPTOMS)
LEG_CHANGES = _lazy(words.LEG_CHANGES)
INTERFERENCE = (
    gettext_noop("not at all"),
    gettext_noop("a little"),
    gettext_noop("somewhat"),
    gettext_noop("a lot"),
    gettext_noop("fully"),
)
# Those that no emergency sign of the rules names.
OTHER_SIGNS: Words = {
    "saddle_numbness": gettext_lazy("Saddle numbness"),
    "difficulty_urinating": gettext_lazy("Difficulty urinating"),
}


def not_asked(_: Say = said) -> str:
    return _("not asked")


def listed(codes: Iterable[str], words: Mapping[str, Said], say: Say) -> str:
    return ", ".join([say(words[code].text) for code in codes])


def places(areas: frozenset[str] | None, _: Say = said) -> str:
    """`left foot, left toes`; left and right as the person feels them."""
    if areas is None:
        return not_asked(_)
    return listed((area for area in AREAS if area in areas), PLACES, _) or _("none named")


def length(minutes: float) -> str:
    return words.length(minutes, speech())


def at(moment: datetime, zone: str) -> str:
    """`3 Nov 2026, 08:05` on the clock of that zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{full(local.date())}, {local:%H:%M}"


def on(moment: datetime, zone: str) -> str:
    """`3 Nov 2026`, the day on the clock of that zone."""
    return full(moment.astimezone(ZoneInfo(zone)).date())


def full(day: date) -> str:
    return speech().full(day)


def number(value: float) -> str:
    return speech().number(value)
