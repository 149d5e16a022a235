"""A language to tell in: its sentences, and how it writes dates, counts and numbers.

No Django: who asks for a chart brings the sentences. They are marked by `gettext` and
`ngettext`, as everywhere, and so found for the catalogues.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date, format_skeleton, get_day_names, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

LOCALES = {"en": "en_GB"}  # the day before the month; others are written as their language is


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]

    @property
    def locale(self) -> str:
        return LOCALES.get(self.code, self.code)

    def full(self, day: date) -> str:
        """`3 Nov 2026`."""
        return _full(self.locale, day)

    def short(self, day: date) -> str:
        """`3 Nov`."""
        return format_skeleton("MMMd", day, locale=self.locale)

    def month(self, day: date) -> str:
        """`Nov 2026`."""
        return format_skeleton("yMMM", day, locale=self.locale)

    def months(self, *, narrow: bool = False) -> list[str]:
        """Their names from January on: short, or one letter."""
        names = get_month_names("narrow" if narrow else "abbreviated", "stand-alone", self.locale)
        return [names[number] for number in range(1, 13)]

    def weekdays(self) -> list[str]:
        """A letter for each, from Monday on."""
        names = get_day_names("narrow", "stand-alone", self.locale)
        return [names[number] for number in range(7)]

    def number(self, value: float) -> str:
        return _number(self.locale, value)

    def percent(self, share: float) -> str:
        """`40%` for 0.4."""
        return _percent(self.locale, share)

    def join(self, parts: Sequence[str]) -> str:
        """`one, two and three`."""
        return format_list(parts, locale=self.locale)

    def days(self, count: int) -> str:
        return self.ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


# The same days and numbers are written again and again.
@lru_cache(4096)
def _full(locale: str, day: date) -> str:
    return format_date(day, "medium", locale=locale)


@lru_cache(4096)
def _number(locale: str, value: float) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(4096)
def _percent(locale: str, share: float) -> str:
    return format_percent(share, locale=locale)


def _as_written(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


ENGLISH = Language("en", str, _as_written)
