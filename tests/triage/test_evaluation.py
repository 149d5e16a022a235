"""Batch evaluation: each diary gets the outcome that all of its records give."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from diary.entries import instant
from diary.models import Alert, BackgroundItem, Diary, Episode, User
from tests.conftest import NOW
from tests.triage.conftest import log_alert, log_episode
from tests.triage.diary_strategies import diaries
from tests.triage.test_vectors import background_of, outcome_of
from triage import hysteresis
from triage.engine.evaluate import Outcome
from triage.evaluation import Evaluation, evaluate_diaries
from triage.failures import EvaluationFailed

pytestmark = pytest.mark.django_db
DIARY: dict[str, Any] = {
    "zone": "Europe/Berlin",
    "episodes": [],
    "alerts": [],
    "background": [],
}


@st.composite
def long_ago(draw: st.DrawFn) -> dict[str, Any]:
    """A diary some of whose episodes began long before, and some of those lasted long."""
    diary = draw(diaries())

    def moved(episode: dict[str, Any]) -> dict[str, Any]:
        days = timedelta(days=draw(st.sampled_from((0, 0, 0, 20, 30, 45, 60, 200))))
        ended_at = episode["ended_at"]
        if ended_at is not None and draw(st.booleans()):
            ended_at = (instant(ended_at) - days).isoformat()
        return episode | {
            "started_at": (instant(episode["started_at"]) - days).isoformat(),
            "ended_at": ended_at,
        }

    return diary | {"episodes": [moved(episode) for episode in diary["episodes"]]}


def create_diary(number: int, diary: dict[str, Any]) -> tuple[Diary, dict[str, Any]]:
    """Store the diary; returns it with the ids it has in the database."""
    owner = User.objects.create_user(f"person{number}@example.org")
    diary_row = Diary.objects.create(owner=owner, zone=diary["zone"])

    def under(id: str) -> str:
        return str(uuid5(NAMESPACE_OID, f"{diary_row.pk}:{id}"))

    document = diary | {
        name: [record | {"id": under(record["id"])} for record in diary[name]]
        for name in ("episodes", "alerts")
    }
    Episode.objects.bulk_create(
        Episode(**stored(diary_row, record)) for record in document["episodes"]
    )
    Alert.objects.bulk_create(Alert(**stored(diary_row, record)) for record in document["alerts"])
    BackgroundItem.objects.bulk_create(
        BackgroundItem(
            **stored(diary_row, {"id": under(f"b{place}")}),
            kind=item.kind,
            name=item.name,
            started_on=item.started_on,
            ended_on=item.ended_on,
        )
        for place, item in enumerate(background_of(diary["background"]) or ())
    )
    return diary_row, document


def stored(diary: Diary, record: dict[str, Any]) -> dict[str, Any]:
    values = {
        name: instant(value) if name.endswith("_at") and value is not None else value
        for name, value in record.items()
    }
    return values | {"diary": diary, "change_seq": 1, "created_at": NOW, "updated_at": NOW}


def aligned(drawn: Iterable[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """The same diaries, each moved in time so that its moment is `now`."""

    def moved(diary: dict[str, Any]) -> dict[str, Any]:
        by = now - instant(diary["now"])

        def shifted(record: dict[str, Any]) -> dict[str, Any]:
            return {
                name: (instant(value) + by).isoformat()
                if name.endswith("_at") and value is not None and name != "clinician_assessed_at"
                else value
                for name, value in record.items()
            }

        records = {name: list(map(shifted, diary[name])) for name in ("episodes", "alerts")}
        return diary | {"now": now.isoformat()} | records

    return [moved(diary) for diary in drawn]


@given(st.lists(long_ago(), min_size=8, max_size=12))
@settings(
    max_examples=25,
    phases=[Phase.generate],  # shrinking an example in a database takes very long
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_batch_evaluation_equals_evaluation_of_each_diary(drawn: list[dict[str, Any]]) -> None:
    User.objects.all().delete()
    created = [create_diary(number, diary) for number, diary in enumerate(aligned(drawn, NOW))]

    results = evaluate_diaries([diary for diary, _ in created], NOW)

    for diary, document in created:
        evaluation = results[diary.pk]
        assert isinstance(evaluation, Evaluation)
        whole = {
            name: document[name] if name != "background" else document[name] or []
            for name in document
        }
        assert evaluation.outcome == outcome_of(whole, {"episode": {}, "alert": {}})


@pytest.mark.parametrize("number", [1, 7])
def test_it_takes_the_same_queries_for_many_diaries(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    diaries = [create_diary(person, DIARY)[0] for person in range(number)]
    for diary in diaries:
        log_episode(diary, ago=timedelta(days=80), minutes=None)
        log_alert(diary, vision=True)
    with django_assert_num_queries(4):
        evaluate_diaries(diaries, NOW)


def test_a_failure_in_one_diary_does_not_affect_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    diaries = [create_diary(person, DIARY)[0] for person in range(3)]
    for diary in diaries:
        log_episode(diary, minutes=90)
    broken, outcome = (
        str(Episode.objects.get(diary=diaries[1]).id),
        hysteresis.evaluate_with_hysteresis,
    )

    def fail(rules: Any, subjects: list[Any], *args: Any, **more: Any) -> Outcome | None:
        if any(broken in subject.episodes for subject in subjects):
            raise ValueError("numb since the party at Anna's")
        return outcome(rules, subjects, *args, **more)

    monkeypatch.setattr(hysteresis, "evaluate_with_hysteresis", fail)
    results = evaluate_diaries(diaries, NOW)
    assert isinstance(results[diaries[1].pk], EvaluationFailed)
    levels = [result.outcome.level for result in results.values() if isinstance(result, Evaluation)]
    assert levels == ["see_provider", "see_provider"]


def test_the_counts_it_rests_on_are_those_of_the_diary_as_a_whole() -> None:
    diary, _ = create_diary(1, DIARY)
    for days in (0, 2, 20):
        log_episode(diary, ago=timedelta(days=days, hours=3), interference=4)
    result = evaluate_diaries([diary], NOW)[diary.pk]
    assert isinstance(result, Evaluation)
    counts = dict(result.facts)
    assert (counts["episode_days_7"], counts["episode_days_28"]) == (2, 3)
    assert counts["disrupting_episodes_28"] == 3
    assert "zones_risen" not in counts
