"""Start times by time of day, in the local time of the episode."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from diary.entries import Entry
from diary.formatting import Locale
from diary.statistics.methods.confidence import CONFIDENCE, share_limits
from diary.statistics.methods.shares import Shares, not_asked_sentence, share_sentence, shares
from diary.statistics.methods.statistic import Statistic

HOURS = 4
BINS = tuple(f"{hour:02}-{hour + HOURS:02}" for hour in range(0, 24, HOURS))
WOKE = "woke_with_it"


def compute_times(entries: Iterable[Entry]) -> Shares:
    """Six bins of four hours by the start in the episode's own zone; `00-04` ends before 4:00.

    Of one that the person woke with, nobody knows when it began.
    """
    counts = dict.fromkeys((*BINS, WOKE), 0)
    for entry in entries:
        counts[_bin(entry)] += 1
    return shares(counts, unknown=WOKE)


def _bin(entry: Entry) -> str:
    if entry.start_precision == WOKE:
        return WOKE
    return BINS[entry.started_at.astimezone(ZoneInfo(entry.zone)).hour // HOURS]


def stands_out(result: Shares) -> bool:
    """Whether the largest bin exceeds a sixth, corrected for six comparisons (Bonferroni)."""
    known, largest = result.n - result.unknown.count, max(share.count for share in result.known)
    if result.insufficient_data or not known:
        return False
    limits = share_limits(largest, known, 1 - (1 - CONFIDENCE) / len(BINS))
    return (limits.low or 0) > 1 / len(BINS)


def sentence(result: Shares, locale: Locale) -> str:
    names = {
        code: locale.gettext("from %(from)s to %(to)s")
        % {"from": f"{code[:2]}:00", "to": f"{code[3:]}:00"}
        for code in BINS
    }
    woke = locale.gettext("Woke with it in %(count)s.")
    if result.insufficient_data:
        return share_sentence(result, names, locale)
    if result.unknown.count == result.n:
        return not_asked_sentence(result.n, locale, woke)
    sentences = [share_sentence(result, names, locale, woke)]
    if not stands_out(result):
        sentences.append(locale.gettext("That could be chance."))
    return " ".join(sentences)


STATISTIC = Statistic(
    name="times",
    order=90,
    result=Shares,
    compute=lambda data: compute_times(data.episodes),
    sentence=sentence,
    help_text="By the start on the clock of where the person was.",
)
