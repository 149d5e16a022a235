"""Triggers: what the person was doing when it began."""

from collections.abc import Iterable

from diary.entries import Entry
from diary.formatting import Locale
from diary.labels import TRIGGERS as LABELS
from diary.schema.codes import TRIGGERS
from diary.statistics.methods.shares import NOT_ASKED, Shares, share_sentence, shares
from diary.statistics.methods.statistic import Statistic


def compute_triggers(entries: Iterable[Entry]) -> Shares:
    """A share for each trigger, `none`, `unsure` and `not_asked` among them."""
    counts = dict.fromkeys((*TRIGGERS, NOT_ASKED), 0)
    for entry in entries:
        counts[entry.trigger or NOT_ASKED] += 1
    return shares(counts, unknown=NOT_ASKED)


def sentence(result: Shares, locale: Locale) -> str:
    return share_sentence(
        result, {code: locale.gettext(text) for code, text in LABELS.items()}, locale
    )


STATISTIC = Statistic(
    name="triggers",
    order=100,
    result=Shares,
    compute=lambda data: compute_triggers(data.episodes),
    sentence=sentence,
)
