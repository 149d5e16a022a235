"""Assess records or whole diaries: evaluate the rules, store the result, update the prompt."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from diary import queries
from diary.entries import AlertEntry, Entry
from diary.models import Alert, Diary, Episode
from diary.queries import Records
from diary.schema.codes import EMERGENCY_SIGNS
from triage import clinician_review, evaluation, failures, prompts
from triage.engine import conditions
from triage.engine.evaluate import Outcome, evaluate
from triage.evaluation import Evaluation
from triage.facts.entry import entry_subjects
from triage.failures import EvaluationFailed
from triage.models import Assessment
from triage.rules.rulebook import VERSION, rules_for
from triage.signals import upcoming_changed

TICK = timedelta(microseconds=1)
MAX_DUE_AGE = timedelta(minutes=1)  # an assessment due for longer is made by the request


def record_verdicts(records: Sequence[Episode | Alert]) -> list[dict[str, Any]]:
    """The verdict on each record of one diary by itself, whatever its age.

    Contents of `Verdict` serializers, in the order of the records; at most one query for all.
    Never raises: a record whose evaluation fails gets a `could_not_check` verdict, and the
    others get theirs.
    """
    if not records:
        return []
    now, diary = timezone.now(), records[0].diary

    def outcome(rules: Mapping[str, Any], entry: Entry | AlertEntry) -> Outcome:
        return evaluate(rules, entry_subjects(entry, now, conditions.threshold_values(rules)))

    def verdict(rules: Mapping[str, Any], entry: Entry | AlertEntry) -> dict[str, Any]:
        try:
            return verdict_json(
                evaluation.run_guarded(partial(outcome, rules, entry), diary.pk), now
            )
        except EvaluationFailed:
            return failed_verdict_json(now)

    def read() -> tuple[Mapping[str, Any], list[Entry | AlertEntry]]:
        return rules_for(diary.thresholds), _to_entries(records)

    try:
        rules, entries = evaluation.run_guarded(read, diary.pk)
        verdicts = [verdict(rules, entry) for entry in entries]
    except EvaluationFailed:
        verdicts = [failed_verdict_json(now) for _ in records]
    if any(verdict["could_not_check"] for verdict in verdicts):
        failures.record_failure(diary.pk, now)
    return verdicts


def _to_entries(records: Sequence[Episode | Alert]) -> list[Entry | AlertEntry]:
    episodes = Records(
        [queries.to_entry(record) for record in records if isinstance(record, Episode)]
    )
    clinician_review.invalidate_stale_reviews({records[0].diary_id: episodes})
    entries = iter(episodes.entries)
    return [
        next(entries) if isinstance(record, Episode) else queries.to_alert_entry(record)
        for record in records
    ]


def assess(diary_id: int, now: datetime, *, only_if_due: bool = False) -> Assessment | None:
    """Assess one diary in one transaction that locks its row; return its latest assessment.

    Idempotent with `only_if_due`: a task that is delivered twice does its work once.

    Raises Diary.DoesNotExist, and EvaluationFailed if the rules or facts raise; the
    assessment stays due then.
    """
    with failures.record_failures(diary_id, now), transaction.atomic():
        diary = Diary.objects.select_for_update().get(pk=diary_id)
        if not only_if_due or _is_due(diary, now):
            for failure in assess_locked([diary], now).values():
                raise failure
    return latest_assessments([diary_id]).get(diary_id)


def assess_locked(diaries: Sequence[Diary], now: datetime) -> dict[int, EvaluationFailed]:
    """Assess these diaries; the caller holds their row locks, in a transaction.

    Stores an assessment where it differs from the latest, updates prompts and reminders,
    clears `assessment_due` and sets `next_assessment_at`. A diary whose evaluation fails is
    left as it is, and due; the failures are returned by diary id.
    """
    results = evaluation.evaluate_diaries(diaries, now)
    failed = {id: result for id, result in results.items() if isinstance(result, EvaluationFailed)}
    evaluations = {id: result for id, result in results.items() if isinstance(result, Evaluation)}
    _store_assessments(evaluations, now)
    diary_prompts = prompts.prompts_by_diary(evaluations)
    assessed = [diary for diary in diaries if diary.pk in evaluations]
    for diary in assessed:
        result = evaluations[diary.pk]
        quiet_until = prompts.update_prompt(
            diary,
            result.outcome,
            diary_prompts.get(diary.pk, ()),
            now=now,
            outcome_at=partial(evaluation.evaluate_at, diary),
        )
        moments = [moment for moment in (result.next_at, quiet_until) if moment is not None]
        diary.assessment_due = diary.could_not_check_at = None
        diary.next_assessment_at = min(moments, default=None)
    upcoming_changed.send(sender=Diary, diaries=assessed, now=now)
    # The rows exist and are locked, so this upsert only updates: 7 times faster than bulk_update.
    Diary.objects.bulk_create(
        assessed,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["assessment_due", "next_assessment_at", "could_not_check_at"],
    )
    return failed


def diary_verdict(diary: Diary, now: datetime, *, fresh: bool = False) -> dict[str, Any]:
    """The verdict on the whole diary, from its latest assessment.

    Assesses first if `fresh`, if there is no assessment, if one is due for over MAX_DUE_AGE,
    or if the last evaluation failed: a worker that is down must not look like "nothing found".
    """
    assessment = latest_assessments([diary.pk]).get(diary.pk)
    overdue = diary.assessment_due is not None and now - diary.assessment_due > MAX_DUE_AGE
    if fresh or overdue or diary.could_not_check_at is not None or assessment is None:
        try:
            assessment = assess(diary.pk, now)
        except EvaluationFailed:
            return failed_verdict_json(now)
    if assessment is None:
        raise AssertionError("an assessment was stored")
    outcome = Outcome(
        level=assessment.level,
        findings=assessment.findings,
        undetermined=assessment.undetermined,
    )
    verdict = verdict_json(outcome, assessment.checked_at)
    return verdict | {"rules_version": assessment.rules_version}


def latest_assessments(diary_ids: Collection[int]) -> dict[int, Assessment]:
    """By diary id, the latest assessment of each diary that has one; one query."""
    of_diary = Assessment.objects.filter(diary_id=OuterRef("diary_id")).order_by("-assessed_at")
    latest = Assessment.objects.filter(
        diary_id__in=diary_ids, assessed_at=Subquery(of_diary.values("assessed_at")[:1])
    )
    return {assessment.diary_id: assessment for assessment in latest}


def verdict_json(outcome: Outcome, at: datetime) -> dict[str, Any]:
    return {
        "could_not_check": False,
        "emergency_signs": [],
        "level": outcome.level,
        "findings": outcome.findings,
        "undetermined": outcome.undetermined,
        "rules_version": VERSION,
        "assessed_at": at,
    }


def failed_verdict_json(at: datetime) -> dict[str, Any]:
    """The verdict if the evaluation failed: the person checks the emergency signs themselves."""
    return verdict_json(Outcome(), at) | {
        "could_not_check": True,
        "emergency_signs": list(EMERGENCY_SIGNS),
    }


def _is_due(diary: Diary, now: datetime) -> bool:
    moment = diary.next_assessment_at
    return diary.assessment_due is not None or (moment is not None and moment <= now)


def _store_assessments(evaluations: Mapping[int, Evaluation], now: datetime) -> None:
    """Insert a row where the outcome differs from the latest; else only update `checked_at`."""
    before = latest_assessments(evaluations)
    new = [
        Assessment(
            diary_id=id,
            level=evaluation.outcome.level,
            findings=evaluation.outcome.findings,
            undetermined=evaluation.outcome.undetermined,
            facts=evaluation.facts,
            rules_version=VERSION,
            assessed_at=moment,
            checked_at=moment,
        )
        for id, evaluation in evaluations.items()
        if id not in before or _differs(before[id], evaluation.outcome)
        # Clocks of two machines differ; the history stays in order of insertion.
        for moment in [max(now, before[id].assessed_at + TICK) if id in before else now]
    ]
    Assessment.objects.bulk_create(new)
    same = before.keys() - {assessment.diary_id for assessment in new}
    Assessment.objects.filter(
        diary_id__in=same, id__in=[before[id].id for id in same], checked_at__lt=now
    ).update(checked_at=now)


def _differs(before: Assessment, outcome: Outcome) -> bool:
    return (before.level, before.findings, before.undetermined, before.rules_version) != (
        outcome.level,
        outcome.findings,
        outcome.undetermined,
        VERSION,
    )
