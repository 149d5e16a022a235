"""Emergency signs that were ever written down: in the period or long before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from diary.codes import EMERGENCY_SIGNS
from diary.entries import AlertEntry, Entry
from sharing.report.episodes import signs_told, when


@dataclass(frozen=True, slots=True)
class SignTold:
    noticed: str
    signs: str
    alone: bool  # without an episode


@dataclass(frozen=True, slots=True)
class SignsTold:
    """`told`: newest first. `asked`: in how many episodes of the period all of them were asked."""

    told: tuple[SignTold, ...]
    asked: str


def signs_ever(
    alerts: Iterable[AlertEntry], marked: Iterable[Entry], entries: list[Entry], diary_zone: str
) -> SignsTold:
    found: list[tuple[datetime, SignTold]] = [
        *(
            (one.noticed_at, _sign(one.noticed_at, one.zone, one, diary_zone, alone=True))
            for one in alerts
        ),
        *(
            (one.started_at, _sign(one.started_at, one.zone, one, diary_zone, alone=False))
            for one in marked
        ),
    ]
    found.sort(key=lambda one: one[0], reverse=True)
    return SignsTold(tuple(told for _at, told in found), _asked(entries))


def _sign(
    at: datetime, zone: str, one: AlertEntry | Entry, diary_zone: str, *, alone: bool
) -> SignTold:
    return SignTold(when(at, zone, diary_zone), signs_told(one.red_flags), alone)


def _asked(entries: list[Entry]) -> str:
    if not entries:
        return ""
    whole = sum(
        all(sign in (entry.red_flags or {}) for sign in EMERGENCY_SIGNS) for entry in entries
    )
    return _("All of them were asked in %(count)s of %(all)s episodes of this period.") % {
        "count": whole,
        "all": len(entries),
    }
