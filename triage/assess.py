"""The rules applied to one entry, or to whole diaries, and what follows from that."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from diary import queries
from diary.codes import EMERGENCY_SIGNS
from diary.entries import AlertEntry, Entry
from diary.models import Alert, Diary, Episode
from diary.queries import Records
from triage import clinician_review, evaluation, failures, prompts
from triage.engine import conditions
from triage.engine.evaluate import Outcome, evaluate
from triage.evaluation import Looked
from triage.facts import entry
from triage.failures import CouldNotCheck
from triage.models import Assessment
from triage.rules.rulebook import VERSION, rules_for
from triage.signals import upcoming_changed

TICK = timedelta(microseconds=1)


def entry_verdicts(records: Sequence[Episode | Alert]) -> list[dict[str, Any]]:
    """What the rules say of each of one diary's records by itself, whatever its age.

    `wire.Verdict`s, in the order of the records; at most one query for all. Never raises: one
    that cannot be checked says so, and does not keep the others from it.
    """
    if not records:
        return []
    now, diary = timezone.now(), records[0].diary

    def outcome(rules: Mapping[str, Any], one: Entry | AlertEntry) -> Outcome:
        return evaluate(rules, entry.entry_subjects(one, now, conditions.thresholds(rules)))

    def verdict(rules: Mapping[str, Any], one: Entry | AlertEntry) -> dict[str, Any]:
        try:
            return verdict_json(evaluation.checked(partial(outcome, rules, one), diary.pk), now)
        except CouldNotCheck:
            return could_not_check(now)

    def read() -> tuple[Mapping[str, Any], list[Entry | AlertEntry]]:
        return rules_for(diary.thresholds), _as_read(records)

    try:
        rules, asked = evaluation.checked(read, diary.pk)
        found = [verdict(rules, one) for one in asked]
    except CouldNotCheck:
        found = [could_not_check(now) for _ in records]
    if any(one["could_not_check"] for one in found):
        failures.count(diary.pk, now)
    return found


def _as_read(records: Sequence[Episode | Alert]) -> list[Entry | AlertEntry]:
    episodes = Records([queries.to_entry(one) for one in records if isinstance(one, Episode)])
    clinician_review.reopen({records[0].diary_id: episodes})
    entries = iter(episodes.entries)
    return [
        next(entries) if isinstance(one, Episode) else queries.to_alert_entry(one)
        for one in records
    ]


def assess(diary_id: int, now: datetime, *, only_if_due: bool = False) -> Assessment | None:
    """Assess the diary and act on it, in one transaction that holds the diary's row.

    Returns the latest assessment. With `only_if_due`, does nothing when nothing is: a task
    that is delivered twice does its work once.

    Raises Diary.DoesNotExist, and CouldNotCheck when the rules or facts failed; the
    assessment stays due then.
    """
    with failures.counted(diary_id, now), transaction.atomic():
        diary = Diary.objects.select_for_update().get(pk=diary_id)
        if not only_if_due or _is_due(diary, now):
            for failure in assess_locked([diary], now).values():
                raise failure
    return latest([diary_id]).get(diary_id)


def assess_locked(diaries: Sequence[Diary], now: datetime) -> dict[int, CouldNotCheck]:
    """Assess these diaries and act on it; the caller holds their rows, in a transaction.

    Stores an assessment where it differs from the latest, opens, raises or closes prompts,
    plans reminders, clears what was due and says when to look again. A diary that cannot be
    checked stays as it was, and due; it is in what is returned.
    """
    looks = evaluation.look(diaries, now)
    failed = {id: look for id, look in looks.items() if isinstance(look, CouldNotCheck)}
    looked = {id: look for id, look in looks.items() if isinstance(look, Looked)}
    _store(looked, now)
    asked = prompts.of(looked)
    done = [diary for diary in diaries if diary.pk in looked]
    for diary in done:
        look = looked[diary.pk]
        quiet_until = prompts.follow(
            diary,
            look.outcome,
            asked.get(diary.pk, ()),
            now=now,
            outcome_at=partial(evaluation.at, diary),
        )
        moments = [moment for moment in (look.next_at, quiet_until) if moment is not None]
        diary.assessment_due = diary.could_not_check_at = None
        diary.next_assessment_at = min(moments, default=None)
    upcoming_changed.send(sender=Diary, diaries=done, now=now)
    # They exist, and their rows are held: an upsert is an update, in a seventh of its time.
    Diary.objects.bulk_create(
        done,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["assessment_due", "next_assessment_at", "could_not_check_at"],
    )
    return failed


def current(diary: Diary, now: datetime, *, fresh: bool = False) -> dict[str, Any]:
    """The verdict on the whole diary. Assesses now when asked to, when there is none yet, when
    one has been owed for a minute, or when the last check failed: a worker that is away or
    failing is not silence.
    """
    found = latest([diary.pk]).get(diary.pk)
    owed = diary.assessment_due is not None and now - diary.assessment_due > timedelta(minutes=1)
    if fresh or owed or diary.could_not_check_at is not None or found is None:
        try:
            found = assess(diary.pk, now)
        except CouldNotCheck:
            return could_not_check(now)
    if found is None:
        raise AssertionError("an assessment was stored")
    stored = Outcome(level=found.level, findings=found.findings, undetermined=found.undetermined)
    return verdict_json(stored, found.checked_at) | {"rules_version": found.rules_version}


def latest(diary_ids: Collection[int]) -> dict[int, Assessment]:
    """The latest assessment of each of these diaries that has one; one query."""
    of_diary = Assessment.objects.filter(diary_id=OuterRef("diary_id")).order_by("-assessed_at")
    found = Assessment.objects.filter(
        diary_id__in=diary_ids, assessed_at=Subquery(of_diary.values("assessed_at")[:1])
    )
    return {assessment.diary_id: assessment for assessment in found}


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


def could_not_check(at: datetime) -> dict[str, Any]:
    return verdict_json(Outcome(), at) | {
        "could_not_check": True,
        "emergency_signs": list(EMERGENCY_SIGNS),
    }


def _is_due(diary: Diary, now: datetime) -> bool:
    moment = diary.next_assessment_at
    return diary.assessment_due is not None or (moment is not None and moment <= now)


def _store(looked: Mapping[int, Looked], now: datetime) -> None:
    """A new row where something differs from the latest; else only when it was seen again."""
    before = latest(looked)
    new = [
        Assessment(
            diary_id=id,
            level=look.outcome.level,
            findings=look.outcome.findings,
            undetermined=look.outcome.undetermined,
            facts=look.facts,
            rules_version=VERSION,
            assessed_at=moment,
            checked_at=moment,
        )
        for id, look in looked.items()
        if id not in before or _differs(before[id], look.outcome)
        # Clocks of two machines differ: what is found later still stands later in the history.
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
