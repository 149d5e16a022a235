"""Emergency signs that were ever recorded, in the period or before it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from diary.entries import AlertEntry, Entry
from diary.schema.codes import EMERGENCY_SIGNS
from sharing.report.episodes import format_in_zone, format_signs


@dataclass(frozen=True, slots=True)
class SignRow:
    noticed: str
    signs: str
    without_episode: bool


@dataclass(frozen=True, slots=True)
class SignsView:
    """`rows`: newest first. `coverage`: in how many episodes of the period all were asked."""

    rows: tuple[SignRow, ...]
    coverage: str


def emergency_signs(
    alerts: Iterable[AlertEntry],
    episodes_with_signs: Iterable[Entry],
    entries: list[Entry],
    diary_zone: str,
) -> SignsView:
    rows = []
    for alert in alerts:
        noticed = format_in_zone(alert.noticed_at, alert.zone, diary_zone)
        rows.append((alert.noticed_at, SignRow(noticed, format_signs(alert.red_flags), True)))
    for entry in episodes_with_signs:
        noticed = format_in_zone(entry.started_at, entry.zone, diary_zone)
        rows.append((entry.started_at, SignRow(noticed, format_signs(entry.red_flags), False)))
    rows.sort(key=lambda pair: pair[0], reverse=True)
    return SignsView(tuple(row for _at, row in rows), _coverage(entries))


def _coverage(entries: list[Entry]) -> str:
    if not entries:
        return ""
    complete = sum(
        all(sign in (entry.red_flags or {}) for sign in EMERGENCY_SIGNS) for entry in entries
    )
    return _("All of them were asked in %(count)s of %(all)s episodes of this period.") % {
        "count": complete,
        "all": len(entries),
    }
