"""The closed loop: one open prompt a diary, at the highest level, until it is answered."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from diary.codes import LEVELS
from diary.models import Diary
from triage.engine import Outcome, fact_names
from triage.facts import today
from triage.models import Prompt
from triage.reminders import plan
from triage.rules import RULES

QUIET = timedelta(days=28)  # after an answer, unless a higher level or a new rule
SNOOZE_DAYS = (1, 3, 7)
ANSWERS = ("booked", "seen", "snooze", "declined")
OF_ENTRIES = frozenset(  # rules that read the facts of one entry, not counts alone
    rule["id"]
    for rule in RULES["rules"]
    if any(RULES["facts"][name]["kind"] == "entry" for name in fact_names(rule["when"]))
)
Finding = dict[str, Any]


class CannotAnswer(Exception):
    """`code` and `param` say which answer does not fit, the text what to do instead."""

    def __init__(self, code: str, message: str, param: str) -> None:
        super().__init__(message)
        self.code, self.param = code, param


class AlreadyAnswered(Exception):
    """The prompt was closed by another answer before."""


def follow(
    diary: Diary,
    outcome: Outcome,
    *,
    now: datetime,
    outcome_at: Callable[[datetime], Outcome],
) -> datetime | None:
    """Open, raise or close the diary's prompt; the caller holds the diary's row.

    A prompt is never lowered by time alone: it is held against the diary as it stands
    now, read at the moment its level was set. Returns when a quiet time ends after which
    the same findings would ask again, if one is running.
    """
    answered = _answered(diary.pk)
    asking = _asking(outcome, answered)
    prompt = Prompt.objects.filter(diary_id=diary.pk, closed_at=None).first()
    if prompt is not None:
        standing = _asking(outcome_at(prompt.raised_at), answered)
        if max(_rank(asking), _rank(standing)) >= LEVELS.index(prompt.level):
            _keep_or_raise(diary, prompt, asking, now)
            return None
        _close(prompt, "corrected", now)
    if not asking:
        return None
    recent = [prompt for prompt in answered if _quiet_end(prompt) > now]
    if _was_asked(asking, recent):
        return min(_quiet_end(prompt) for prompt in recent)
    opened = Prompt.objects.create(
        diary_id=diary.pk,
        level=LEVELS[_rank(asking)],
        findings=asking,
        opened_at=now,
        raised_at=now,
    )
    plan.plan(diary, opened, start=now)
    return None


def answer(
    diary: Diary,
    prompt_id: UUID,
    *,
    answer: str,
    now: datetime,
    visit_on: date | None = None,
    days: int | None = None,
    reason: str | None = None,
) -> Prompt:
    """Take the person's answer; the same answer again may move the visit or give a reason.

    What is not given again stays as it was, and so does the time it was closed. Raises
    Prompt.DoesNotExist, AlreadyAnswered, or CannotAnswer when it does not fit.
    """
    if visit_on is not None and answer != "booked":
        raise CannotAnswer("does_not_fit", "Only a booked visit has a day.", "visit_on")
    if days is not None and answer != "snooze":
        raise CannotAnswer("does_not_fit", "Only `snooze` is for some days.", "days")
    with transaction.atomic():
        diary = Diary.objects.select_for_update().get(pk=diary.pk)
        prompt = Prompt.objects.get(diary_id=diary.pk, id=prompt_id)
        if prompt.closed_at is not None and prompt.answer != answer:
            raise AlreadyAnswered
        # The day that stands is not refused when it comes again, from a phone that was away.
        if visit_on and visit_on != prompt.visit_on and visit_on < today(now, diary.zone):
            raise CannotAnswer("invalid_date", "A visit is booked for a day to come.", "visit_on")
        prompt.visit_on = visit_on or prompt.visit_on
        prompt.reason = reason or (prompt.reason if prompt.answer == answer else None)
        if answer == "snooze":
            _snooze(diary, prompt, days, now)
        elif prompt.closed_at is None:
            _close(prompt, answer, now)
        else:
            prompt.save(update_fields=["visit_on", "reason"])
    return prompt


def _answered(diary_id: int) -> list[Prompt]:
    closed = Prompt.objects.filter(diary_id=diary_id, closed_at__isnull=False)
    return list(closed.exclude(answer="corrected"))


def _asking(outcome: Outcome, answered: Iterable[Prompt]) -> list[Finding]:
    """The findings that ask the person to act.

    What was found in an entry asks once: answered, the rule asks again only of another
    entry, or at a higher level. So does every emergency, which no other limit holds back.
    A count of the diary has other entries each day: it asks while it holds, see QUIET.
    """
    known: dict[tuple[str, str], int] = {}
    for prompt in answered:
        for finding in prompt.findings:
            for key in _keys(finding):
                known[key] = max(_level(finding), known.get(key, -1))

    def asks(finding: Finding) -> bool:
        emergency = finding["level"] == "emergency"
        if not (finding["reminds"] or emergency):
            return False
        once = emergency or finding["rule"] in OF_ENTRIES
        return not once or any(known.get(key, -1) < _level(finding) for key in _keys(finding))

    return [finding for finding in outcome.findings if asks(finding)]


def _level(finding: Finding) -> int:
    return LEVELS.index(finding["level"])


def _rank(findings: Iterable[Finding]) -> int:
    return max((_level(finding) for finding in findings), default=-1)


def _keep_or_raise(diary: Diary, prompt: Prompt, asking: list[Finding], now: datetime) -> None:
    rank = _rank(asking)
    if rank < LEVELS.index(prompt.level):
        return  # time has passed, nothing was corrected: what was asked still stands
    raised = rank > LEVELS.index(prompt.level)
    prompt.findings = asking
    prompt.level = LEVELS[rank]
    if raised:
        prompt.raised_at, prompt.snoozed_until = now, None
        prompt.answer, prompt.reason = None, None
        plan.cancel(prompt)
    prompt.save(
        update_fields=["findings", "level", "raised_at", "snoozed_until", "answer", "reason"]
    )
    if raised:
        plan.plan(diary, prompt, start=now)


def _quiet_end(prompt: Prompt) -> datetime:
    if prompt.closed_at is None:
        raise ValueError("an open prompt has no quiet time")
    return prompt.closed_at + QUIET


def _was_asked(asking: list[Finding], recent: list[Prompt]) -> bool:
    """Whether prompts answered lately asked all of this before, at no lower level."""
    if any(finding["level"] == "emergency" for finding in asking):
        return False
    rules = {finding["rule"] for prompt in recent for finding in prompt.findings}
    highest = max((LEVELS.index(prompt.level) for prompt in recent), default=-1)
    return _rank(asking) <= highest and {finding["rule"] for finding in asking} <= rules


def _keys(finding: Finding) -> list[tuple[str, str]]:
    evidence = finding["evidence"]
    return [(finding["rule"], id) for id in (*evidence["episodes"], *evidence["alerts"])]


def _snooze(diary: Diary, prompt: Prompt, days: int | None, now: datetime) -> None:
    if prompt.level == "emergency":
        raise CannotAnswer("no_snooze", "An emergency cannot be put off.", "answer")
    if days not in SNOOZE_DAYS:
        raise CannotAnswer("invalid_choice", "Put it off for 1, 3 or 7 days.", "days")
    prompt.answer = "snooze"
    prompt.snoozed_until = now + timedelta(days=days)
    prompt.save(update_fields=["answer", "snoozed_until", "reason"])
    plan.cancel(prompt)
    plan.plan(diary, prompt, start=prompt.snoozed_until)


def _close(prompt: Prompt, answer: str, now: datetime) -> None:
    prompt.answer, prompt.closed_at = answer, now
    prompt.save(update_fields=["answer", "closed_at", "visit_on", "reason"])
    plan.cancel(prompt)
