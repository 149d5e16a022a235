"""What the person was doing when it began, and how often there was no apparent reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from diary.codes import TRIGGERS
from diary.entries import Entry
from diary.formatting import Locale
from diary.labels import TRIGGERS as WORDS
from diary.statistics.methods import shares as share
from diary.statistics.methods.sample_size import LEAST_FOR_SHARE, Lacking, too_few_episodes
from diary.statistics.methods.shares import NOT_ASKED, Share, Shares, format_share, shares


@dataclass(frozen=True, slots=True)
class Unexplained:
    """Episodes with "no apparent reason" (trigger `none`), which was asked.

    `at_most`: also those in which the answer was "not sure", or was not given.
    """

    none: Share
    unsure: int
    not_asked: int
    at_most: int
    lacking: Lacking | None


def triggers(entries: Iterable[Entry]) -> Shares:
    """A share for each trigger, `none`, `unsure` and `not_asked` among them."""
    counts = dict.fromkeys((*TRIGGERS, NOT_ASKED), 0)
    for entry in entries:
        counts[entry.trigger or NOT_ASKED] += 1
    return shares(counts)


def unexplained(found: Shares) -> Unexplained:
    by = {share.code: share for share in found.known}
    none, unsure, not_asked = by["none"], by["unsure"].count, found.unknown.count
    return Unexplained(none, unsure, not_asked, none.count + unsure + not_asked, found.lacking)


def sentence(found: Shares, locale: Locale) -> str:
    return share.share_sentence(
        found, {code: locale.gettext(text) for code, text in WORDS.items()}, locale
    )


def unexplained_sentence(found: Unexplained, locale: Locale) -> str:
    if found.lacking:
        return too_few_episodes(found.none.n, LEAST_FOR_SHARE, locale)
    if found.not_asked == found.none.n:
        return share.not_asked_sentence(found.not_asked, locale)
    told = locale.gettext("No apparent reason: %(share)s.") % {
        "share": format_share(found.none, locale)
    }
    if found.at_most == found.none.count:
        return told
    more = locale.gettext("Not sure in %(unsure)s, not asked in %(open)s: at most %(most)s, then.")
    words = {"unsure": found.unsure, "open": found.not_asked, "most": found.at_most}
    return f"{told} {more % words}"
