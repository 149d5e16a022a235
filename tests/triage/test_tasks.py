import logging
from typing import Any

import pytest
from kombu.exceptions import OperationalError

from config.celery import app
from diary.models import Diary, User
from diary.signals import entry_saved
from tests.conftest import NOW
from triage import sweep, tasks

pytestmark = pytest.mark.sqlite


def test_a_saved_entry_enqueues_an_assessment(monkeypatch: pytest.MonkeyPatch) -> None:
    enqueued: list[Any] = []
    monkeypatch.setattr(tasks.assess_diary, "delay", enqueued.append)
    entry_saved.send(sender=Diary, diary_id=7)
    assert enqueued == [7]


@pytest.mark.parametrize("failure", [OperationalError("away"), ConnectionRefusedError()])
def test_a_broker_that_is_away_is_logged_and_does_not_fail_the_write(
    failure: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(diary_id: int) -> None:
        raise failure

    monkeypatch.setattr(tasks.assess_diary, "delay", refuse)
    with caplog.at_level(logging.WARNING):
        entry_saved.send(sender=Diary, diary_id=7)
    assert "diary 7 waits for the sweep" in caplog.text


def test_the_sweep_hands_out_ranges_that_nobody_takes_for_longer_than_it_waits(
    diary: Diary, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueued: list[Any] = []
    monkeypatch.setattr(
        tasks.assess_range, "apply_async", lambda args, expires: enqueued.append((args, expires))
    )
    monkeypatch.setattr(sweep, "RANGE_SIZE", 1)
    Diary.objects.update(assessment_due=NOW)
    tasks.sweep_due()
    every = app.conf.beat_schedule["sweep-due"]["schedule"]
    pks = Diary.objects.order_by("pk").values_list("pk", flat=True)
    assert enqueued == [((pk, pk), every) for pk in pks]
