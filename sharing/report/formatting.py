"""Codes in words, for the report, in the language in use. Instants and lengths of time too."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, gettext_lazy, gettext_noop, ngettext, override

from diary import labels
from diary.codes import AREAS
from diary.formatting import Locale
from diary.i18n import active_language, active_locale

# Texts, or what becomes text when it is said.
Words = Mapping[str, Any]


class Said:
    """A text in the language in use whenever it is said."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return said(self.text)


def said(text: str) -> str:
    """A fixed text in the language in use; each is looked up once, for many episodes say it."""
    return _said(active_language(), text)


def saying() -> Locale:
    """The language in use, for many texts: it is asked for once, and each text looked up once."""
    language = active_language()
    return Locale(language, partial(_said, language), partial(_counted, language))


_ = said


@cache
def _said(language: str, text: str) -> str:
    with override(language):
        return gettext(text)


@lru_cache(1024)
def _counted(language: str, one: str, many: str, count: int) -> str:
    with override(language):
        return ngettext(one, many, count)


def _lazy(texts: Mapping[str, str]) -> Mapping[str, Said]:
    return {code: Said(text) for code, text in texts.items()}


PLACES = _lazy(labels.PLACES)
SENSATIONS = _lazy(labels.SENSATIONS)
TRIGGERS = _lazy(labels.TRIGGERS)
RELIEFS = _lazy(labels.RELIEFS)
ONSETS = _lazy(labels.ONSETS)
SYMPTOMS = _lazy(labels.SYMPTOMS)
LEG_CHANGES = _lazy(labels.LEG_CHANGES)
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


def not_asked(locale: Locale | None = None) -> str:
    return (locale or saying()).gettext("not asked")


def listed(codes: Iterable[str], labels_by_code: Mapping[str, Said], locale: Locale) -> str:
    return ", ".join([locale.gettext(labels_by_code[code].text) for code in codes])


def places(areas: frozenset[str] | None, locale: Locale | None = None) -> str:
    """`left foot, left toes`; left and right as the person feels them."""
    locale = locale or saying()
    if areas is None:
        return not_asked(locale)
    named = listed((area for area in AREAS if area in areas), PLACES, locale)
    return named or locale.gettext("none named")


def length(minutes: float) -> str:
    return labels.length(minutes, active_locale())


def at(moment: datetime, zone: str, locale: Locale | None = None) -> str:
    """`3 Nov 2026, 08:05` on the clock of that zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return (
        f"{(locale or active_locale()).long_date(local.date())}, {local.hour:02}:{local.minute:02}"
    )


def on(moment: datetime, zone: str) -> str:
    """`3 Nov 2026`, the day on the clock of that zone."""
    return full(moment.astimezone(ZoneInfo(zone)).date())


def full(day: date) -> str:
    return active_locale().long_date(day)


def number(value: float) -> str:
    return active_locale().number(value)
