"""Internationalization: the active language, and switching to that of a diary."""

from functools import cache
from itertools import chain

from django.conf import settings
from django.utils import translation

from diary.formatting import Locale


@cache
def match_language(tag: str) -> str | None:
    """The supported language for a BCP 47 tag; None if not supported.

    For `es-MX` itself, or `es`, or else another variant of Spanish.
    """
    wanted = tag.lower()
    codes = [code for code, _ in settings.LANGUAGES]
    prefixes = (code for code in codes if f"{wanted}-".startswith(f"{code}-"))
    variants = (code for code in codes if code.split("-")[0] == wanted.split("-")[0])
    return next(chain(prefixes, variants), None)


def active_language() -> str:
    return match_language(translation.get_language() or "") or settings.LANGUAGE_CODE


def other_languages() -> list[tuple[str, str]]:
    """Code and own name of each supported language that is not active."""
    return [(code, name) for code, name in settings.LANGUAGES if code != active_language()]


def active_locale() -> Locale:
    """The active language as a `Locale`, for code without Django."""
    return Locale(active_language(), translation.gettext, translation.ngettext)


def override_language(tag: str) -> translation.override:
    """Context manager that activates this language, or the default if it is not supported."""
    return translation.override(match_language(tag) or settings.LANGUAGE_CODE)
