"""A rule that was asked about lately does not come along when another one asks."""

from datetime import date, timedelta

from diary.codes import SYMPTOMS
from diary.models import Diary
from tests.conftest import NOW
from tests.triage.asked import answered, one_prompt, prompts_of
from tests.triage.conftest import Log, log_alert
from triage.models import Prompt

DAY = timedelta(days=1)
WEAK = dict.fromkeys(SYMPTOMS, False) | {"leg_weakness": True}


def shown(prompt: Prompt) -> tuple[str, set[str]]:
    return prompt.level, {finding["rule"] for finding in prompt.findings}


def test_a_new_rule_asks_without_the_one_that_was_answered(diary: Diary, log: Log) -> None:
    log(symptoms=WEAK)
    answered(diary, one_prompt(diary), "booked")
    log(ago=-5 * DAY, symptoms=WEAK, leg_changes=["swollen"])
    for days in (6, 27):
        _, asks = prompts_of(diary, NOW + days * DAY)
        assert shown(asks) == ("see_provider", {"leg_change"})
        diary.refresh_from_db()
        assert diary.next_assessment_at is not None
        assert diary.next_assessment_at <= NOW + 28 * DAY
    _, asks = prompts_of(diary, NOW + 28 * DAY)  # the quiet time is over, and it still matches
    assert shown(asks) == ("see_provider_soon", {"leg_change", "weakness"})


def test_an_emergency_comes_alone_too(diary: Diary, log: Log) -> None:
    log(symptoms=WEAK)
    answered(diary, one_prompt(diary), "seen")
    log(ago=-5 * DAY, symptoms=WEAK)
    log_alert(diary, at=NOW + 6 * DAY, vision=True)
    _, asks = prompts_of(diary, NOW + 6 * DAY)
    assert shown(asks) == ("emergency", {"emergency_vision"})


def test_what_asks_already_goes_on_when_an_earlier_visit_was_gone_to(
    diary: Diary, log: Log
) -> None:
    """Its answer is newer than what asks, which nobody has answered."""
    log(symptoms=WEAK)
    booked = answered(diary, one_prompt(diary), "booked", visit_on=date(2026, 12, 28))
    log(ago=-29 * DAY, symptoms=WEAK)
    _, asks = prompts_of(diary, NOW + 30 * DAY)
    assert shown(asks) == ("see_provider_soon", {"weakness"})
    answered(diary, booked, "seen", now=NOW + 36 * DAY)
    for days in (36, 70):
        _, asks = prompts_of(diary, NOW + days * DAY)
        assert shown(asks) == ("see_provider_soon", {"weakness"})
        assert asks.closed_at is None
