"""Check-in reminders: opt-in, rarer without answers, and then paused."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from rest_framework.test import APIClient

from diary.models import CheckIn, Diary
from diary.writes.settings import change_settings
from reminders import schedule_check_in
from reminders.models import Reminder
from tests.conftest import NOW, Clock
from tests.triage.conftest import log_episode

pytestmark = pytest.mark.sqlite

DAY = timedelta(days=1)
EVENING = datetime(2026, 11, 23, 19, tzinfo=UTC)  # 20:00 in Berlin


def turn(diary: Diary, on: bool, now: datetime = NOW) -> None:
    change_settings(diary.pk, {"check_in_reminders": on}, now)


@pytest.fixture
def with_check_ins(diary: Diary) -> Diary:
    turn(diary, True)
    return diary


def planned() -> list[datetime]:
    reminders = Reminder.objects.filter(kind="check_in", state="planned")
    return list(reminders.order_by("due_at").values_list("due_at", flat=True))


def pass_evening(*, logged: bool = False, opened: bool = False) -> datetime | None:
    """Send the planned reminder and end the day; returns when it was due."""
    reminder = Reminder.objects.filter(kind="check_in", state="planned").first()
    if reminder is None:
        return None
    reminder.state = "sent"
    reminder.opened_at = reminder.due_at if opened else None
    reminder.save()
    if logged:
        day = date.fromisoformat(reminder.slot)
        columns = {"change_seq": 1, "created_at": NOW, "updated_at": NOW}
        CheckIn.objects.create(diary_id=reminder.diary_id, date=day, **columns)
    assert reminder.useful_until is not None
    schedule_check_in.plan_next_check_ins(reminder.useful_until)
    return reminder.due_at


def test_check_ins_are_opt_in(diary: Diary) -> None:
    assert schedule_check_in.plan_next_check_ins(NOW + 400 * DAY) == 0
    assert planned() == []


@pytest.mark.usefixtures("with_check_ins")
def test_one_evening_is_planned_at_a_time() -> None:
    assert planned() == [EVENING]
    schedule_check_in.plan_next_check_ins(EVENING)
    assert planned() == [EVENING]
    assert pass_evening() == EVENING
    assert planned() == [EVENING + DAY]


def test_check_ins_turned_off_stop_and_turned_on_again_come_once(
    with_check_ins: Diary,
) -> None:
    turn(with_check_ins, False)
    assert planned() == []
    turn(with_check_ins, True)
    turn(with_check_ins, True)
    assert planned() == [EVENING]
    pass_evening()
    turn(with_check_ins, False, EVENING + timedelta(hours=1))
    turn(with_check_ins, True, EVENING + timedelta(hours=1))
    assert planned() == [EVENING + DAY]


def test_check_ins_halve_after_7_unanswered_evenings_and_stop_after_14(
    with_check_ins: Diary,
) -> None:
    sent = []
    while (due := pass_evening()) is not None:
        sent.append((due - EVENING).days)
    assert sent == [*range(7), *range(8, 22, 2)]
    with_check_ins.refresh_from_db()
    assert (with_check_ins.check_in_reminders, with_check_ins.check_ins_planned_to) == (False, None)
    assert with_check_ins.check_ins_stopped_at == EVENING + 20 * DAY + timedelta(hours=4)


@pytest.mark.usefixtures("with_check_ins")
@pytest.mark.parametrize("answer", ["logged", "opened"])
def test_an_answer_begins_the_count_anew(answer: str) -> None:
    for _ in range(9):
        pass_evening()
    last = pass_evening(**{answer: True})
    assert last is not None
    assert planned() == [last + DAY]


def test_an_episode_on_that_day_is_an_answer(with_check_ins: Diary) -> None:
    for _ in range(6):
        pass_evening()
    log_episode(with_check_ins, ago=-6 * DAY, minutes=5)  # on the seventh day
    pass_evening()
    assert planned() == [EVENING + 7 * DAY]


def test_the_settings_show_paused_check_ins_until_they_are_resumed(
    with_check_ins: Diary, api: APIClient, clock: Clock
) -> None:
    while pass_evening():
        pass
    clock.shift(60 * DAY)
    settings = api.get("/api/v1/diary").json()
    assert (settings["check_in_reminders"], settings["check_ins_stopped_at"]) == (
        False,
        "2026-12-13T23:00:00Z",
    )
    settings = api.patch("/api/v1/diary", {"check_in_reminders": True}).json()
    assert (settings["check_in_reminders"], settings["check_ins_stopped_at"]) == (True, None)
    assert len(planned()) == 1


def test_check_ins_follow_a_change_of_zone_and_come_once_a_day(with_check_ins: Diary) -> None:
    change_settings(with_check_ins.pk, {"zone": "America/New_York"}, NOW)
    assert planned() == [EVENING + timedelta(hours=6)]
    pass_evening()
    evening = EVENING + timedelta(hours=7)  # sent already; in Honolulu it is 16:00 of that day
    change_settings(with_check_ins.pk, {"zone": "Pacific/Honolulu"}, evening)
    assert planned() == []
    schedule_check_in.plan_next_check_ins(EVENING + timedelta(hours=15))
    assert planned() == [datetime(2026, 11, 25, 6, tzinfo=UTC)]


def test_early_quiet_hours_come_after_the_question(with_check_ins: Diary) -> None:
    change_settings(with_check_ins.pk, {"quiet_start": time(19)}, NOW)
    assert planned() == [EVENING - timedelta(hours=2)]


@pytest.mark.usefixtures("with_check_ins")
def test_after_an_outage_it_goes_on_with_the_next_evening_that_is_of_use() -> None:
    Reminder.objects.update(state="dropped")
    schedule_check_in.plan_next_check_ins(EVENING + 30 * DAY + timedelta(minutes=5))
    assert planned() == [EVENING + 30 * DAY]
    Reminder.objects.filter(state="planned").update(state="dropped")
    schedule_check_in.plan_next_check_ins(EVENING + 40 * DAY + timedelta(hours=5))
    assert planned() == [EVENING + 41 * DAY]
