"""On which side of the body it was."""

from collections.abc import Iterable
from dataclasses import asdict

from diary import summary
from diary.entries import Entry
from diary.formatting import Language
from diary.statistics.methods import shares as share
from diary.statistics.methods.shares import NOT_ASKED, Shares, shares


def sides(entries: Iterable[Entry]) -> Shares:
    """Each episode is in one: left only, right only, both, middle only, no place named."""
    counts = asdict(summary.sides(entries))
    counts[NOT_ASKED] = counts.pop("not_said")
    return shares(counts)


def tell(found: Shares, say: Language) -> str:
    names = {
        "left_only": say.gettext("left only"),
        "right_only": say.gettext("right only"),
        "both": say.gettext("both sides"),
        "middle_only": say.gettext("middle only"),
        "none_named": say.gettext("no place named"),
    }
    return share.tell(found, names, say)
