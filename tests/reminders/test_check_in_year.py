"""A year in several zones, by moving `now`: each reminder is sent once, at its local time."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from diary.models import Diary
from reminders.channels.base import Delivery, DeliveryResult
from reminders.channels.web_push import WebPush
from reminders.models import Reminder
from reminders.times import in_quiet_hours
from tests.conftest import NOW, make_person
from tests.reminders.send_helpers import send_due
from tests.triage.conftest import log_episode
from triage import assess, prompt_answers
from triage.models import Prompt

DAY = timedelta(days=1)
MONTH = 30 * DAY
MONTHS = range(0, 12, 2)  # enough to pass both changes of the clocks
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")


class Push(NamedTuple):
    diary: int
    kind: str
    slot: str
    at: datetime


@pytest.fixture
def pushes(monkeypatch: pytest.MonkeyPatch) -> list[Push]:
    pushes: list[Push] = []

    def deliver(
        _: WebPush, deliveries: Sequence[Delivery], now: datetime
    ) -> Iterator[DeliveryResult]:
        for delivery in deliveries:
            reminder = delivery.reminder
            pushes.append(Push(delivery.diary.pk, reminder.kind, reminder.slot, now))
            yield delivery, None

    monkeypatch.setattr(WebPush, "deliver", deliver)
    return pushes


def pass_time(until: datetime) -> None:
    """Send everything due until then, moment by moment."""
    while True:
        planned = Reminder.objects.filter(state="planned", due_at__lte=until).order_by("due_at")
        due = planned.values_list("due_at", flat=True).first()
        if due is None:
            return
        send_due(due)


@pytest.mark.django_db
def test_a_year_of_reminders_comes_once_each_at_a_decent_hour(pushes: list[Push]) -> None:
    diaries = [Diary.objects.get(owner=make_person(f"{n}@example.org")) for n in range(len(ZONES))]
    for diary, zone in zip(diaries, ZONES, strict=True):
        diary.zone = zone
        diary.save()
    for month in MONTHS:
        now = NOW + month * MONTH
        for diary in diaries:
            log_episode(diary, ago=timedelta(hours=2) - month * MONTH, minutes=90)
            assess.assess(diary.pk, now)
        pass_time(now + 16 * DAY)
        for diary in diaries:
            prompt = Prompt.objects.get(diary=diary, closed_at=None)
            day = (now + 19 * DAY).date()
            at = now + 16 * DAY
            prompt_answers.answer_prompt(diary, prompt.id, answer="booked", now=at, visit_on=day)
        pass_time(now + 21 * DAY)
        for diary in diaries:
            booked = Prompt.objects.get(diary=diary, answer="booked")
            prompt_answers.answer_prompt(
                diary, booked.id, answer="seen", now=now + MONTH - 29 * DAY
            )

    assert len({delivery[:3] for delivery in pushes}) == len(pushes)
    zones = {diary.pk: ZoneInfo(diary.zone) for diary in diaries}
    local = [(delivery, delivery.at.astimezone(zones[delivery.diary])) for delivery in pushes]
    assert not [at for _, at in local if in_quiet_hours(at.time(), time(21), time(8))]
    for (id, kind), some in groupby(sorted(local), key=lambda delivery: delivery[0][:2]):
        hours = {at.time() for _, at in some}
        if kind == "prompt":
            # The time of day of the first, or of the end of the night, in summer and winter.
            assert hours <= {NOW.astimezone(zones[id]).time(), time(8), *moved(zones[id])}
        elif kind == "coming":
            assert hours == {time(17), time(8)}
        else:
            assert hours == {time(10)}
    kinds = [delivery.kind for delivery in pushes]
    months, people = len(MONTHS), len(ZONES)
    assert kinds.count("prompt") == 4 * months * people
    assert kinds.count("coming") == 2 * months * people
    assert kinds.count("visit") == months * people


def moved(zone: ZoneInfo) -> set[time]:
    """The local times of noon UTC, when each prompt was opened, over the year."""
    return {(NOW + n * MONTH).astimezone(zone).time() for n in range(13)}
