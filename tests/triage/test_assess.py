import logging
from datetime import timedelta
from typing import Any

import pytest

from diary.models import Diary
from diary.schema.codes import EMERGENCY_SIGNS
from reminders.models import Reminder
from tests.conftest import NOW
from tests.triage.conftest import Log, log_alert
from triage import assess
from triage.facts import areas as places
from triage.facts import entry
from triage.failures import EvaluationFailed
from triage.models import Assessment, Prompt
from triage.rules.rulebook import VERSION

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.sqlite]


@pytest.fixture
def broken_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ValueError("numb since the party at Anna's")

    monkeypatch.setattr(entry, "area_facts", fail)


def assessed(diary: Diary, **more: Any) -> Assessment:
    assessment = assess.assess(diary.pk, NOW, **more)
    assert assessment is not None
    return assessment


def test_an_entry_alone_gets_its_verdict(log: Log) -> None:
    episode = log(minutes=60)
    (verdict,) = assess.record_verdicts([episode])
    assert verdict["level"] == "see_provider"
    assert [finding["rule"] for finding in verdict["findings"]] == ["long_hour"]
    assert verdict["findings"][0]["evidence"] == {
        "episodes": [str(episode.id)],
        "alerts": [],
        "days": ["2026-11-23"],
        "value": 60,
    }
    assert verdict["undetermined"] == []
    assert (verdict["rules_version"], verdict["assessed_at"]) == (VERSION, NOW)


def test_an_alert_alone_gets_its_verdict(diary: Diary) -> None:
    (verdict,) = assess.record_verdicts([log_alert(diary, slurred_speech=True)])
    assert verdict["level"] == "emergency"
    assert [finding["rule"] for finding in verdict["findings"]] == ["emergency_speech"]


def test_an_entry_is_evaluated_with_the_thresholds_of_its_diary(log: Log) -> None:
    episode = log(minutes=60)
    episode.diary.thresholds = {"long_hour_minutes": 61}
    assert assess.record_verdicts([episode])[0]["level"] is None


def test_a_diary_is_assessed_with_its_own_thresholds(diary: Diary, log: Log) -> None:
    log(minutes=45)
    log(ago=timedelta(minutes=10), minutes=None)
    assert assessed(diary).level is None
    Diary.objects.update(thresholds={"long_hour_minutes": 30})
    assessment = assessed(diary)
    assert [(finding["rule"], finding["threshold"]) for finding in assessment.findings] == [
        ("long_hour", 30)
    ]
    moment = Diary.objects.get().next_assessment_at
    assert moment == NOW + timedelta(minutes=20)


@pytest.mark.usefixtures("broken_facts")
def test_when_the_rules_fail_the_verdict_has_the_signs_and_the_log_no_health_data(
    log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        (verdict,) = assess.record_verdicts([log()])
    assert verdict["could_not_check"]
    assert verdict["emergency_signs"] == list(EMERGENCY_SIGNS)
    assert verdict["level"] is None
    assert "ValueError" in caplog.text
    assert "Anna" not in caplog.text


def test_an_entry_that_cannot_be_checked_does_not_keep_the_others_from_it(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = places.area_facts

    def fail_for_hand(areas: frozenset[str] | None) -> Any:
        if areas == frozenset({"right.hand"}):
            raise ValueError
        return real(areas)

    monkeypatch.setattr(entry, "area_facts", fail_for_hand)
    verdicts = assess.record_verdicts([log(areas=["right.hand"]), log(minutes=60)])
    assert [verdict["could_not_check"] for verdict in verdicts] == [True, False]
    assert [verdict["level"] for verdict in verdicts] == [None, "see_provider"]
    assert assess.record_verdicts([]) == []


def test_an_assessment_is_stored_with_its_evidence(diary: Diary, log: Log) -> None:
    for days in range(3):
        log(ago=timedelta(days=days, hours=2))
    assessment = assessed(diary)
    assert assessment.level == "watch"
    assert [finding["rule"] for finding in assessment.findings] == ["frequent_week"]
    assert assessment.findings[0]["evidence"]["days"] == ["2026-11-21", "2026-11-22", "2026-11-23"]


def test_the_same_again_adds_no_row(diary: Diary, log: Log) -> None:
    log(minutes=90)
    first = assessed(diary)
    again = assess.assess(diary.pk, NOW + timedelta(hours=1))
    assert again is not None
    assert again.id == first.id
    assert again.checked_at == NOW + timedelta(hours=1)
    assert Assessment.objects.count() == Prompt.objects.count() == 1


def test_a_difference_adds_a_row(diary: Diary, log: Log) -> None:
    assessed(diary)
    log(minutes=90)
    assess.assess(diary.pk, NOW + timedelta(hours=1))
    assert list(Assessment.objects.order_by("assessed_at").values_list("level", flat=True)) == [
        None,
        "see_provider",
    ]


def test_it_clears_due_and_sets_next_assessment_at(diary: Diary, log: Log) -> None:
    Diary.objects.update(assessment_due=NOW)
    log(ago=timedelta(minutes=30), minutes=None)
    assessed(diary)
    diary.refresh_from_db()
    assert diary.assessment_due is None
    assert diary.next_assessment_at == NOW + timedelta(minutes=30)


def test_only_what_is_due_is_done(diary: Diary, log: Log) -> None:
    log(minutes=90)
    assert assess.assess(diary.pk, NOW, only_if_due=True) is None
    Diary.objects.update(assessment_due=NOW)
    assert assessed(diary, only_if_due=True).level == "see_provider"


def test_a_deleted_episode_does_not_count(diary: Diary, log: Log) -> None:
    log(minutes=90, deleted_at=NOW)
    assert assessed(diary).level is None


@pytest.mark.usefixtures("broken_facts")
def test_a_failure_changes_nothing_and_leaves_the_diary_due(diary: Diary, log: Log) -> None:
    Diary.objects.update(assessment_due=NOW)
    log()
    with pytest.raises(EvaluationFailed, match="ValueError") as failure:
        assess.assess(diary.pk, NOW)
    assert failure.value.__suppress_context__
    diary.refresh_from_db()
    assert diary.assessment_due == NOW
    assert not Assessment.objects.exists()


def test_the_current_verdict_is_computed_when_there_is_none(diary: Diary, log: Log) -> None:
    log(minutes=90)
    assert assess.diary_verdict(diary, NOW)["level"] == "see_provider"


def test_the_current_verdict_is_stored_until_it_is_due_for_a_minute(diary: Diary, log: Log) -> None:
    assess.diary_verdict(diary, NOW)
    log(minutes=90)
    diary.assessment_due = NOW
    assert assess.diary_verdict(diary, NOW + timedelta(seconds=60))["level"] is None
    assert assess.diary_verdict(diary, NOW + timedelta(seconds=61))["level"] == "see_provider"


@pytest.mark.usefixtures("broken_facts")
def test_the_current_verdict_has_could_not_check(diary: Diary, log: Log) -> None:
    log()
    verdict = assess.diary_verdict(diary, NOW)
    assert verdict["could_not_check"]
    assert len(verdict["emergency_signs"]) == 7


def test_it_takes_the_same_queries_for_many_episodes(
    diary: Diary, log: Log, django_assert_num_queries: Any
) -> None:
    for hours in range(20):
        log(ago=timedelta(hours=hours + 1), minutes=5)
    # The row, episodes, places before them, alerts, background, latest, insert, prompts, the
    # row, latest; and a savepoint begun and ended.
    with django_assert_num_queries(16):
        assess.assess(diary.pk, NOW)
    assert not Reminder.objects.exists()


def test_assessments_stay_in_order_when_the_clock_runs_back(diary: Diary, log: Log) -> None:
    first = assessed(diary)
    log(minutes=90)
    assessment = assess.assess(diary.pk, NOW - timedelta(seconds=30))
    assert assessment is not None
    assert (assessment.level, assessment.assessed_at > first.assessed_at) == ("see_provider", True)
