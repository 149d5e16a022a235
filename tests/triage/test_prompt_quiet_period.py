"""After an answer: what is quiet, for how long, and what breaks it."""

from datetime import date, timedelta

import pytest

from diary.models import Diary, Episode
from diary.schema.codes import SYMPTOMS
from tests.conftest import NOW
from tests.triage.conftest import NO_SIGNS, Log, log_alert
from tests.triage.prompt_helpers import assess_prompts, give_answer, only_prompt
from triage.models import Prompt

DAY = timedelta(days=1)
WEAK = dict.fromkeys(SYMPTOMS, False) | {"leg_weakness": True}


def level_and_rules(prompt: Prompt) -> tuple[str, set[str]]:
    return prompt.level, {finding["rule"] for finding in prompt.findings}


@pytest.mark.parametrize("answer", ["booked", "seen", "declined"])
def test_after_an_answer_it_is_quiet_for_28_days(diary: Diary, log: Log, answer: str) -> None:
    for days in range(8):  # still frequent after the first answers have worn off
        log(ago=days * DAY + timedelta(hours=2))
    give_answer(diary, only_prompt(diary), answer)
    assert len(assess_prompts(diary, NOW + DAY)) == 1
    diary.refresh_from_db()
    log(ago=-27 * DAY, minutes=None, trigger="sitting", red_flags=NO_SIGNS)
    Episode.objects.filter(ended_at=None).update(ended_at=NOW + 27 * DAY + timedelta(minutes=5))
    for days in range(8):
        log(ago=-(days + 19) * DAY)
    assert len(assess_prompts(diary, NOW + 28 * DAY - timedelta(seconds=1))) == 1
    diary.refresh_from_db()
    assert diary.next_assessment_at == NOW + 28 * DAY
    assert len(assess_prompts(diary, NOW + 28 * DAY)) == 2


def test_a_higher_level_breaks_the_quiet(diary: Diary, log: Log) -> None:
    log(minutes=90)
    give_answer(diary, only_prompt(diary), "seen")
    log(ago=2 * DAY, minutes=24 * 60)
    assert assess_prompts(diary, NOW + DAY)[-1].level == "see_provider_soon"


def test_a_new_rule_breaks_the_quiet(diary: Diary, log: Log) -> None:
    log(minutes=90)
    give_answer(diary, only_prompt(diary), "seen")
    for days in range(8):
        log(ago=days * DAY + timedelta(hours=5))
    assert len(assess_prompts(diary, NOW + timedelta(hours=1))) == 2


def test_another_long_episode_prompts_after_the_quiet_period(diary: Diary, log: Log) -> None:
    log(minutes=90)
    give_answer(diary, only_prompt(diary), "seen")
    log(ago=-20 * DAY, minutes=90)
    assert len(assess_prompts(diary, NOW + 21 * DAY)) == 1
    assert len(assess_prompts(diary, NOW + 28 * DAY)) == 2


def test_a_new_rule_prompts_without_the_answered_rule(diary: Diary, log: Log) -> None:
    log(symptoms=WEAK)
    give_answer(diary, only_prompt(diary), "booked")
    log(ago=-5 * DAY, symptoms=WEAK, leg_changes=["swollen"])
    for days in (6, 27):
        _, prompt = assess_prompts(diary, NOW + days * DAY)
        assert level_and_rules(prompt) == ("see_provider", {"leg_change"})
        diary.refresh_from_db()
        assert diary.next_assessment_at is not None
        assert diary.next_assessment_at <= NOW + 28 * DAY
    _, prompt = assess_prompts(
        diary, NOW + 28 * DAY
    )  # the quiet time is over, and it still matches
    assert level_and_rules(prompt) == ("see_provider_soon", {"leg_change", "weakness"})


def test_an_emergency_comes_alone_too(diary: Diary, log: Log) -> None:
    log(symptoms=WEAK)
    give_answer(diary, only_prompt(diary), "seen")
    log(ago=-5 * DAY, symptoms=WEAK)
    log_alert(diary, at=NOW + 6 * DAY, vision=True)
    _, prompt = assess_prompts(diary, NOW + 6 * DAY)
    assert level_and_rules(prompt) == ("emergency", {"emergency_vision"})


def test_an_open_prompt_stays_when_an_earlier_visit_is_answered(diary: Diary, log: Log) -> None:
    """The answer of the visit is newer than the open prompt, which has no answer."""
    log(symptoms=WEAK)
    booked = give_answer(diary, only_prompt(diary), "booked", visit_on=date(2026, 12, 28))
    log(ago=-29 * DAY, symptoms=WEAK)
    _, prompt = assess_prompts(diary, NOW + 30 * DAY)
    assert level_and_rules(prompt) == ("see_provider_soon", {"weakness"})
    give_answer(diary, booked, "seen", now=NOW + 36 * DAY)
    for days in (36, 70):
        _, prompt = assess_prompts(diary, NOW + days * DAY)
        assert level_and_rules(prompt) == ("see_provider_soon", {"weakness"})
        assert prompt.closed_at is None
