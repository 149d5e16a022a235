"""What the rules say of many diaries at once: read together, each checked by itself."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from diary import reading
from diary.models import Diary
from diary.reading import Records
from triage import clock, facts, looked_at, standing
from triage.engine import Outcome, Subject
from triage.failures import CouldNotCheck
from triage.rules import RULES, rules_for, thresholds

log = logging.getLogger(__name__)
T = TypeVar("T")
# Facts of the diary as a whole, not of one entry and its past.
COUNTS = {name for name, fact in RULES["facts"].items() if fact["kind"] == "history"}
ZONES_APART = timedelta(days=2)  # local days of two zones never lie further apart


@dataclass(frozen=True)
class Looked:
    """What was found in a diary, the counts it rests on, and when to look again."""

    outcome: Outcome
    facts: Mapping[str, float]
    next_at: datetime | None


def look(diaries: Collection[Diary], now: datetime) -> dict[int, Looked | CouldNotCheck]:
    """What the rules say of each of these diaries; a constant number of queries for all.

    Only what the rules' windows reach is read, and further back only where a count is so
    near its limit that the past decides. One diary that cannot be checked does not keep the
    others from it.
    """
    found = _read(diaries, now, further=False)
    looks = {diary.pk: _or_failure(diary, found[diary.pk], now) for diary in diaries}
    near = [diary for diary in diaries if looks[diary.pk] is None]
    further = _read(near, now, further=True) if near else {}
    for diary in near:
        looks[diary.pk] = _or_failure(diary, further[diary.pk], now, whole=True)
    return {id: look for id, look in looks.items() if look is not None}


def _read(diaries: Collection[Diary], now: datetime, *, further: bool) -> dict[int, Records]:
    limits = thresholds()
    days = limits["recent_entry_days"] + (limits["hysteresis_days"] if further else 0)
    found = reading.records(
        [diary.pk for diary in diaries],
        since=now - timedelta(days=days) - ZONES_APART,
        lead=timedelta(days=limits["spreading_days"]) + ZONES_APART,
    )
    looked_at.reopen(found)
    return found


def at(diary: Diary, moment: datetime) -> Outcome:
    """What the rules say of the diary as it stands now, read at another moment.

    Raises CouldNotCheck.
    """
    look_then = look([diary], moment)[diary.pk]
    if isinstance(look_then, CouldNotCheck):
        raise look_then
    return look_then.outcome


def checked(check: Callable[[], T], diary_id: int) -> T:
    """What `check` returns. Raises CouldNotCheck, and nothing else, when it fails."""
    try:
        return check()
    except Exception as error:
        # The message and the traceback may hold what the person wrote: neither is logged.
        log.error("could not check diary %s: %s", diary_id, type(error).__name__)
        raise CouldNotCheck(type(error).__name__) from None


def _or_failure(
    diary: Diary, records: Records, now: datetime, *, whole: bool = False
) -> Looked | CouldNotCheck | None:
    try:
        return checked(lambda: _look(diary, records, now, whole=whole), diary.pk)
    except CouldNotCheck as failure:
        return failure


def _look(diary: Diary, records: Records, now: datetime, *, whole: bool) -> Looked | None:
    """None when it cannot be told from these records, which are not the `whole` of them."""
    rules, limits = rules_for(diary.thresholds), thresholds(diary.thresholds)
    # What the phone's clock puts further ahead than it may run is not there yet.
    entries = [entry for entry in records.entries if entry.started_at <= now + clock.AHEAD]
    alerts = [alert for alert in records.alerts if alert.noticed_at <= now + clock.AHEAD]
    subjects = facts.diary_subjects(
        entries,
        alerts,
        records.background,
        now=now,
        zone=diary.zone,
        thresholds=limits,
        names=rules["names"],
    )
    if not whole and standing.in_band(rules, subjects):
        return None
    outcome = standing.outcome(rules, subjects, entries, now=now, zone=diary.zone)
    next_at = clock.next_assessment_at(
        records.entries, records.alerts, outcome, now=now, zone=diary.zone, thresholds=limits
    )
    return Looked(outcome, _counts(subjects), next_at)


def _counts(subjects: Iterable[Subject]) -> dict[str, float]:
    """The numbers that the diary as a whole gives; of a number for each place, the highest."""
    known: dict[str, float] = {}
    for subject in subjects:
        if subject.facts.keys() <= COUNTS:
            for name, value in subject.facts.items():
                if isinstance(value, int) and not isinstance(value, bool):
                    known[name] = max(value, known.get(name, 0))
    return known
