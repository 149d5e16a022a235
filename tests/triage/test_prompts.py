from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from diary.models import Alert, Diary, Episode
from tests.conftest import NOW
from tests.triage.conftest import NO_SIGNS, Log, log_alert
from triage import assess, prompts
from triage.models import Prompt, Reminder

DAY = timedelta(days=1)


def prompts_of(diary: Diary, at: datetime = NOW) -> list[Prompt]:
    assess.assess(diary.pk, at)
    return list(Prompt.objects.filter(diary=diary).order_by("opened_at", "closed_at"))


def one_prompt(diary: Diary, at: datetime = NOW) -> Prompt:
    (found,) = prompts_of(diary, at)
    return found


def answered(diary: Diary, prompt: Prompt, answer: str, **more: Any) -> Prompt:
    return prompts.answer(diary, prompt.id, answer=answer, **{"now": NOW} | more)


def states(prompt: Prompt) -> set[str]:
    return set(Reminder.objects.filter(prompt_id=prompt.id).values_list("state", flat=True))


def test_a_level_that_may_remind_opens_a_prompt(diary: Diary, log: Log) -> None:
    log(minutes=90)
    prompt = one_prompt(diary)
    assert (prompt.level, prompt.opened_at, prompt.closed_at) == ("see_provider", NOW, None)
    assert [finding["rule"] for finding in prompt.findings] == ["long_hour"]
    assert states(prompt) == {"planned"}


def test_something_to_watch_asks_for_nothing(diary: Diary, log: Log) -> None:
    for days in range(3):
        log(ago=days * DAY + timedelta(hours=2), relief_minutes=20)
    assert assess.assess(diary.pk, NOW).level == "watch"  # type: ignore[union-attr]
    assert prompts_of(diary) == []


def test_an_emergency_is_prompted_though_it_never_reminds(diary: Diary) -> None:
    log_alert(diary, vision=True)
    prompt = one_prompt(diary)
    assert prompt.level == "emergency"
    assert not prompt.findings[0]["reminds"]
    assert [reminder.channel for reminder in Reminder.objects.all()] == ["in_app"]


def test_it_is_raised_when_the_level_rises(diary: Diary, log: Log) -> None:
    log(minutes=90)
    opened = one_prompt(diary)
    log_alert(diary, at=NOW + DAY, confusion=True)
    prompt = one_prompt(diary, NOW + DAY)
    assert (prompt.id, prompt.level) == (opened.id, "emergency")
    assert (prompt.opened_at, prompt.raised_at) == (NOW, NOW + DAY)
    open_reminders = Reminder.objects.filter(state="planned")
    assert [reminder.level for reminder in open_reminders] == ["emergency"]


def test_a_new_rule_joins_the_open_prompt_without_new_reminders(diary: Diary, log: Log) -> None:
    log(minutes=90)
    before = Reminder.objects.filter(prompt_id=one_prompt(diary).id).count()
    for days in range(8):
        log(ago=days * DAY + timedelta(hours=5))
    prompt = one_prompt(diary)
    assert {finding["rule"] for finding in prompt.findings} == {"long_hour", "frequent_month"}
    assert Reminder.objects.count() == before


def test_time_alone_never_lowers_or_closes_it(diary: Diary, log: Log) -> None:
    log_alert(diary, injury=True)
    log(minutes=90)
    one_prompt(diary)
    for days in (8, 29, 60):
        prompt = one_prompt(diary, NOW + days * DAY)
        assert (prompt.level, prompt.closed_at) == ("emergency", None)


def test_it_is_closed_when_its_entries_are_corrected_away(diary: Diary, log: Log) -> None:
    episode = log(minutes=90)
    one_prompt(diary)
    Episode.objects.filter(id=episode.id).update(ended_at=episode.started_at + timedelta(minutes=5))
    prompt = one_prompt(diary, NOW + DAY)
    assert (prompt.answer, prompt.closed_at) == ("corrected", NOW + DAY)
    assert states(prompt) == {"cancelled"}


def test_a_correction_long_after_closes_it_too(diary: Diary, log: Log) -> None:
    log(minutes=90)
    one_prompt(diary)
    Episode.objects.update(deleted_at=NOW + 40 * DAY)
    assert one_prompt(diary, NOW + 40 * DAY).answer == "corrected"


def test_a_corrected_emergency_leaves_the_prompt_that_still_stands(diary: Diary, log: Log) -> None:
    log(minutes=90)
    log_alert(diary, injury=True)
    one_prompt(diary)
    Alert.objects.update(red_flags=NO_SIGNS)
    closed, opened = prompts_of(diary, NOW + DAY)
    assert (closed.level, closed.answer) == ("emergency", "corrected")
    assert (opened.level, opened.closed_at) == ("see_provider", None)


def test_a_clinicians_look_closes_it(diary: Diary, log: Log) -> None:
    log(minutes=90)
    one_prompt(diary)
    Episode.objects.update(clinician_assessed_at=NOW)
    assert one_prompt(diary, NOW + DAY).answer == "corrected"


def test_the_database_holds_one_open_prompt_a_diary(diary: Diary, log: Log) -> None:
    log(minutes=90)
    one_prompt(diary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Prompt.objects.create(diary=diary, level="watch", findings=[], opened_at=NOW, raised_at=NOW)


@pytest.mark.parametrize("answer", ["booked", "seen", "declined"])
def test_an_answer_closes_it_and_cancels_its_reminders(diary: Diary, log: Log, answer: str) -> None:
    log(minutes=90)
    prompt = answered(diary, one_prompt(diary), answer, reason=None)
    assert (prompt.answer, prompt.closed_at) == (answer, NOW)
    assert states(prompt) == {"cancelled"}


@pytest.mark.parametrize("answer", ["booked", "seen", "declined"])
def test_after_an_answer_it_is_quiet_for_28_days(diary: Diary, log: Log, answer: str) -> None:
    for days in range(8):  # still frequent after the first answers have worn off
        log(ago=days * DAY + timedelta(hours=2))
    answered(diary, one_prompt(diary), answer)
    assert len(prompts_of(diary, NOW + DAY)) == 1
    diary.refresh_from_db()
    log(ago=-27 * DAY, minutes=None, trigger="sitting", red_flags=NO_SIGNS)
    Episode.objects.filter(ended_at=None).update(ended_at=NOW + 27 * DAY + timedelta(minutes=5))
    for days in range(8):
        log(ago=-(days + 19) * DAY)
    assert len(prompts_of(diary, NOW + 28 * DAY - timedelta(seconds=1))) == 1
    diary.refresh_from_db()
    assert diary.next_assessment_at == NOW + 28 * DAY
    assert len(prompts_of(diary, NOW + 28 * DAY)) == 2


def test_a_higher_level_breaks_the_quiet(diary: Diary, log: Log) -> None:
    log(minutes=90)
    answered(diary, one_prompt(diary), "seen")
    log(ago=2 * DAY, minutes=24 * 60)
    assert prompts_of(diary, NOW + DAY)[-1].level == "see_provider_soon"


def test_a_new_rule_breaks_the_quiet(diary: Diary, log: Log) -> None:
    log(minutes=90)
    answered(diary, one_prompt(diary), "seen")
    for days in range(8):
        log(ago=days * DAY + timedelta(hours=5))
    assert len(prompts_of(diary, NOW + timedelta(hours=1))) == 2


def test_an_answered_sign_asks_once_and_a_new_entry_with_it_asks_again(diary: Diary) -> None:
    log_alert(diary, vision=True)
    answered(diary, one_prompt(diary), "seen")
    assert len(prompts_of(diary, NOW + timedelta(hours=1))) == 1
    log_alert(diary, at=NOW + timedelta(hours=2), vision=True)
    assert prompts_of(diary, NOW + timedelta(hours=2))[-1].level == "emergency"


@pytest.mark.parametrize("ago", [timedelta(0), 10 * DAY, 400 * DAY])
def test_an_old_sign_asks_once_and_then_never_again(diary: Diary, ago: timedelta) -> None:
    """Noticed now, it is an emergency, and a lesser level a week later: the same sign."""
    log_alert(diary, at=NOW - ago, vision=True)
    answered(diary, one_prompt(diary), "seen")
    for days in (1, 8, 29, 58, 400):
        assert len(prompts_of(diary, NOW + days * DAY)) == 1
    log_alert(diary, at=NOW - 500 * DAY, vision=True)  # another one, written down late
    assert prompts_of(diary, NOW + 400 * DAY)[-1].level == "see_provider_soon"


def test_an_old_sign_that_turns_out_to_be_new_asks_again(diary: Diary) -> None:
    log_alert(diary, at=NOW - 10 * DAY, vision=True)
    answered(diary, one_prompt(diary), "seen")
    Alert.objects.update(noticed_at=NOW)
    first, second = prompts_of(diary, NOW + DAY)
    assert (first.level, second.level) == ("see_provider_soon", "emergency")


def test_an_answered_episode_that_goes_on_for_a_day_asks_again(diary: Diary, log: Log) -> None:
    log(ago=timedelta(hours=1), minutes=None)
    answered(diary, one_prompt(diary), "seen")
    assert len(prompts_of(diary, NOW + timedelta(hours=22))) == 1
    asked = prompts_of(diary, NOW + timedelta(hours=23))[-1]
    assert asked.level == "see_provider_soon"
    assert [finding["rule"] for finding in asked.findings] == ["long_day"]
    answered(diary, asked, "seen", now=NOW + timedelta(hours=23))
    later = prompts_of(diary, NOW + 60 * DAY)[-1]  # it still goes on: that is frequent now
    assert [finding["rule"] for finding in later.findings] == ["frequent_month"]
    answered(diary, later, "seen", now=NOW + 60 * DAY)
    assert len(prompts_of(diary, NOW + 87 * DAY)) == 3
    assert len(prompts_of(diary, NOW + 88 * DAY)) == 4  # a count asks while it holds


def test_another_long_episode_asks_once_the_quiet_time_is_over(diary: Diary, log: Log) -> None:
    log(minutes=90)
    answered(diary, one_prompt(diary), "seen")
    log(ago=-20 * DAY, minutes=90)
    assert len(prompts_of(diary, NOW + 21 * DAY)) == 1
    assert len(prompts_of(diary, NOW + 28 * DAY)) == 2


def test_a_snooze_keeps_it_open_and_moves_its_reminders(diary: Diary, log: Log) -> None:
    log(minutes=90)
    prompt = answered(diary, one_prompt(diary), "snooze", days=3)
    assert prompt.closed_at is None
    assert prompt.snoozed_until == NOW + 3 * DAY
    planned = Reminder.objects.filter(state="planned")
    assert min(reminder.due_at for reminder in planned) == NOW + 3 * DAY
    assert one_prompt(diary, NOW + timedelta(hours=1)).snoozed_until == NOW + 3 * DAY


def test_it_can_be_snoozed_again_onto_the_same_day(diary: Diary, log: Log) -> None:
    log(minutes=90)
    prompt = answered(diary, one_prompt(diary), "snooze", days=3)
    answered(diary, prompt, "snooze", days=1, now=NOW + 2 * DAY)
    first = Reminder.objects.filter(state="planned", channel="in_app").earliest("due_at")
    assert first.due_at == NOW + 3 * DAY


@pytest.mark.parametrize(
    ("answer", "more", "param"),
    [
        ("snooze", {}, "days"),
        ("snooze", {"days": 2}, "days"),
        ("booked", {"visit_on": date(2026, 11, 22)}, "visit_on"),
        ("booked", {"days": 3}, "days"),
        ("seen", {"visit_on": date(2026, 11, 30)}, "visit_on"),
        ("seen", {"days": 1}, "days"),
        ("declined", {"visit_on": date(2026, 11, 30)}, "visit_on"),
        ("declined", {"days": 7}, "days"),
        ("snooze", {"days": 7, "visit_on": date(2026, 11, 30)}, "visit_on"),
    ],
)
def test_an_answer_that_does_not_fit_changes_nothing(
    diary: Diary, log: Log, answer: str, more: dict[str, Any], param: str
) -> None:
    log(minutes=90)
    prompt = one_prompt(diary)
    with pytest.raises(prompts.CannotAnswer) as refused:
        answered(diary, prompt, answer, **more)
    assert refused.value.param == param
    prompt.refresh_from_db()
    assert (prompt.answer, prompt.closed_at) == (None, None)
    assert states(prompt) == {"planned"}


def test_an_emergency_cannot_be_snoozed(diary: Diary) -> None:
    log_alert(diary, vision=True)
    with pytest.raises(prompts.CannotAnswer, match="cannot be put off"):
        answered(diary, one_prompt(diary), "snooze", days=1)


def test_a_visit_may_be_today_where_the_person_is(diary: Diary, log: Log) -> None:
    log(minutes=90)
    late = NOW.replace(hour=23, minute=30)  # already the 24th in Berlin
    prompt = one_prompt(diary)
    with pytest.raises(prompts.CannotAnswer):
        answered(diary, prompt, "booked", visit_on=date(2026, 11, 23), now=late)
    found = answered(diary, prompt, "booked", visit_on=date(2026, 11, 24), now=late)
    assert found.visit_on == date(2026, 11, 24)


def test_the_same_answer_again_is_the_same_and_another_is_refused(diary: Diary, log: Log) -> None:
    log(minutes=90)
    prompt = answered(diary, one_prompt(diary), "seen")
    assert answered(diary, prompt, "seen", now=NOW + DAY).closed_at == NOW
    with pytest.raises(prompts.AlreadyAnswered):
        answered(diary, prompt, "declined")


def test_a_booked_visit_can_be_moved_and_stays_booked(diary: Diary, log: Log) -> None:
    log(minutes=90)
    first, second = date(2026, 11, 30), date(2026, 12, 7)
    prompt = answered(diary, one_prompt(diary), "booked", visit_on=first, reason="Dr Weiß")
    answered(diary, prompt, "booked", visit_on=second, now=NOW + DAY)
    prompt.refresh_from_db()
    assert (prompt.visit_on, prompt.reason) == (second, "Dr Weiß")
    assert (prompt.answer, prompt.closed_at) == ("booked", NOW)
    answered(diary, prompt, "booked", now=NOW + DAY)  # no day this time: it stays
    prompt.refresh_from_db()
    assert prompt.visit_on == second


def test_a_visit_is_not_moved_into_the_past_but_a_late_repeat_is_taken(
    diary: Diary, log: Log
) -> None:
    log(minutes=90)
    booked = date(2026, 11, 30)
    prompt = answered(diary, one_prompt(diary), "booked", visit_on=booked)
    with pytest.raises(prompts.CannotAnswer) as refused:
        answered(diary, prompt, "booked", visit_on=date(2026, 11, 22))
    assert refused.value.param == "visit_on"
    assert answered(diary, prompt, "booked", visit_on=booked, now=NOW + 30 * DAY).visit_on == booked


def test_the_reason_of_a_snooze_is_kept_but_is_not_that_of_the_next_answer(
    diary: Diary, log: Log
) -> None:
    log(minutes=90)
    prompt = answered(diary, one_prompt(diary), "snooze", days=3, reason="on a journey")
    prompt.refresh_from_db()
    assert prompt.reason == "on a journey"
    assert answered(diary, prompt, "seen").reason is None


def test_only_what_counts_the_diary_asks_again_of_the_same_entries() -> None:
    assert {"long_hour", "emergency_vision", "ascending", "diabetic_foot"} <= prompts.OF_ENTRIES
    assert prompts.OF_ENTRIES.isdisjoint({"frequent_month", "frequent_not_positional", "walking"})
