"""Background items of the report by kind: medicines, vaccinations, conditions, visits …"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diary.models import BackgroundItem
from sharing.report import formatting

KINDS: formatting.Labels = {
    "medication": gettext_lazy("Medicines"),
    "supplement": gettext_lazy("Supplements"),
    "vaccination": gettext_lazy("Vaccinations"),
    "injury": gettext_lazy("Injuries"),
    "condition": gettext_lazy("Conditions"),
    "visit": gettext_lazy("Visits"),
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    name: str
    details: str  # dose and dates, or empty
    note: str


@dataclass(frozen=True, slots=True)
class BackgroundGroup:
    """`answer` if there are no items: "none" or "not asked"."""

    title: str
    items: tuple[ItemRow, ...]
    answer: str


def background_groups(
    items: Sequence[BackgroundItem], *, notes: bool
) -> tuple[BackgroundGroup, ...]:
    """Items that began last come first, those without a start date last."""
    newest = [*reversed([item for item in items if item.started_on])]
    newest += [item for item in items if not item.started_on]
    return tuple(_group(kind, newest, notes) for kind in KINDS)


def _group(kind: str, items: Iterable[BackgroundItem], notes: bool) -> BackgroundGroup:
    in_group = [item for item in items if item.kind == kind]
    rows = tuple(_item(item, notes) for item in in_group if item.name)
    answer = "" if rows else empty_answer(in_group)
    return BackgroundGroup(str(KINDS[kind]), rows, answer)


def empty_answer(items: Sequence[BackgroundItem]) -> str:
    """Of a kind without named items; an item without a name says that there is none."""
    return _("None, the person says.") if items else formatting.not_asked_label()


def _item(item: BackgroundItem, notes: bool) -> ItemRow:
    details = ", ".join(part for part in (item.dose, item_dates(item)) if part)
    return ItemRow(item.name, details, (item.note or "") if notes else "")


def item_dates(item: BackgroundItem) -> str:
    """`since 3 Nov 2026`, `3 Nov 2026 – 9 Nov 2026`, or empty."""
    days = [formatting.format_long_date(day) for day in (item.started_on, item.ended_on) if day]
    if item.started_on and not item.ended_on and item.kind not in ("vaccination", "visit"):
        return _("since %(day)s") % {"day": days[0]}
    if item.ended_on and not item.started_on:
        return _("until %(day)s") % {"day": days[0]}
    return " – ".join(dict.fromkeys(days))  # one date for a single day
