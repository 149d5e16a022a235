"""Unexplained: how often there was no apparent reason."""

from dataclasses import dataclass

from diary.formatting import Locale
from diary.statistics.methods.sample_size import LEAST_FOR_SHARE, InsufficientData, too_few_episodes
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


def compute_unexplained(found: Shares) -> Unexplained:
    by = {share.code: share for share in found.known}
    none, unsure, not_asked = by["none"], by["unsure"].count, found.unknown.count
    return Unexplained(
        none, unsure, not_asked, none.count + unsure + not_asked, found.insufficient_data
    )


def sentence(found: Unexplained, locale: Locale) -> str:
    if found.insufficient_data:
        return too_few_episodes(found.none.n, LEAST_FOR_SHARE, locale)
    if found.not_asked == found.none.n:
        return not_asked_sentence(found.not_asked, locale)
    told = locale.gettext("No apparent reason: %(share)s.") % {
        "share": format_share(found.none, locale)
    }
    if found.at_most == found.none.count:
        return told
    more = locale.gettext("Not sure in %(unsure)s, not asked in %(open)s: at most %(most)s, then.")
    words = {"unsure": found.unsure, "open": found.not_asked, "most": found.at_most}
    return f"{told} {more % words}"


STATISTIC = Statistic(
    name="unexplained",
    order=110,
    result=Unexplained,
    compute=lambda data: compute_unexplained(compute_triggers(data.episodes)),
    sentence=sentence,
)
