"""Over HTTP, for what a clinician saw is told from the revisions."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from diary import reading
from diary.models import Diary
from tests.conftest import NOW
from triage.looked_at import reopen

LOOKED = {"clinician_assessed_at": "2026-11-23T09:00:00Z"}
EPISODE = {"started_at": "2026-11-23T08:00:00Z", "ended_at": "2026-11-23T08:20:00Z"}


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


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


def test_it_asks_for_revisions_only_where_a_clinician_looked(
    owner: Any,
    put_episode: Callable[..., Any],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    diary = Diary.objects.get(owner=owner)
    for fields, queries in (({}, 0), (LOOKED, 1), (LOOKED, 1)):
        put_episode(**EPISODE, **fields)
        found = reading.records([diary.pk])
        with django_assert_num_queries(queries):
            reopen(found)
