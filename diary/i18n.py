"""The languages there are: which one a wish means, and speaking that of a diary."""

from functools import cache

from django.conf import settings
from django.utils import translation

from diary.formatting import Language


@cache
def known(wish: str) -> str | None:
    """The language for a wish such as `es-MX`; None when there is none."""
    code = wish.split("-")[0].lower()
    return code if code in dict(settings.LANGUAGES) else None


def in_use() -> str:
    return known(translation.get_language() or "") or settings.LANGUAGE_CODE


def others() -> list[tuple[str, str]]:
    """Code and own name of each language that is not in use."""
    return [(code, name) for code, name in settings.LANGUAGES if code != in_use()]


def speech() -> Language:
    """The language in use, for what is told without Django."""
    return Language(in_use(), translation.gettext, translation.ngettext)


def speaking(locale: str) -> translation.override:
    """For a `with`: what is said inside is said in the language of a diary."""
    return translation.override(known(locale) or settings.LANGUAGE_CODE)
