"""The closed loop: one open prompt a diary, at the highest level, until it is answered."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from typing import Any

from diary.codes import LEVELS
from diary.models import Diary
from triage import hysteresis, signals
from triage.engine.evaluate import Outcome
from triage.models import Prompt
from triage.prompt_answers import close
from triage.rules.rulebook import RULES

QUIET = timedelta(days=28)  # for a rule after an answer, unless at a higher level
Finding = dict[str, Any]
COUNTED = hysteresis.counted(RULES)


def of(diary_ids: Collection[int]) -> dict[int, list[Prompt]]:
    """By diary, its prompts that are open or were answered: one query."""
    found: dict[int, list[Prompt]] = {}
    for prompt in Prompt.objects.filter(diary_id__in=diary_ids).exclude(answer="corrected"):
        found.setdefault(prompt.diary_id, []).append(prompt)
    return found


def booked_visits(diary_id: int) -> list[tuple[str, date]]:
    """The booked visits that have a day, each with the id of its prompt: one query."""
    booked = Prompt.objects.filter(diary_id=diary_id, answer__in=("booked", "seen"))
    days = booked.filter(visit_on__isnull=False).values_list("id", "visit_on")
    return [(str(id), day) for id, day in days if day is not None]


def follow(
    diary: Diary,
    outcome: Outcome,
    known: Sequence[Prompt],
    *,
    now: datetime,
    outcome_at: Callable[[datetime], Outcome],
) -> datetime | None:
    """Open, raise or close the diary's prompt; the caller holds the diary's row.

    `known`: its prompts that are open or were answered, see `of`. A prompt is never lowered
    by time alone: it is held against the diary as it stands now, read at the moments its
    level was set and it was opened. Returns when a quiet time ends that holds a finding back,
    if one does.
    """
    answered = [prompt for prompt in known if prompt.closed_at is not None]
    prompt = next((prompt for prompt in known if prompt.closed_at is None), None)
    recent = [prompt for prompt in answered if _quiet_end(prompt) > now]
    # What the open prompt asks was not answered, whatever was said of an earlier one since.
    quiet = _levels(recent, but={one["rule"] for one in prompt.findings} if prompt else set())
    asking, raised_at = _asking(outcome, answered, quiet), now
    held_back = len(asking) < len(_asking(outcome, answered, {}))
    quiet_until = min(_quiet_end(prompt) for prompt in recent) if held_back else None
    if prompt is not None:
        for moment in dict.fromkeys((prompt.raised_at, prompt.opened_at)):
            if _rank(asking) >= LEVELS.index(prompt.level):
                break
            stood = _asking(outcome_at(moment), answered, quiet)
            raised_at = moment if _rank(stood) > _rank(asking) else raised_at
            asking = _joined(stood, asking)
        if _rank(asking) >= LEVELS.index(prompt.level):
            _keep_or_raise(diary, prompt, asking, now, raised_at)
            return quiet_until
        close(prompt, "corrected", now)
    if not asking:
        return quiet_until
    opened = Prompt.objects.create(
        diary_id=diary.pk,
        level=LEVELS[_rank(asking)],
        findings=asking,
        opened_at=now,
        raised_at=raised_at,
    )
    signals.prompt_scheduled.send(sender=Prompt, diary=diary, prompt=opened, start=now)
    return quiet_until


def _asking(
    outcome: Outcome, answered: Iterable[Prompt], quiet: Mapping[str, int]
) -> list[Finding]:
    """The findings that ask the person to act; `quiet`: by rule, the level that does not.

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
        loud = finding["reminds"] and _level(finding) > quiet.get(finding["rule"], -1)
        if not (loud or emergency):
            return False
        once = emergency or finding["rule"] not in COUNTED
        return not once or any(known.get(key, -1) < _level(finding) for key in _keys(finding))

    return [finding for finding in outcome.findings if asks(finding)]


def _level(finding: Finding) -> int:
    return LEVELS.index(finding["level"])


def _rank(findings: Iterable[Finding]) -> int:
    return max((_level(finding) for finding in findings), default=-1)


def _joined(stood: Iterable[Finding], asking: Iterable[Finding]) -> list[Finding]:
    """By rule: what stood, and what asks now; of both the higher, or else the later."""
    found = {finding["rule"]: finding for finding in stood}
    for finding in asking:
        before = found.get(finding["rule"])
        if before is None or _level(before) <= _level(finding):
            found[finding["rule"]] = finding
    return list(found.values())


def _keep_or_raise(
    diary: Diary, prompt: Prompt, asking: list[Finding], now: datetime, raised_at: datetime
) -> None:
    rank = _rank(asking)
    raised = rank > LEVELS.index(prompt.level)
    if not raised and asking == prompt.findings:
        return
    new = _gravest(asking, rank) - _gravest(prompt.findings, rank)
    if raised or new:
        prompt.raised_at = raised_at
    if raised or (new and prompt.level == "emergency"):  # not all is acknowledged any more
        prompt.answer = prompt.reason = prompt.snoozed_until = prompt.acknowledged_at = None
    if raised:
        prompt.level = LEVELS[rank]
    prompt.findings = asking
    prompt.save()
    if raised:
        signals.prompt_unscheduled.send(sender=Prompt, prompt=prompt)
        signals.prompt_scheduled.send(sender=Prompt, diary=diary, prompt=prompt, start=now)


def _gravest(findings: Iterable[Finding], rank: int) -> set[tuple[str, str]]:
    """What the level rests on. A count rests on other entries each day, and is the same."""
    return {
        key
        for one in findings
        if _level(one) == rank
        for key in ([(one["rule"], "")] if one["rule"] in COUNTED else _keys(one))
    }


def _quiet_end(prompt: Prompt) -> datetime:
    if prompt.closed_at is None:
        raise ValueError("an open prompt has no quiet time")
    return prompt.closed_at + QUIET


def _levels(prompts: Iterable[Prompt], *, but: Set[str]) -> dict[str, int]:
    """By rule, the highest level at which these prompts asked."""
    found: dict[str, int] = {}
    for finding in (finding for prompt in prompts for finding in prompt.findings):
        if finding["rule"] not in but:
            found[finding["rule"]] = max(_level(finding), found.get(finding["rule"], -1))
    return found


def _keys(finding: Finding) -> list[tuple[str, str]]:
    evidence = finding["evidence"]
    return [(finding["rule"], id) for id in (*evidence["episodes"], *evidence["alerts"])]
