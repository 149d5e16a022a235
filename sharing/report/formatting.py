"""Report formatting in the active locale: codes, dates, times, durations and numbers as text."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, gettext_lazy, gettext_noop, ngettext, override

from diary import labels
from diary.formatting import Locale
from diary.i18n import active_language, active_locale
from diary.schema.codes import AREAS

Labels = Mapping[str, Any]  # by code: texts, or lazy texts


class LazyText:
    """A text that is translated whenever it is converted to `str`; cheaper than gettext_lazy."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return translate(self.text)


def translate(text: str) -> str:
    """gettext in the active language, cached: thousands of episodes use the same texts."""
    return _gettext(active_language(), text)


def cached_locale() -> Locale:
    """The active locale with cached translations, for rendering many rows."""
    language = active_language()
    return Locale(language, partial(_gettext, language), partial(_ngettext, language))


@cache
def _gettext(language: str, text: str) -> str:
    with override(language):
        return gettext(text)


@lru_cache(1024)
def _ngettext(language: str, singular: str, plural: str, count: int) -> str:
    with override(language):
        return ngettext(singular, plural, count)


def _lazy(texts: Mapping[str, str]) -> Mapping[str, LazyText]:
    return {code: LazyText(text) for code, text in texts.items()}


PLACES = _lazy(labels.PLACES)
SENSATIONS = _lazy(labels.SENSATIONS)
TRIGGERS = _lazy(labels.TRIGGERS)
RELIEFS = _lazy(labels.RELIEFS)
ONSETS = _lazy(labels.ONSETS)
SPREADS = _lazy(labels.SPREADS)
SYMPTOMS = _lazy(labels.SYMPTOMS)
LEG_CHANGES = _lazy(labels.LEG_CHANGES)
INTERFERENCE = (  # 0 to 4
    gettext_noop("not at all"),
    gettext_noop("a little"),
    gettext_noop("somewhat"),
    gettext_noop("a lot"),
    gettext_noop("fully"),
)
# Red flags that are no emergency sign of the rules.
OTHER_SIGNS: Labels = {
    "saddle_numbness": gettext_lazy("Saddle numbness"),
    "difficulty_urinating": gettext_lazy("Difficulty urinating"),
}


def not_asked_label(locale: Locale | None = None) -> str:
    return (locale or cached_locale()).gettext("not asked")


def join_labels(
    codes: Iterable[str], labels_by_code: Mapping[str, LazyText], locale: Locale
) -> str:
    return ", ".join([locale.gettext(labels_by_code[code].text) for code in codes])


def format_areas(areas: frozenset[str] | None, locale: Locale | None = None) -> str:
    """`left foot, left toes`; left and right as the person feels them."""
    locale = locale or cached_locale()
    if areas is None:
        return not_asked_label(locale)
    text = join_labels((area for area in AREAS if area in areas), PLACES, locale)
    return text or locale.gettext("none named")


def format_minutes(minutes: float) -> str:
    return labels.format_length(minutes, active_locale())


def format_datetime(moment: datetime, zone: str, locale: Locale | None = None) -> str:
    """`3 Nov 2026, 08:05`, local time of the zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return (
        f"{(locale or active_locale()).long_date(local.date())}, {local.hour:02}:{local.minute:02}"
    )


def format_local_date(moment: datetime, zone: str) -> str:
    """`3 Nov 2026`, the local date of the zone."""
    return format_long_date(moment.astimezone(ZoneInfo(zone)).date())


def format_long_date(day: date) -> str:
    """`3 Nov 2026`."""
    return active_locale().long_date(day)


def format_number(value: float) -> str:
    return active_locale().number(value)
