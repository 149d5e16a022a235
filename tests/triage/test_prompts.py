"""When a prompt opens, rises in level, and stays quiet."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from diary.models import Alert, BackgroundItem, Diary, Episode
from diary.schema.codes import SYMPTOMS
from reminders.models import Reminder
from tests.conftest import NOW
from tests.triage.conftest import NO_SIGNS, Log, log_alert
from tests.triage.prompt_helpers import (
    assess_prompts,
    give_answer,
    only_prompt,
    reminder_states,
)
from triage import assess, prompts
from triage.models import Prompt

pytestmark = pytest.mark.sqlite

DAY = timedelta(days=1)


def test_a_level_that_may_remind_opens_a_prompt(diary: Diary, log: Log) -> None:
    log(minutes=90)
    prompt = only_prompt(diary)
    assert (prompt.level, prompt.opened_at, prompt.closed_at) == ("see_provider", NOW, None)
    assert [finding["rule"] for finding in prompt.findings] == ["long_hour"]
    assert reminder_states(prompt) == {"planned"}


def test_the_watch_level_opens_no_prompt(diary: Diary, log: Log) -> None:
    for days in range(3):
        log(ago=days * DAY + timedelta(hours=2), relief_minutes=20)
    assert assess.assess(diary.pk, NOW).level == "watch"  # type: ignore[union-attr]
    assert assess_prompts(diary) == []


def test_an_emergency_is_prompted_though_it_never_reminds(diary: Diary) -> None:
    log_alert(diary, vision=True)
    prompt = only_prompt(diary)
    assert prompt.level == "emergency"
    assert not prompt.findings[0]["reminds"]
    assert [reminder.channel for reminder in Reminder.objects.all()] == ["in_app"]


def test_it_is_raised_when_the_level_rises(diary: Diary, log: Log) -> None:
    log(minutes=90)
    opened = only_prompt(diary)
    log_alert(diary, at=NOW + DAY, confusion=True)
    prompt = only_prompt(diary, NOW + DAY)
    assert (prompt.id, prompt.level) == (opened.id, "emergency")
    assert (prompt.opened_at, prompt.raised_at) == (NOW, NOW + DAY)
    open_reminders = Reminder.objects.filter(state="planned")
    assert [reminder.level for reminder in open_reminders] == ["emergency"]


def test_a_new_rule_joins_the_open_prompt_without_new_reminders(diary: Diary, log: Log) -> None:
    log(minutes=90)
    before = Reminder.objects.filter(about_id=only_prompt(diary).id).count()
    for days in range(8):
        log(ago=days * DAY + timedelta(hours=5))
    prompt = only_prompt(diary)
    assert {finding["rule"] for finding in prompt.findings} == {"long_hour", "frequent_month"}
    assert Reminder.objects.count() == before


def test_time_alone_never_lowers_or_closes_it(diary: Diary, log: Log) -> None:
    log_alert(diary, injury=True)
    log(minutes=90)
    only_prompt(diary)
    for days in (8, 29, 60):
        prompt = only_prompt(diary, NOW + days * DAY)
        assert (prompt.level, prompt.closed_at) == ("emergency", None)


def test_it_is_closed_when_its_entries_are_corrected_away(diary: Diary, log: Log) -> None:
    episode = log(minutes=90)
    only_prompt(diary)
    Episode.objects.filter(id=episode.id).update(ended_at=episode.started_at + timedelta(minutes=5))
    prompt = only_prompt(diary, NOW + DAY)
    assert (prompt.answer, prompt.closed_at) == ("corrected", NOW + DAY)
    assert reminder_states(prompt) == {"cancelled"}


def test_a_correction_long_after_closes_it_too(diary: Diary, log: Log) -> None:
    log(minutes=90)
    only_prompt(diary)
    Episode.objects.update(deleted_at=NOW + 40 * DAY)
    assert only_prompt(diary, NOW + 40 * DAY).answer == "corrected"


def test_a_corrected_emergency_leaves_the_prompt_that_still_stands(diary: Diary, log: Log) -> None:
    log(minutes=90)
    log_alert(diary, injury=True)
    only_prompt(diary)
    Alert.objects.update(red_flags=NO_SIGNS)
    closed, opened = assess_prompts(diary, NOW + DAY)
    assert (closed.level, closed.answer) == ("emergency", "corrected")
    assert (opened.level, opened.closed_at) == ("see_provider", None)


def test_a_clinician_review_closes_it(diary: Diary, log: Log) -> None:
    log(minutes=90)
    only_prompt(diary)
    Episode.objects.update(clinician_assessed_at=NOW)
    assert only_prompt(diary, NOW + DAY).answer == "corrected"


def test_the_database_allows_one_open_prompt_per_diary(diary: Diary, log: Log) -> None:
    log(minutes=90)
    only_prompt(diary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Prompt.objects.create(diary=diary, level="watch", findings=[], opened_at=NOW, raised_at=NOW)


def test_an_answered_sign_prompts_again_only_for_a_new_entry(diary: Diary) -> None:
    log_alert(diary, vision=True)
    give_answer(diary, only_prompt(diary), "seen")
    assert len(assess_prompts(diary, NOW + timedelta(hours=1))) == 1
    log_alert(diary, at=NOW + timedelta(hours=2), vision=True)
    assert assess_prompts(diary, NOW + timedelta(hours=2))[-1].level == "emergency"


@pytest.mark.parametrize("ago", [timedelta(0), 10 * DAY, 400 * DAY])
def test_an_old_sign_prompts_once(diary: Diary, ago: timedelta) -> None:
    """Noticed now, it is an emergency, and a lesser level a week later: the same sign."""
    log_alert(diary, at=NOW - ago, vision=True)
    give_answer(diary, only_prompt(diary), "seen")
    for days in (1, 8, 29, 58, 400):
        assert len(assess_prompts(diary, NOW + days * DAY)) == 1
    log_alert(diary, at=NOW - 500 * DAY, vision=True)  # another one, written down late
    assert assess_prompts(diary, NOW + 400 * DAY)[-1].level == "see_provider_soon"


def test_an_old_sign_edited_to_be_recent_prompts_again(diary: Diary) -> None:
    log_alert(diary, at=NOW - 10 * DAY, vision=True)
    give_answer(diary, only_prompt(diary), "seen")
    Alert.objects.update(noticed_at=NOW)
    first, second = assess_prompts(diary, NOW + DAY)
    assert (first.level, second.level) == ("see_provider_soon", "emergency")


def test_an_answered_episode_that_lasts_a_day_prompts_again(diary: Diary, log: Log) -> None:
    log(ago=timedelta(hours=1), minutes=None)
    give_answer(diary, only_prompt(diary), "seen")
    assert len(assess_prompts(diary, NOW + timedelta(hours=22))) == 1
    prompt = assess_prompts(diary, NOW + timedelta(hours=23))[-1]
    assert prompt.level == "see_provider_soon"
    assert [finding["rule"] for finding in prompt.findings] == ["long_day"]
    give_answer(diary, prompt, "seen", now=NOW + timedelta(hours=23))
    later = assess_prompts(diary, NOW + 60 * DAY)[-1]  # it still goes on: that is frequent now
    assert [finding["rule"] for finding in later.findings] == ["frequent_month"]
    give_answer(diary, later, "seen", now=NOW + 60 * DAY)
    assert len(assess_prompts(diary, NOW + 87 * DAY)) == 3
    assert len(assess_prompts(diary, NOW + 88 * DAY)) == 4  # a count prompts while it matches


def test_rules_of_one_entry_are_distinguished_from_counts_of_the_diary() -> None:
    counts = {"frequent_week", "frequent_month", "frequent_not_positional", "disrupts_life"}
    assert {*counts, "walking", "both_feet", "brief_repeats"} == prompts.COUNT_RULES


@pytest.mark.parametrize("rule", ["spreading", "ascending", "medicine_link"])
def test_an_episode_of_weeks_prompts_once_although_its_rule_reads_history(
    diary: Diary, log: Log, rule: str
) -> None:
    BackgroundItem.objects.create(
        diary=diary,
        id=uuid4(),
        kind="medication",
        name="Metformin",
        started_on=NOW.date() - 90 * DAY,
        change_seq=1,
        created_at=NOW,
        updated_at=NOW,
    )
    weak = dict.fromkeys(SYMPTOMS, False) | {"leg_weakness": True}
    log(ago=3 * DAY, areas=["left.toes", "right.toes"])
    log(minutes=None, areas=["left.knee", "right.knee"], symptoms=weak)
    for days in range(0, 120, 29):
        for prompt in assess_prompts(diary, NOW + days * DAY):
            if prompt.closed_at is None:
                give_answer(diary, prompt, "seen", now=NOW + days * DAY)
    rules = [finding["rule"] for prompt in Prompt.objects.all() for finding in prompt.findings]
    assert rules.count(rule) == 1
    assert rules.count("frequent_month") > 1  # a count prompts while it matches


def test_an_emergency_breaks_the_quiet_of_another(diary: Diary, log: Log) -> None:
    log_alert(diary, vision=True)
    give_answer(diary, only_prompt(diary), "declined")
    log_alert(diary, at=NOW + timedelta(hours=1), confusion=True)
    assert len(assess_prompts(diary, NOW + timedelta(hours=1))) == 2


def test_another_sign_is_not_covered_by_what_was_acknowledged(diary: Diary, log: Log) -> None:
    log_alert(diary, vision=True)
    give_answer(diary, only_prompt(diary), "acknowledged")
    log(minutes=90)
    still = only_prompt(diary, NOW + DAY)  # no emergency: the finding joins the open prompt
    assert (still.acknowledged_at, len(still.findings)) == (NOW, 2)
    log_alert(diary, at=NOW + DAY, vision=True)
    again = only_prompt(diary, NOW + DAY)
    assert (again.id, again.acknowledged_at, again.answer) == (still.id, None, None)


def test_what_was_acknowledged_stays_so_when_time_passes_or_a_sign_is_taken_back(
    diary: Diary,
) -> None:
    log_alert(diary, vision=True)
    second = log_alert(diary, confusion=True)
    give_answer(diary, only_prompt(diary), "acknowledged")
    Alert.objects.filter(id=second.id).update(red_flags=NO_SIGNS)
    for days in (1, 8, 60):
        prompt = only_prompt(diary, NOW + days * DAY)
        assert (prompt.level, prompt.acknowledged_at) == ("emergency", NOW)
        assert prompt.closed_at is None
