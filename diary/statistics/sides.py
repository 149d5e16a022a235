"""Laterality: on which side of the body episodes were."""

from collections.abc import Iterable
from dataclasses import asdict

from diary import summary
from diary.entries import Entry
from diary.formatting import Locale
from diary.statistics.methods.shares import NOT_ASKED, Shares, share_sentence, shares
from diary.statistics.methods.statistic import Statistic


def compute_sides(entries: Iterable[Entry]) -> Shares:
    """Each episode is in one: left only, right only, both, middle only, no place named."""
    counts = asdict(summary.count_sides(entries))
    counts[NOT_ASKED] = counts.pop("not_said")
    return shares(counts, unknown=NOT_ASKED)


def sentence(result: Shares, locale: Locale) -> str:
    names = {
        "left_only": locale.gettext("left only"),
        "right_only": locale.gettext("right only"),
        "both": locale.gettext("both sides"),
        "middle_only": locale.gettext("middle only"),
        "none_named": locale.gettext("no place named"),
    }
    return share_sentence(result, names, locale)


STATISTIC = Statistic(
    name="sides",
    order=60,
    result=Shares,
    compute=lambda data: compute_sides(data.episodes),
    sentence=sentence,
)
