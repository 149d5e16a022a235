"""Minimum sample sizes, and the sentences for insufficient data."""

from enum import StrEnum

from diary.formatting import Locale

# With fewer than 6 values a median has no 95 % limits; the other two are judgements.
MIN_FOR_MEDIAN = 6
MIN_FOR_TREND = 8
MIN_FOR_SHARE = 10


class InsufficientData(StrEnum):
    """What there is too little of."""

    EPISODES = "too_few_episodes"
    DAYS = "not_enough_days_logged"


def too_few_episodes(n: int, minimum: int, locale: Locale) -> str:
    if n == 0:
        return locale.gettext("No episode is logged in this period.")
    text = locale.ngettext(
        "Only %(count)s episode: too few to say. It takes %(least)s.",
        "Only %(count)s episodes: too few to say. It takes %(least)s.",
        n,
    )
    return text % {"count": n, "least": minimum}


def too_few_answers(n: int, episodes: int, minimum: int, locale: Locale) -> str:
    """For a question that was answered in `n` of `episodes`."""
    if episodes == 0:
        return too_few_episodes(0, minimum, locale)
    text = locale.gettext(
        "Answered in %(count)s of %(episodes)s: too few to say. It takes %(least)s."
    )
    return text % {"count": n, "episodes": count_episodes(episodes, locale), "least": minimum}


def count_episodes(count: int, locale: Locale) -> str:
    return locale.ngettext("%(count)s episode", "%(count)s episodes", count) % {"count": count}
