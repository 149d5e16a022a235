"""What the rules say of many diaries at once: read together, each checked by itself."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from diary import queries
from diary.entries import Entry
from diary.models import Diary
from diary.queries import Records
from triage import clinician_review, hysteresis
from triage.engine import conditions, next_assessment
from triage.engine.evaluate import Outcome, Subject
from triage.facts import entry as facts
from triage.failures import CouldNotCheck
from triage.rules.rulebook import RULES, rules_for, thresholds

log = logging.getLogger(__name__)
T = TypeVar("T")
# Facts of the diary as a whole, not of one entry and its past.
COUNTS = {name for name, fact in RULES["facts"].items() if fact["kind"] == "history"}
ZONES_APART = timedelta(days=2)  # local days of two zones never lie further apart
# How far before an entry lie those that tell whether it has spread.
LEAD = timedelta(days=thresholds()["spreading_days"]) + ZONES_APART


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
    found = read(diaries, now)
    looks = {diary.pk: _or_failure(diary, found[diary.pk], now) for diary in diaries}
    near = [diary for diary in diaries if looks[diary.pk] is None]
    further = read(near, now, further=True) if near else {}
    for diary in near:
        looks[diary.pk] = _or_failure(diary, further[diary.pk], now, whole=True)
    return {id: look for id, look in looks.items() if look is not None}


def read(diaries: Collection[Diary], now: datetime, *, further: bool = False) -> dict[int, Records]:
    """What the rules' windows reach; `further`: also what tells of a count that is held."""
    limits = thresholds()
    days = limits["recent_entry_days"] + (limits["hysteresis_days"] if further else 0)
    since = now - timedelta(days=days) - ZONES_APART
    ids = [diary.pk for diary in diaries]
    found = queries.fetch_records(ids, since=since, lead=LEAD)
    clinician_review.reopen(found)
    return found


def subjects(diary: Diary, records: Records, now: datetime) -> list[Subject]:
    """What the rules are asked of in this diary."""
    rules = rules_for(diary.thresholds)
    return facts.diary_subjects(
        _begun(records, now),
        [alert for alert in records.alerts if alert.noticed_at <= now + next_assessment.AHEAD],
        records.background,
        now=now,
        zone=diary.zone,
        thresholds=conditions.thresholds(rules),
        names=rules["names"],
    )


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
    rules = rules_for(diary.thresholds)
    limits = conditions.thresholds(rules)
    asked = subjects(diary, records, now)
    entries = _begun(records, now)
    outcome = hysteresis.outcome(rules, asked, entries, now=now, zone=diary.zone, whole=whole)
    if outcome is None:
        return None
    next_at = next_assessment.next_assessment_at(
        records.entries, records.alerts, outcome, now=now, zone=diary.zone, thresholds=limits
    )
    return Looked(outcome, _counts(asked), next_at)


def _begun(records: Records, now: datetime) -> list[Entry]:
    """What the phone's clock puts further ahead than it may run is not there yet."""
    return [entry for entry in records.entries if entry.started_at <= now + next_assessment.AHEAD]


def _counts(asked: Iterable[Subject]) -> dict[str, float]:
    """The numbers that the diary as a whole gives; of a number for each place, the highest."""
    known: dict[str, float] = {}
    for subject in asked:
        if subject.facts.keys() <= COUNTS:
            for name, value in subject.facts.items():
                if isinstance(value, int) and not isinstance(value, bool):
                    known[name] = max(value, known.get(name, 0))
    return known
