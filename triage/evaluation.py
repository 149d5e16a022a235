"""Batch evaluation: read many diaries together, apply the rules to each by itself."""

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
from triage.engine import conditions
from triage.engine.evaluate import Outcome, Subject
from triage.engine.next_assessment import MAX_CLOCK_SKEW, next_assessment_at
from triage.facts.entry import diary_subjects
from triage.failures import EvaluationFailed
from triage.rules.rulebook import RULES, rules_for, thresholds_for

log = logging.getLogger(__name__)
T = TypeVar("T")
# Facts of the diary as a whole, not of one entry and its past.
HISTORY_FACTS = {name for name, fact in RULES["facts"].items() if fact["kind"] == "history"}
MAX_ZONE_DIFFERENCE = timedelta(days=2)  # between local days of two zones, rounded up
# How far before an entry those lie that it may have spread from.
LEAD = timedelta(days=thresholds_for()["spreading_days"]) + MAX_ZONE_DIFFERENCE


@dataclass(frozen=True)
class Evaluation:
    """The outcome for a diary, its counts, and when time alone may change the outcome."""

    outcome: Outcome
    facts: Mapping[str, float]
    next_at: datetime | None


def evaluate_diaries(
    diaries: Collection[Diary], now: datetime
) -> dict[int, Evaluation | EvaluationFailed]:
    """Apply the rules to each of these diaries; a constant number of queries for all.

    Reads only the rules' windows, and the hysteresis window only of diaries with a count in
    the hysteresis band. A failure in one diary does not affect the others.
    """
    records = read_records(diaries, now)
    results = {diary.pk: _evaluate_or_failure(diary, records[diary.pk], now) for diary in diaries}
    in_band = [diary for diary in diaries if results[diary.pk] is None]
    complete = read_records(in_band, now, with_hysteresis_days=True) if in_band else {}
    for diary in in_band:
        results[diary.pk] = _evaluate_or_failure(diary, complete[diary.pk], now, complete=True)
    return {id: result for id, result in results.items() if result is not None}


def read_records(
    diaries: Collection[Diary], now: datetime, *, with_hysteresis_days: bool = False
) -> dict[int, Records]:
    """By diary id, the records within the rules' windows, and the hysteresis window if wanted."""
    limits = thresholds_for()
    days = limits["recent_entry_days"] + (limits["hysteresis_days"] if with_hysteresis_days else 0)
    since = now - timedelta(days=days) - MAX_ZONE_DIFFERENCE
    ids = [diary.pk for diary in diaries]
    records = queries.fetch_records(ids, since=since, lead=LEAD)
    clinician_review.invalidate_stale_reviews(records)
    return records


def subjects_of(diary: Diary, records: Records, now: datetime) -> list[Subject]:
    """The subjects of this diary, with its own thresholds."""
    rules = rules_for(diary.thresholds)
    return diary_subjects(
        _started(records, now),
        [alert for alert in records.alerts if alert.noticed_at <= now + MAX_CLOCK_SKEW],
        records.background,
        now=now,
        zone=diary.zone,
        thresholds=conditions.threshold_values(rules),
        names=rules["names"],
    )


def evaluate_at(diary: Diary, moment: datetime) -> Outcome:
    """The outcome of today's records at another moment. Raises EvaluationFailed."""
    result = evaluate_diaries([diary], moment)[diary.pk]
    if isinstance(result, EvaluationFailed):
        raise result
    return result.outcome


def run_guarded(function: Callable[[], T], diary_id: int) -> T:
    """Call the function; any exception becomes an EvaluationFailed without health data."""
    try:
        return function()
    except Exception as error:
        # The message and the traceback may hold what the person wrote: neither is logged.
        log.error("evaluation of diary %s failed: %s", diary_id, type(error).__name__)
        raise EvaluationFailed(type(error).__name__) from None


def _evaluate_or_failure(
    diary: Diary, records: Records, now: datetime, *, complete: bool = False
) -> Evaluation | EvaluationFailed | None:
    try:
        return run_guarded(lambda: _evaluate(diary, records, now, complete=complete), diary.pk)
    except EvaluationFailed as failure:
        return failure


def _evaluate(
    diary: Diary, records: Records, now: datetime, *, complete: bool
) -> Evaluation | None:
    """None if the outcome depends on older records, and these are not `complete`."""
    rules = rules_for(diary.thresholds)
    limits = conditions.threshold_values(rules)
    subjects = subjects_of(diary, records, now)
    outcome = hysteresis.evaluate_with_hysteresis(
        rules, subjects, _started(records, now), now=now, zone=diary.zone, complete=complete
    )
    if outcome is None:
        return None
    next_at = next_assessment_at(
        records.entries, records.alerts, outcome, now=now, zone=diary.zone, thresholds=limits
    )
    return Evaluation(outcome, _history_counts(subjects), next_at)


def _started(records: Records, now: datetime) -> list[Entry]:
    """Entries that have started; a phone's clock may be ahead by MAX_CLOCK_SKEW."""
    return [entry for entry in records.entries if entry.started_at <= now + MAX_CLOCK_SKEW]


def _history_counts(subjects: Iterable[Subject]) -> dict[str, float]:
    """The counts of the diary as a whole; of a count for each set of areas, the highest."""
    counts: dict[str, float] = {}
    for subject in subjects:
        if subject.facts.keys() <= HISTORY_FACTS:
            for name, value in subject.facts.items():
                if isinstance(value, int) and not isinstance(value, bool):
                    counts[name] = max(value, counts.get(name, 0))
    return counts
