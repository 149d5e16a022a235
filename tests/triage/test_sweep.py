from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from diary.models import Diary, User
from reminders.models import Reminder
from tests.conftest import NOW
from tests.triage.conftest import log_episode
from triage import assess, failures, hysteresis, prompts, sweep
from triage.engine.evaluate import Outcome
from triage.models import Assessment, Prompt

pytestmark = pytest.mark.sqlite

MakeDiaries = Callable[[int], list[Diary]]


@pytest.fixture
def make_diaries(db: None) -> MakeDiaries:
    """So many diaries, each with an episode that lasted for two hours, all of them due."""

    def make(number: int) -> list[Diary]:
        owners = [User.objects.create_user(f"person{n}@example.org") for n in range(number)]
        diaries = [Diary.objects.create(owner=owner, assessment_due=NOW) for owner in owners]
        for diary in diaries:
            log_episode(diary, minutes=120)
        return diaries

    return make


def test_it_assesses_diaries_that_a_write_or_time_made_due(diary: Diary, stranger: User) -> None:
    other = Diary.objects.get(owner=stranger)
    assert not sweep.due_diaries(NOW)
    Diary.objects.filter(pk=diary.pk).update(assessment_due=NOW)
    Diary.objects.filter(pk=other.pk).update(next_assessment_at=NOW)
    assert list(sweep.due_diaries(NOW - timedelta(seconds=1))) == [diary]
    assert set(sweep.due_diaries(NOW)) == {diary, other}


def test_its_ranges_hold_so_many_due_diaries_each_and_what_is_left(
    make_diaries: MakeDiaries,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first, second, third, quiet, fourth = make_diaries(5)
    Diary.objects.filter(pk=quiet.pk).update(assessment_due=None)
    monkeypatch.setattr(sweep, "RANGE_SIZE", 2)
    with django_assert_num_queries(1):
        ranges = sweep.due_id_ranges(NOW)
    assert ranges == [(first.pk, second.pk), (third.pk, fourth.pk)]
    Diary.objects.update(assessment_due=None)
    assert sweep.due_id_ranges(NOW) == []


def test_a_range_is_assessed_in_batches_and_only_what_is_due(
    make_diaries: MakeDiaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    diaries = make_diaries(5)
    Diary.objects.filter(pk=diaries[2].pk).update(assessment_due=None)
    monkeypatch.setattr(sweep, "BATCH_SIZE", 2)
    assert sweep.assess_due_in_range(diaries[0].pk, diaries[3].pk, NOW) == 3
    assert set(Assessment.objects.values_list("diary_id", "level")) == {
        (diaries[n].pk, "see_provider") for n in (0, 1, 3)
    }
    assert list(sweep.due_diaries(NOW)) == [diaries[4]]
    assert sweep.assess_due_in_range(diaries[0].pk, diaries[4].pk, NOW) == 1
    assert Prompt.objects.count() == 4


def test_a_range_does_to_each_diary_what_assessing_it_alone_does(make_diaries: MakeDiaries) -> None:
    alone, *others = make_diaries(4)
    assess.assess(alone.pk, NOW)
    sweep.assess_due_in_range(others[0].pk, others[-1].pk, NOW)

    def left(diary: Diary) -> Any:
        row = Diary.objects.values("assessment_due", "next_assessment_at").get(pk=diary.pk)
        slots = Reminder.objects.filter(diary=diary).order_by("channel", "due_at")
        facts = Assessment.objects.get(diary=diary).facts
        return row, facts, list(slots.values_list("channel", "due_at", "state"))

    assert left(alone)[2]
    assert all(left(other) == left(alone) for other in others)


def test_a_batch_without_changes_takes_a_constant_number_of_queries(
    make_diaries: MakeDiaries, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    diaries = make_diaries(9)
    later = NOW + timedelta(minutes=1)
    for diary in diaries:
        assess.assess(diary.pk, NOW)
        Prompt.objects.filter(diary=diary).update(answer="seen", closed_at=NOW)
    for some in (diaries[:2], diaries[2:]):
        Diary.objects.filter(pk__in=[diary.pk for diary in some]).update(assessment_due=later)
        # Claim, episodes, places, alerts, background, latest, seen again, prompts, the rows,
        # no more to claim; and a savepoint begun and ended, twice.
        with django_assert_num_queries(18):
            sweep.assess_due_in_range(some[0].pk, some[-1].pk, later)
    assert Assessment.objects.filter(checked_at=later).count() == 9


def test_a_diary_that_cannot_be_checked_is_counted_raised_and_left_alone_for_a_while(
    make_diaries: MakeDiaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    diaries = make_diaries(3)
    good, outcome = {diaries[0].pk, diaries[2].pk}, hysteresis.evaluate_with_hysteresis
    calls: list[int] = []

    def fail_the_second(*args: Any, **more: Any) -> Outcome | None:
        calls.append(1)
        if len(calls) == 2:
            raise ValueError("numb since the party at Anna's")
        return outcome(*args, **more)

    monkeypatch.setattr(hysteresis, "evaluate_with_hysteresis", fail_the_second)
    with pytest.raises(ExceptionGroup) as problem:
        sweep.assess_due_in_range(diaries[0].pk, diaries[2].pk, NOW)
    assert [type(error) for error in problem.value.exceptions] == [failures.EvaluationFailed]
    assert "Anna" not in repr(problem.value.exceptions)
    assert set(Assessment.objects.values_list("diary_id", flat=True)) == good
    assert (failures.count_failing_diaries(), failures.count_failures()) == (1, 1)
    assert not sweep.due_diaries(NOW + timedelta(minutes=9))
    assert list(sweep.due_diaries(NOW + timedelta(minutes=10))) == [diaries[1]]


def test_a_failed_batch_is_retried_diary_by_diary(
    make_diaries: MakeDiaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    diaries = make_diaries(3)
    follow = prompts.update_prompt

    def fail(diary: Diary, *args: Any, **more: Any) -> Any:
        if diary == diaries[1]:
            raise RuntimeError("no prompt for this one")
        return follow(diary, *args, **more)

    monkeypatch.setattr(prompts, "update_prompt", fail)
    with pytest.raises(ExceptionGroup) as problem:
        sweep.assess_due_in_range(diaries[0].pk, diaries[2].pk, NOW)
    assert [str(error) for error in problem.value.exceptions] == ["no prompt for this one"]
    assert set(sweep.due_diaries(NOW)) == {diaries[1]}
    assert Prompt.objects.count() == Assessment.objects.count() == 2
