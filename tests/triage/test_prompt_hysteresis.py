"""A prompt without an answer or a correction stays open as time passes."""

from datetime import timedelta

import pytest

from diary.models import Alert, Diary, Episode
from diary.schema.codes import SYMPTOMS
from tests.conftest import NOW
from tests.triage.conftest import NO_SIGNS, Log, log_alert
from tests.triage.prompt_helpers import assess_prompts, give_answer, only_prompt
from triage.models import Prompt

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WEAK = dict.fromkeys(SYMPTOMS, False) | {"leg_weakness": True}
PAIN = dict.fromkeys(SYMPTOMS, False) | {"leg_pain": True}


def rules_of(prompt: Prompt) -> set[str]:
    return {finding["rule"] for finding in prompt.findings}


def test_what_comes_later_at_a_lower_level_joins_what_still_stands(diary: Diary, log: Log) -> None:
    log(symptoms=WEAK)
    only_prompt(diary)
    log(ago=-30 * DAY, symptoms=PAIN)
    later = NOW + 31 * DAY
    prompt = only_prompt(diary, later)
    assert (prompt.level, rules_of(prompt)) == ("see_provider_soon", {"weakness", "other_symptoms"})
    give_answer(diary, prompt, "seen", now=later)
    assert len(assess_prompts(diary, later + DAY)) == 1


def test_what_was_corrected_leaves_what_still_stands(diary: Diary, log: Log) -> None:
    log(symptoms=WEAK)
    changed = log(leg_changes=["swollen"])
    assert rules_of(only_prompt(diary)) == {"weakness", "leg_change"}
    Episode.objects.filter(id=changed.id).update(leg_changes=[])
    assert rules_of(only_prompt(diary, NOW + 40 * DAY)) == {"weakness"}


@pytest.mark.parametrize("days", [20, 40])
def test_correcting_the_raising_finding_leaves_the_prompt_of_the_opening_finding(
    diary: Diary, log: Log, days: int
) -> None:
    """Even if the finding is no longer recent by now, or was not when it was raised."""
    log(symptoms=PAIN)
    only_prompt(diary)
    weak = log(ago=-days * DAY, symptoms=WEAK)
    raised = NOW + (days + 1) * DAY
    assert only_prompt(diary, raised).level == "see_provider_soon"
    Episode.objects.filter(id=weak.id).update(deleted_at=raised)
    for later in (40, 41, 100):
        closed, still = assess_prompts(diary, raised + later * DAY)
        assert (closed.level, closed.answer) == ("see_provider_soon", "corrected")
        assert (still.level, still.closed_at) == ("see_provider", None)
        assert rules_of(still) == {"other_symptoms"}


def test_correcting_every_finding_closes_the_prompt(diary: Diary, log: Log) -> None:
    log(symptoms=PAIN)
    only_prompt(diary)
    log(ago=-20 * DAY, symptoms=WEAK)
    assert only_prompt(diary, NOW + 21 * DAY).level == "see_provider_soon"
    Episode.objects.update(deleted_at=NOW + 40 * DAY)
    assert only_prompt(diary, NOW + 40 * DAY).answer == "corrected"


@pytest.mark.parametrize("corrected", [0, 1])
def test_correcting_one_of_two_equal_findings_leaves_the_prompt(
    diary: Diary, log: Log, corrected: int
) -> None:
    entries = [log(symptoms=WEAK), log(ago=-20 * DAY - HOUR, onset="sudden", trigger="cold")]
    only_prompt(diary)
    assert rules_of(only_prompt(diary, NOW + 20 * DAY)) == {"weakness"}
    assert rules_of(only_prompt(diary, NOW + 21 * DAY)) == {"weakness", "sudden"}
    Episode.objects.filter(id=entries[corrected].id).update(deleted_at=NOW + 60 * DAY)
    for days in (60, 61, 120):
        prompt = only_prompt(diary, NOW + days * DAY)
        assert (prompt.level, prompt.closed_at) == ("see_provider_soon", None)
        assert rules_of(prompt) == {["sudden", "weakness"][corrected]}


@pytest.mark.parametrize("corrected", [0, 1])
def test_correcting_one_of_two_emergencies_leaves_the_prompt(diary: Diary, corrected: int) -> None:
    alerts = [log_alert(diary, vision=True)]
    only_prompt(diary)
    alerts.append(log_alert(diary, at=NOW + 3 * DAY, confusion=True))
    only_prompt(diary, NOW + 3 * DAY)
    Alert.objects.filter(id=alerts[corrected].id).update(red_flags=NO_SIGNS)
    for days in (8, 20, 60):
        prompt = only_prompt(diary, NOW + days * DAY)
        assert (prompt.level, prompt.closed_at) == ("emergency", None)
        assert rules_of(prompt) == {["emergency_confusion", "emergency_vision"][corrected]}
