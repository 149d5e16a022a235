"""The rules applied to one entry, or to a whole diary, and what follows from that."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from diary import reading
from diary.codes import EMERGENCY_SIGNS
from diary.entries import AlertEntry, BackgroundEntry, Entry
from diary.models import Alert, Diary, Episode
from triage import clock, facts, failures, looked_at, prompts
from triage.engine import Outcome, evaluate
from triage.models import Assessment
from triage.rules import VERSION, rules_for, thresholds

log = logging.getLogger(__name__)
CouldNotCheck = failures.CouldNotCheck


def entry_verdict(record: Episode | Alert) -> dict[str, Any]:
    """What the rules say of this one record, whatever its age: a `wire.Verdict`. Never raises."""
    now = timezone.now()

    def outcome() -> Outcome:
        own = record.diary.thresholds
        entry = reading.entry_of(record) if isinstance(record, Episode) else _alert_of(record)
        return evaluate(rules_for(own), [facts.entry_subject(entry, now, thresholds(own))])

    try:
        with failures.counted(record.diary_id, now):
            return verdict_json(_checked(outcome, record.diary_id), now)
    except CouldNotCheck:
        return could_not_check(now)


def assess(diary_id: int, now: datetime, *, only_if_due: bool = False) -> Assessment | None:
    """Assess the diary and act on it, in one transaction that holds the diary's row.

    Stores an assessment when it differs from the latest, opens, raises or closes the
    prompt, plans reminders, clears what was due and says when to look again. Returns the
    latest assessment. With `only_if_due`, does nothing when nothing is: a task that is
    delivered twice does its work once.

    Raises Diary.DoesNotExist, and CouldNotCheck when the rules or facts failed; the
    assessment stays due then.
    """
    with failures.counted(diary_id, now), transaction.atomic():
        diary = Diary.objects.select_for_update().get(pk=diary_id)
        if only_if_due and not _is_due(diary, now):
            return latest(diary_id)
        entries = looked_at.reopened(diary_id, reading.entries(diary_id))
        alerts = reading.alerts(diary_id)
        background = reading.background(diary_id)

        def outcome_at(moment: datetime) -> Outcome:
            return _checked(lambda: _outcome(diary, entries, alerts, background, moment), diary_id)

        outcome = outcome_at(now)
        assessment = _store(diary_id, outcome, now)
        quiet_until = prompts.follow(diary, outcome, now=now, outcome_at=outcome_at)
        diary.assessment_due = diary.could_not_check_at = None
        diary.next_assessment_at = clock.next_assessment_at(
            entries,
            alerts,
            now=now,
            zone=diary.zone,
            thresholds=thresholds(diary.thresholds),
            also=quiet_until,
        )
        diary.save(update_fields=["assessment_due", "next_assessment_at", "could_not_check_at"])
    return assessment


def current(diary: Diary, now: datetime, *, fresh: bool = False) -> dict[str, Any]:
    """The verdict on the whole diary. Assesses now when asked to, when there is none yet, when
    one has been owed for a minute, or when the last check failed: a worker that is away or
    failing is not silence.
    """
    found = latest(diary.pk)
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


def latest(diary_id: int) -> Assessment | None:
    return Assessment.objects.filter(diary_id=diary_id).order_by("-assessed_at").first()


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


def _outcome(
    diary: Diary,
    entries: Sequence[Entry],
    alerts: Sequence[AlertEntry],
    background: Sequence[BackgroundEntry],
    now: datetime,
) -> Outcome:
    rules = rules_for(diary.thresholds)
    known = [entry for entry in entries if entry.started_at <= now + clock.AHEAD]
    noticed = [alert for alert in alerts if alert.noticed_at <= now + clock.AHEAD]
    subjects = facts.diary_subjects(
        known,
        noticed,
        background,
        now=now,
        zone=diary.zone,
        thresholds=thresholds(diary.thresholds),
        names=rules["names"],
    )
    return evaluate(rules, subjects)


def _checked(outcome: Callable[[], Outcome], diary_id: int) -> Outcome:
    try:
        return outcome()
    except Exception as error:
        # The message and the traceback may hold what the person wrote: neither is logged.
        log.error("could not check diary %s: %s", diary_id, type(error).__name__)
        raise CouldNotCheck(type(error).__name__) from None


def _store(diary_id: int, outcome: Outcome, now: datetime) -> Assessment:
    found = latest(diary_id)
    if found is None or (
        (found.level, found.findings, found.undetermined, found.rules_version)
        != (outcome.level, outcome.findings, outcome.undetermined, VERSION)
    ):
        return Assessment.objects.create(
            diary_id=diary_id,
            level=outcome.level,
            findings=outcome.findings,
            undetermined=outcome.undetermined,
            rules_version=VERSION,
            assessed_at=now,
            checked_at=now,
        )
    found.checked_at = max(now, found.checked_at)
    found.save(update_fields=["checked_at"])
    return found


def _alert_of(alert: Alert) -> AlertEntry:
    names = AlertEntry.__dataclass_fields__
    return AlertEntry(**{name: getattr(alert, name) for name in names} | {"id": str(alert.id)})
