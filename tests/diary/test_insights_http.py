"""GET /api/v1/insights"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from diary.insights import insights_etag
from diary.models import BackgroundItem, CheckIn, Diary, Episode, User

INSIGHTS = "/api/v1/insights"
pytestmark = pytest.mark.usefixtures("noon")


def stamps(now: datetime) -> dict[str, Any]:
    return {"change_seq": 1, "created_at": now, "updated_at": now}


@pytest.fixture
def fill(owner: User) -> Callable[..., None]:
    """An episode a day, then symptom-free days, and a vaccination on the last of them."""

    def filled(episodes: int, free: int) -> None:
        diary, now = Diary.objects.get(owner=owner), timezone.now()
        Episode.objects.bulk_create(
            Episode(
                diary=diary,
                id=uuid4(),
                started_at=now - timedelta(days=day, hours=1),
                ended_at=now - timedelta(days=day, minutes=30),
                zone="Europe/Berlin",
                severity=day % 11,
                areas=["left.foot"],
                trigger="sitting",
                note="secret-word",
                **stamps(now),
            )
            for day in range(episodes)
        )
        days = [now.date() - timedelta(days=day) for day in range(episodes, episodes + free)]
        CheckIn.objects.bulk_create(CheckIn(diary=diary, date=day, **stamps(now)) for day in days)
        BackgroundItem.objects.create(
            diary=diary,
            id=uuid4(),
            kind="vaccination",
            name="Flu",
            started_on=days[-1] if days else now.date(),
            **stamps(now),
        )

    return filled


def test_it_returns_the_numbers_with_their_sentences(api: APIClient, fill: Any) -> None:
    fill(14, 42)
    insights = api.get(f"{INSIGHTS}?days=56").json()
    today = date.fromisoformat(insights["last"])
    assert date.fromisoformat(insights["first"]) == today - timedelta(days=55)
    assert len(insights["days"]) == 56
    assert insights["coverage"]["sentence"] == "14 days with numbness in 56 days; all are logged."
    assert insights["trend"]["change"] == "more"
    assert insights["trend"]["ratio"]["value"] is None
    assert insights["durations"]["median"] == 30
    assert insights["sides"]["known"][0] == {
        "code": "left_only",
        "count": 14,
        "n": 14,
        "share": 1,
        "limits": {"low": pytest.approx(0.785, abs=0.001), "high": 1},
    }
    assert insights["accompanying"]["symptoms"]["not_asked"] == 14
    assert insights["before_after"][0]["name"] == "Flu"
    assert "secret-word" not in str(insights)


def test_an_empty_diary_has_sentences_instead_of_numbers(api: APIClient) -> None:
    insights = api.get(INSIGHTS).json()
    assert len(insights["days"]) == 90
    assert insights["durations"]["median"] is None
    assert insights["durations"]["insufficient_data"] == "too_few_episodes"
    assert insights["trend"]["insufficient_data"] == "not_enough_days_logged"
    assert insights["before_after"] == []


def test_the_trend_and_the_days_before_are_read_although_the_period_is_short(
    api: APIClient, fill: Any
) -> None:
    fill(5, 51)
    insights = api.get(f"{INSIGHTS}?days=7").json()
    assert insights["trend"]["before"]["symptom_free_days"] == 28
    assert insights["coverage"]["days"] == 7


@pytest.mark.parametrize("many", [0, 1, 40])
def test_the_queries_are_as_few_however_much_there_is(
    api: APIClient, fill: Any, many: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    fill(many, many)
    with django_assert_num_queries(4):  # what goes on, episodes, check-ins, background
        assert api.get(f"{INSIGHTS}?days=365").status_code == 200


def test_it_uses_the_requested_language(api: APIClient, fill: Any) -> None:
    fill(14, 42)
    insights = api.get(f"{INSIGHTS}?days=56", headers={"Accept-Language": "es"}).json()
    assert insights["coverage"]["sentence"] == (
        "14 días con adormecimiento en 56 días; todos están anotados."
    )
    assert insights["triggers"]["sentence"].startswith(
        "Lo más frecuente: sentado, 14 de 14 episodios"
    )
    assert insights["trend"]["change"] == "more"


def test_a_repeat_works_nothing_out_until_something_changes(
    api: APIClient, fill: Any, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(14, 42)
    first = api.get(INSIGHTS)
    have = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "private, no-cache"
    with monkeypatch.context() as nothing:
        nothing.delattr("diary.insights.Insights")
        again = api.get(INSIGHTS, headers=have)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == have["If-None-Match"]
    assert api.get(f"{INSIGHTS}?days=30", headers=have).status_code == 200
    assert api.get(INSIGHTS, headers={**have, "Accept-Language": "es"}).status_code == 200
    api.put(f"/api/v1/check-ins/{timezone.now() - timedelta(days=70):%Y-%m-%d}", {})
    owner.refresh_from_db()
    assert api.get(INSIGHTS, headers=have).status_code == 200


def test_its_tag_moves_with_the_day_and_with_an_episode_that_goes_on(
    fill: Any, owner: User
) -> None:
    fill(14, 42)
    diary, now = Diary.objects.get(owner=owner), timezone.now()

    def tags(**later: int) -> int:
        return len({insights_etag(diary, 90, moment) for moment in (now, now + timedelta(**later))})

    assert (tags(minutes=5), tags(days=1)) == (1, 2)
    Episode.objects.filter(pk=Episode.objects.order_by("-started_at")[0].pk).update(ended_at=None)
    assert tags(minutes=5) == 2


@pytest.mark.parametrize("query", ["days=6", "days=3651", "days=x", "days=", "days=%00"])
def test_a_bad_query_is_a_400(api: APIClient, query: str) -> None:
    response = api.get(f"{INSIGHTS}?{query}")
    assert response.status_code == 400
    assert [error["param"] for error in response.json()["errors"]] == ["days"]


def test_each_sees_their_own(stranger_api: APIClient, fill: Any) -> None:
    fill(14, 10)
    insights = stranger_api.get(INSIGHTS).json()
    assert insights["durations"]["n"] == 0
    assert insights["before_after"] == []
