"""Locale: translated sentences, and the format of dates, counts and numbers. No Django.

The caller passes `gettext` and `ngettext` in; babel extracts messages by these two names.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date, format_skeleton, get_day_names, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

IDENTIFIERS = {"en": "en_GB"}  # the day before the month; elsewhere the language code will do


@dataclass(frozen=True, slots=True)
class Locale:
    code: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]

    @property
    def identifier(self) -> str:
        """CLDR locale identifier: `en_GB`."""
        return IDENTIFIERS.get(self.code, self.code)

    def long_date(self, day: date) -> str:
        """`3 Nov 2026`."""
        return _long_date(self.identifier, day)

    def short_date(self, day: date) -> str:
        """`3 Nov`."""
        return format_skeleton("MMMd", day, locale=self.identifier)

    def month_year(self, day: date) -> str:
        """`Nov 2026`."""
        return format_skeleton("yMMM", day, locale=self.identifier)

    def month_names(self, *, narrow: bool = False) -> list[str]:
        """January first: abbreviated, or one letter each."""
        names = get_month_names(
            "narrow" if narrow else "abbreviated", "stand-alone", self.identifier
        )
        return [names[number] for number in range(1, 13)]

    def weekday_letters(self) -> list[str]:
        """One letter each, Monday first."""
        names = get_day_names("narrow", "stand-alone", self.identifier)
        return [names[number] for number in range(7)]

    def number(self, value: float) -> str:
        return _number(self.identifier, value)

    def percent(self, share: float) -> str:
        """`40%` for 0.4."""
        return _percent(self.identifier, share)

    def join(self, parts: Sequence[str]) -> str:
        """`one, two and three`."""
        return format_list(parts, locale=self.identifier)

    def count_days(self, count: int) -> str:
        return self.ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


# Cached: a report formats the same days and numbers many times.
@lru_cache(4096)
def _long_date(locale: str, day: date) -> str:
    return format_date(day, "medium", locale=locale)


@lru_cache(4096)
def _number(locale: str, value: float) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(4096)
def _percent(locale: str, share: float) -> str:
    return format_percent(share, locale=locale)


def _untranslated_plural(singular: str, plural: str, count: int) -> str:
    return singular if count == 1 else plural


ENGLISH = Locale("en", str, _untranslated_plural)
