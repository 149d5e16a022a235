"""Unexplained: how often there was no apparent reason."""

from dataclasses import dataclass

from diary.formatting import Locale
from diary.statistics.methods.sample_size import MIN_FOR_SHARE, InsufficientData, too_few_episodes
from diary.statistics.methods.shares import Share, Shares, format_share, not_asked_sentence
from diary.statistics.methods.statistic import Statistic
from diary.statistics.triggers import compute_triggers


@dataclass(frozen=True, slots=True)
class Unexplained:
    """Episodes with "no apparent reason" (trigger `none`), which was asked.

    `at_most`: also those in which the answer was "not sure", or was not given.
    """

    none: Share
    unsure: int
    not_asked: int
    at_most: int
    insufficient_data: InsufficientData | None


def compute_unexplained(trigger_shares: Shares) -> Unexplained:
    by = {share.code: share for share in trigger_shares.known}
    none, unsure, not_asked = by["none"], by["unsure"].count, trigger_shares.unknown.count
    return Unexplained(
        none, unsure, not_asked, none.count + unsure + not_asked, trigger_shares.insufficient_data
    )


def sentence(result: Unexplained, locale: Locale) -> str:
    if result.insufficient_data:
        return too_few_episodes(result.none.n, MIN_FOR_SHARE, locale)
    if result.not_asked == result.none.n:
        return not_asked_sentence(result.not_asked, locale)
    text = locale.gettext("No apparent reason: %(share)s.") % {
        "share": format_share(result.none, locale)
    }
    if result.at_most == result.none.count:
        return text
    more = locale.gettext("Not sure in %(unsure)s, not asked in %(open)s: at most %(most)s, then.")
    words = {"unsure": result.unsure, "open": result.not_asked, "most": result.at_most}
    return f"{text} {more % words}"


STATISTIC = Statistic(
    name="unexplained",
    order=110,
    result=Unexplained,
    compute=lambda data: compute_unexplained(compute_triggers(data.episodes)),
    sentence=sentence,
)
