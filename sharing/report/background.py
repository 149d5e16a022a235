"""What else the person takes, had and has, and where they were: in words, by kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diary.models import BackgroundItem
from sharing.report import formatting

KINDS: formatting.Words = {
    "medication": gettext_lazy("Medicines"),
    "supplement": gettext_lazy("Supplements"),
    "vaccination": gettext_lazy("Vaccinations"),
    "injury": gettext_lazy("Injuries"),
    "condition": gettext_lazy("Conditions"),
    "visit": gettext_lazy("Visits"),
}


@dataclass(frozen=True, slots=True)
class ItemTold:
    name: str
    more: str  # dose and dates, or empty
    note: str


@dataclass(frozen=True, slots=True)
class KindTold:
    """`answer` where there is no item: none, or not asked; the two are told apart."""

    title: str
    items: tuple[ItemTold, ...]
    answer: str


def told(items: Sequence[BackgroundItem], *, notes: bool) -> tuple[KindTold, ...]:
    """What began last comes first, what has no day last."""
    newest = [*reversed([item for item in items if item.started_on])]
    newest += [item for item in items if not item.started_on]
    return tuple(_kind(kind, newest, notes) for kind in KINDS)


def _kind(kind: str, items: Iterable[BackgroundItem], notes: bool) -> KindTold:
    of_kind = [item for item in items if item.kind == kind]
    named = tuple(_item(item, notes) for item in of_kind if item.name)
    answer = "" if named else none_of(of_kind)
    return KindTold(str(KINDS[kind]), named, answer)


def none_of(asked: Sequence[BackgroundItem]) -> str:
    return _("None, the person says.") if asked else formatting.not_asked()


def _item(item: BackgroundItem, notes: bool) -> ItemTold:
    more = ", ".join(part for part in (item.dose, dates(item)) if part)
    return ItemTold(item.name, more, (item.note or "") if notes else "")


def dates(item: BackgroundItem) -> str:
    """`since 3 Nov 2026`, `3 Nov 2026 – 9 Nov 2026`, or empty."""
    days = [formatting.full(day) for day in (item.started_on, item.ended_on) if day]
    if item.started_on and not item.ended_on and item.kind not in ("vaccination", "visit"):
        return _("since %(day)s") % {"day": days[0]}
    if item.ended_on and not item.started_on:
        return _("until %(day)s") % {"day": days[0]}
    return " – ".join(dict.fromkeys(days))  # of a single day once
