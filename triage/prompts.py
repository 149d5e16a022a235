"""One open prompt per diary, at the highest level, until it is answered or corrected away."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from typing import Any

from diary.models import Diary
from diary.schema.codes import LEVELS
from triage import hysteresis, signals
from triage.engine.evaluate import Outcome
from triage.models import Prompt
from triage.prompt_answers import close_prompt
from triage.rules.rulebook import RULES

QUIET_PERIOD = timedelta(days=28)  # per rule after an answer; a higher level overrides it
Finding = dict[str, Any]
COUNT_RULES = hysteresis.count_rules(RULES)


def prompts_by_diary(diary_ids: Collection[int]) -> dict[int, list[Prompt]]:
    """By diary id, the prompts that are open or were answered; one query."""
    by_diary: dict[int, list[Prompt]] = {}
    for prompt in Prompt.objects.filter(diary_id__in=diary_ids).exclude(answer="corrected"):
        by_diary.setdefault(prompt.diary_id, []).append(prompt)
    return by_diary


def read_booked_visits(diary_id: int) -> list[tuple[str, date]]:
    """Prompt id and day of the booked visits that have a day; one query."""
    booked = Prompt.objects.filter(diary_id=diary_id, answer__in=("booked", "seen"))
    days = booked.filter(visit_on__isnull=False).values_list("id", "visit_on")
    return [(str(id), day) for id, day in days if day is not None]


def update_prompt(
    diary: Diary,
    outcome: Outcome,
    prompts: Sequence[Prompt],
    *,
    now: datetime,
    outcome_at: Callable[[datetime], Outcome],
) -> datetime | None:
    """Open, raise or close the diary's prompt; the caller holds the diary's row lock.

    `prompts`: from `prompts_by_diary`. Time alone never lowers a prompt: today's records are
    also evaluated at the moments its level was set and it was opened. Returns the end of the
    quiet period if it suppresses a finding.
    """
    answered = [prompt for prompt in prompts if prompt.closed_at is not None]
    prompt = next((prompt for prompt in prompts if prompt.closed_at is None), None)
    recent = [prompt for prompt in answered if _quiet_end(prompt) > now]
    # Rules of the open prompt are not answered, even if an earlier prompt was answered since.
    open_rules = {finding["rule"] for finding in prompt.findings} if prompt else set()
    quiet = _quiet_levels(recent, except_rules=open_rules)
    findings, raised_at = _findings_to_prompt(outcome, answered, quiet), now
    suppressed = len(findings) < len(_findings_to_prompt(outcome, answered, {}))
    quiet_until = min(_quiet_end(prompt) for prompt in recent) if suppressed else None
    if prompt is not None:
        for moment in dict.fromkeys((prompt.raised_at, prompt.opened_at)):
            if _max_rank(findings) >= LEVELS.index(prompt.level):
                break
            earlier = _findings_to_prompt(outcome_at(moment), answered, quiet)
            raised_at = moment if _max_rank(earlier) > _max_rank(findings) else raised_at
            findings = _merge_findings(earlier, findings)
        if _max_rank(findings) >= LEVELS.index(prompt.level):
            _update_or_raise(diary, prompt, findings, now, raised_at)
            return quiet_until
        close_prompt(prompt, "corrected", now)
    if not findings:
        return quiet_until
    opened = Prompt.objects.create(
        diary_id=diary.pk,
        level=LEVELS[_max_rank(findings)],
        findings=findings,
        opened_at=now,
        raised_at=raised_at,
    )
    signals.prompt_scheduled.send(sender=Prompt, diary=diary, prompt=opened, start=now)
    return quiet_until


def _findings_to_prompt(
    outcome: Outcome, answered: Iterable[Prompt], quiet: Mapping[str, int]
) -> list[Finding]:
    """The findings that ask the person to act; `quiet`: by rule, the highest suppressed rank.

    A finding in an entry asks once: after an answer the rule asks again only for another
    entry, or at a higher level. So does every emergency, which nothing else suppresses. A
    count has other entries each day: it asks while it matches, except in QUIET_PERIOD.
    """
    answered_ranks: dict[tuple[str, str], int] = {}
    for prompt in answered:
        for finding in prompt.findings:
            for key in _keys(finding):
                answered_ranks[key] = max(_rank(finding), answered_ranks.get(key, -1))

    def is_to_prompt(finding: Finding) -> bool:
        emergency = finding["level"] == "emergency"
        not_quiet = finding["reminds"] and _rank(finding) > quiet.get(finding["rule"], -1)
        if not (not_quiet or emergency):
            return False
        once = emergency or finding["rule"] not in COUNT_RULES
        rank = _rank(finding)
        return not once or any(answered_ranks.get(key, -1) < rank for key in _keys(finding))

    return [finding for finding in outcome.findings if is_to_prompt(finding)]


def _rank(finding: Finding) -> int:
    return LEVELS.index(finding["level"])


def _max_rank(findings: Iterable[Finding]) -> int:
    return max((_rank(finding) for finding in findings), default=-1)


def _merge_findings(earlier: Iterable[Finding], current: Iterable[Finding]) -> list[Finding]:
    """By rule the finding at the higher level; the current one if they are equal."""
    by_rule = {finding["rule"]: finding for finding in earlier}
    for finding in current:
        before = by_rule.get(finding["rule"])
        if before is None or _rank(before) <= _rank(finding):
            by_rule[finding["rule"]] = finding
    return list(by_rule.values())


def _update_or_raise(
    diary: Diary, prompt: Prompt, findings: list[Finding], now: datetime, raised_at: datetime
) -> None:
    rank = _max_rank(findings)
    raised = rank > LEVELS.index(prompt.level)
    if not raised and findings == prompt.findings:
        return
    new = _keys_at_rank(findings, rank) - _keys_at_rank(prompt.findings, rank)
    if raised or new:
        prompt.raised_at = raised_at
    if raised or (new and prompt.level == "emergency"):  # no longer acknowledged
        prompt.answer = prompt.reason = prompt.snoozed_until = prompt.acknowledged_at = None
    if raised:
        prompt.level = LEVELS[rank]
    prompt.findings = findings
    prompt.save()
    if raised:
        signals.prompt_unscheduled.send(sender=Prompt, prompt=prompt)
        signals.prompt_scheduled.send(sender=Prompt, diary=diary, prompt=prompt, start=now)


def _keys_at_rank(findings: Iterable[Finding], rank: int) -> set[tuple[str, str]]:
    """Rule and entry of the findings at this rank; of a count, whose entries vary, the rule."""
    return {
        key
        for finding in findings
        if _rank(finding) == rank
        for key in ([(finding["rule"], "")] if finding["rule"] in COUNT_RULES else _keys(finding))
    }


def _quiet_end(prompt: Prompt) -> datetime:
    if prompt.closed_at is None:
        raise ValueError("an open prompt has no quiet period")
    return prompt.closed_at + QUIET_PERIOD


def _quiet_levels(prompts: Iterable[Prompt], *, except_rules: Set[str]) -> dict[str, int]:
    """By rule, the highest rank in these prompts."""
    ranks: dict[str, int] = {}
    for finding in (finding for prompt in prompts for finding in prompt.findings):
        if finding["rule"] not in except_rules:
            ranks[finding["rule"]] = max(_rank(finding), ranks.get(finding["rule"], -1))
    return ranks


def _keys(finding: Finding) -> list[tuple[str, str]]:
    evidence = finding["evidence"]
    return [(finding["rule"], id) for id in (*evidence["episodes"], *evidence["alerts"])]
