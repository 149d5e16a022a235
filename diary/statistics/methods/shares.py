"""Proportions of episodes by category; each episode is in exactly one."""

from collections.abc import Mapping
from dataclasses import dataclass

from diary.formatting import Locale
from diary.statistics.methods.confidence import Limits, format_limits, share_limits
from diary.statistics.methods.sample_size import (
    MIN_FOR_SHARE,
    InsufficientData,
    count_episodes,
    too_few_episodes,
)

NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n` episodes, the unknown included; Wilson interval, None below MIN_FOR_SHARE."""

    code: str
    count: int
    n: int
    share: float | None
    limits: Limits | None


@dataclass(frozen=True, slots=True)
class Shares:
    """A share per known category, and that of the unknown; their counts add up to `n`."""

    n: int
    known: tuple[Share, ...]
    unknown: Share
    insufficient_data: InsufficientData | None


def share(code: str, count: int, n: int) -> Share:
    if n < MIN_FOR_SHARE:
        return Share(code, count, n, None, None)
    return Share(code, count, n, count / n, share_limits(count, n))


def shares(counts: Mapping[str, int], *, unknown: str) -> Shares:
    """Proportions with confidence intervals, from a count per category.

    `unknown`: the category of the episodes of which it is not known.
    """
    n = sum(counts.values())
    return Shares(
        n=n,
        known=tuple(share(code, count, n) for code, count in counts.items() if code != unknown),
        unknown=share(unknown, counts[unknown], n),
        insufficient_data=InsufficientData.EPISODES if n < MIN_FOR_SHARE else None,
    )


def share_sentence(
    result: Shares, names: Mapping[str, str], locale: Locale, unknown: str | None = None
) -> str:
    """Sentence of the largest known share; `names`: translated categories.

    `unknown`: template for `%(count)s` unknown, if "not asked" does not fit.
    """
    if result.insufficient_data:
        return too_few_episodes(result.n, MIN_FOR_SHARE, locale)
    if result.unknown.count == result.n:
        return locale.gettext("Not asked in any of %(episodes)s.") % {
            "episodes": count_episodes(result.n, locale)
        }
    largest = max(share.count for share in result.known)
    top = [share for share in result.known if share.count == largest]
    text = locale.gettext("Most often: %(what)s, %(share)s.") % {
        "what": locale.join([names[share.code] for share in top]),
        "share": format_share(top[0], locale),
    }
    return f"{text} {not_asked_sentence(result.unknown.count, locale, unknown)}".strip()


def format_share(result: Share, locale: Locale) -> str:
    """`12 of 30 episodes (40%, likely 25% to 57%)`."""
    of = locale.gettext("%(count)s of %(episodes)s") % {
        "count": result.count,
        "episodes": count_episodes(result.n, locale),
    }
    if result.share is None or result.limits is None:
        return of
    low, high = result.limits.low or 0, result.limits.high or 0
    limits = format_limits(locale.percent(low), locale.percent(high), locale)
    return f"{of} ({locale.percent(result.share)}, {limits})"


def not_asked_sentence(not_asked: int, locale: Locale, unknown: str | None = None) -> str:
    text = unknown or locale.gettext("Not asked in %(count)s.")
    return text % {"count": not_asked} if not_asked else ""
