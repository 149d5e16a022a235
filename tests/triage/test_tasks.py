import logging
from datetime import timedelta
from typing import Any

import pytest
from kombu.exceptions import OperationalError

from diary.models import Diary, User
from diary.signals import entry_saved
from tests.conftest import NOW
from triage import sweep, tasks


def test_a_saved_entry_asks_a_worker_to_assess(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(tasks.assess_diary, "delay", asked.append)
    entry_saved.send(sender=Diary, diary_id=7)
    assert asked == [7]


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


def test_the_sweep_finds_what_a_write_or_time_made_due(
    diary: Diary, stranger: User, owner: User
) -> None:
    other = Diary.objects.get(owner=stranger)
    assert sweep.due(NOW) == []
    Diary.objects.filter(pk=diary.pk).update(assessment_due=NOW)
    Diary.objects.filter(pk=other.pk).update(next_assessment_at=NOW)
    assert sweep.due(NOW - timedelta(seconds=1)) == [diary.pk]
    assert sweep.due(NOW) == sorted([diary.pk, other.pk])
    assert sweep.due(NOW, limit=1) == [min(diary.pk, other.pk)]
    assert sweep.due(NOW, after=min(diary.pk, other.pk)) == [max(diary.pk, other.pk)]


def test_the_sweep_enqueues_every_batch(
    diary: Diary, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tasks.assess_diary, "delay", asked.append)
    one_at_a_time = sweep.due
    monkeypatch.setattr(
        sweep, "due", lambda now, *, after=0: one_at_a_time(now, after=after, limit=1)
    )
    Diary.objects.update(assessment_due=NOW)
    tasks.sweep_due()
    assert asked == list(Diary.objects.order_by("pk").values_list("pk", flat=True))
