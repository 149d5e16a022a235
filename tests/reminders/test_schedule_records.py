"""Reminders of visits and ongoing episodes: scheduled and cancelled with their records."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from diary.models import BackgroundItem, Diary, Episode
from diary.writes.settings import change_settings
from reminders import schedule_records
from reminders.models import Reminder
from tests.conftest import NOW
from tests.triage.conftest import Log, log_episode
from triage import assess, prompt_answers
from triage.models import Prompt

pytestmark = pytest.mark.sqlite

MINUTE = timedelta(minutes=1)
VISIT = date(2026, 11, 30)
BEFORE = datetime(2026, 11, 29, 16, tzinfo=UTC)  # 17:00 in Berlin
MORNING = datetime(2026, 11, 30, 7, tzinfo=UTC)


def planned(kind: str, channel: str = "push") -> list[datetime]:
    reminders = Reminder.objects.filter(kind=kind, channel=channel, state="planned")
    return list(reminders.order_by("due_at").values_list("due_at", flat=True))


@pytest.fixture
def running(diary: Diary, log: Log) -> Episode:
    """Began five minutes ago."""
    episode = log(ago=5 * MINUTE, minutes=None)
    assess.assess(diary.pk, NOW)
    return episode


@pytest.mark.usefixtures("running")
def test_an_ongoing_episode_has_three_reminders() -> None:
    assert planned("episode") == [NOW + minutes * MINUTE for minutes in (5, 55, 1435)]
    assert planned("episode", "email") == planned("episode", "in_app") == []


def test_ending_an_episode_cancels_its_reminders(running: Episode, diary: Diary) -> None:
    running.ended_at = NOW
    running.save()
    assess.assess(diary.pk, NOW)
    assert planned("episode") == []


def test_reopening_an_episode_schedules_reminders_again(running: Episode, diary: Diary) -> None:
    for ended_at in (NOW, None):
        Episode.objects.update(ended_at=ended_at)
        assess.assess(diary.pk, NOW + MINUTE)
    assert len(planned("episode")) == 3


def test_a_sent_reminder_is_not_sent_again(running: Episode, diary: Diary) -> None:
    Reminder.objects.filter(slot__endswith=":10").update(state="sent")
    Episode.objects.update(started_at=running.started_at + MINUTE)
    assess.assess(diary.pk, NOW + MINUTE)
    assert planned("episode") == [NOW + minutes * MINUTE for minutes in (56, 1436)]


def test_an_episode_logged_after_its_end_has_no_reminders(diary: Diary, log: Log) -> None:
    log(ago=30 * MINUTE, minutes=None)  # written down at NOW
    assess.assess(diary.pk, NOW)
    assert planned("episode") == [NOW + minutes * MINUTE for minutes in (30, 1410)]


@pytest.fixture
def booked(diary: Diary, log: Log) -> Prompt:
    log(minutes=90)
    assess.assess(diary.pk, NOW)
    prompt = Prompt.objects.get()
    return prompt_answers.answer_prompt(diary, prompt.id, answer="booked", now=NOW, visit_on=VISIT)


@pytest.mark.usefixtures("booked")
def test_a_booked_visit_has_reminders_before_it() -> None:
    assert planned("coming") == planned("coming", "email") == [BEFORE, MORNING]
    assert planned("coming", "in_app") == []


def test_it_moves_with_the_visit_and_goes_with_it(booked: Prompt, diary: Diary) -> None:
    week = timedelta(days=7)
    prompt_answers.answer_prompt(diary, booked.id, answer="booked", now=NOW, visit_on=VISIT + week)
    assert planned("coming") == [BEFORE + week, MORNING + week]
    prompt_answers.answer_prompt(diary, booked.id, answer="declined", now=NOW)
    assert planned("coming") == []


def test_a_visit_of_the_background_has_reminders(diary: Diary) -> None:
    item: dict[str, Any] = {"kind": "visit", "name": "Dr. Foot", "started_on": VISIT}
    columns = {"change_seq": 1, "created_at": NOW, "updated_at": NOW}
    BackgroundItem.objects.create(diary=diary, id=uuid4(), **item, **columns)
    assess.assess(diary.pk, NOW)
    assert planned("coming") == [BEFORE, MORNING]
    BackgroundItem.objects.update(deleted_at=NOW)
    assess.assess(diary.pk, NOW)
    assert planned("coming") == []


@pytest.mark.usefixtures("booked", "running")
def test_in_another_zone_all_of_it_is_planned_again(diary: Diary) -> None:
    prompt_answers.answer_prompt(
        diary, Prompt.objects.get().id, answer="booked", now=NOW, visit_on=VISIT
    )
    change_settings(diary.pk, {"zone": "America/New_York"}, NOW)
    east = timedelta(hours=6)
    assert planned("coming") == [BEFORE + east, MORNING + east]
    assert planned("visit") == [datetime(2026, 12, 1, 15, tzinfo=UTC)]  # ten o'clock there
    # Delays in minutes stay, except for the quiet hours: it is 07:00 there.
    assert planned("episode") == [NOW + 60 * MINUTE, NOW + 1500 * MINUTE]


def test_what_a_prompt_has_planned_comes_at_the_same_time_of_day(diary: Diary, log: Log) -> None:
    log(minutes=90)
    assess.assess(diary.pk, NOW)  # 13:00 in Berlin
    change_settings(diary.pk, {"zone": "Asia/Tokyo"}, NOW + MINUTE)
    first = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 13:00 in Tokyo
    assert planned("prompt") == [first + timedelta(days=days) for days in (0, 3, 7, 14)]


@pytest.mark.usefixtures("booked")
def test_other_quiet_hours_move_what_falls_into_them(diary: Diary) -> None:
    change_settings(diary.pk, {"quiet_end": time(9, 30)}, NOW)
    assert planned("coming") == [BEFORE, MORNING + 90 * MINUTE]


def test_the_number_of_queries_does_not_depend_on_the_number_of_diaries(
    diary: Diary, stranger: Any, django_assert_num_queries: Any
) -> None:
    diaries = [diary, Diary.objects.get(owner=stranger)]
    for diary in diaries:
        log_episode(diary, ago=MINUTE, minutes=None)
    for some in (diaries[:1], diaries):
        Reminder.objects.all().delete()
        with django_assert_num_queries(5):
            schedule_records.schedule_record_reminders(some, NOW)
    assert len(planned("episode")) == 6
