"""Over HTTP, because what a clinician saw is computed from the revisions."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from diary import queries as reading
from diary.models import Diary
from triage.clinician_review import invalidate_stale_reviews

LOOKED = {"clinician_assessed_at": "2026-11-23T09:00:00Z"}
EPISODE = {"started_at": "2026-11-23T08:00:00Z", "ended_at": "2026-11-23T08:20:00Z"}


pytestmark = pytest.mark.usefixtures("clock")


def level(api: APIClient) -> Any:
    return api.get("/api/v1/assessment?fresh=1").json()["level"]


def test_a_sign_that_a_clinician_saw_is_quiet(
    api: APIClient, put_episode: Callable[..., Any]
) -> None:
    id = str(uuid4())
    put_episode(id, **EPISODE, red_flags={"confusion": True})
    assert level(api) == "emergency"
    put_episode(id, **EPISODE, **LOOKED, red_flags={"confusion": True})
    assert level(api) is None


@pytest.mark.parametrize(
    "added", [{"red_flags": {"confusion": True}}, {"areas": ["middle.saddle"]}]
)
def test_a_sign_that_was_added_later_is_not(
    api: APIClient, put_episode: Callable[..., Any], added: dict[str, Any]
) -> None:
    id = str(uuid4())
    put_episode(id, **EPISODE, **LOOKED, red_flags={"confusion": False, "vision": True})
    assert level(api) is None
    api.patch(f"/api/v1/episodes/{id}", added, format="json")
    assert level(api) == "emergency"
    put_episode(id, **EPISODE, clinician_assessed_at="2026-11-23T11:00:00Z", **added)
    assert level(api) is None


CANNOT_WALK = {"red_flags": {"cannot_move_or_walk": True}}


@pytest.mark.parametrize(
    ("seen", "worse"),
    [
        ({"severity": 5}, {"severity": 6}),
        ({"interference": 1}, {"interference": 4}),
        ({"sensations": ["numb"]}, {"sensations": ["burning"]}),
        ({"onset": "minutes"}, {"onset": "sudden"}),
        ({"trigger": "sitting"}, {"trigger": "none"}),
        ({"relief": "moving"}, {"relief": "nothing"}),
        ({}, {"symptoms": {"leg_pain": True}}),
        ({}, {"leg_changes": ["cold"]}),
    ],
)
def test_what_became_worse_or_was_added_is_not_what_they_saw(
    api: APIClient,
    put_episode: Callable[..., Any],
    seen: dict[str, Any],
    worse: dict[str, Any],
) -> None:
    id = str(uuid4())
    put_episode(id, **EPISODE, **LOOKED, **CANNOT_WALK, **seen)
    assert level(api) is None
    api.patch(f"/api/v1/episodes/{id}", worse, format="json")
    assert level(api) == "emergency"


@pytest.mark.parametrize(
    ("seen", "later"),
    [
        ({"severity": 5}, {"severity": 4}),
        ({}, {"severity": 5, "interference": 2}),
        ({"sensations": ["numb"]}, {"sensations": ["numb", "tingling"]}),
        ({"onset": "sudden"}, {"onset": "minutes"}),
        ({}, {"note": "They said that I may go home."}),
    ],
)
def test_what_is_neither_new_nor_worse_stays_quiet(
    api: APIClient,
    put_episode: Callable[..., Any],
    seen: dict[str, Any],
    later: dict[str, Any],
) -> None:
    id = str(uuid4())
    put_episode(id, **EPISODE, **LOOKED, **CANNOT_WALK, **seen)
    api.patch(f"/api/v1/episodes/{id}", later, format="json")
    assert level(api) is None


def test_the_verdict_on_the_episode_alone_is_as_quiet_as_that_on_the_diary(
    api: APIClient, put_episode: Callable[..., Any]
) -> None:
    id = str(uuid4())
    verdict = put_episode(id, **EPISODE, **LOOKED, **CANNOT_WALK).json()["verdict"]
    assert (verdict["level"], verdict["findings"], verdict["undetermined"]) == (None, [], [])
    verdict = put_episode(id, **EPISODE, **LOOKED, red_flags={"vision": True}).json()["verdict"]
    assert verdict["level"] == "emergency"
    early = {"clinician_assessed_at": "2026-11-23T07:00:00Z"}  # not at this one
    assert put_episode(**EPISODE, **early, **CANNOT_WALK).json()["verdict"]["level"] == "emergency"


def test_an_ongoing_episode_is_measured_since_the_clinician_review(
    put_episode: Callable[..., Any],
) -> None:
    going_on = EPISODE | {"ended_at": None}
    verdict = put_episode(**going_on, **LOOKED, **CANNOT_WALK).json()["verdict"]
    assert [finding["rule"] for finding in verdict["findings"]] == ["long_hour"]
    assert verdict["findings"][0]["evidence"]["value"] == 180
    assert verdict["undetermined"] == []


def test_revisions_are_queried_only_for_reviewed_records(
    owner: Any,
    put_episode: Callable[..., Any],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    diary = Diary.objects.get(owner=owner)
    for fields, queries in (({}, 0), (LOOKED, 1), (LOOKED, 1)):
        put_episode(**EPISODE, **fields)
        records = reading.fetch_records([diary.pk])
        with django_assert_num_queries(queries):
            invalidate_stale_reviews(records)
