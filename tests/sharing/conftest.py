"""A diary with something to share, and its link."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import Diary, Episode, User
from sharing import tasks
from sharing.pdf import jobs
from sharing.pdf.typst import TypstProcess
from tests.api.sample_account import reauthenticated_client

Log = Callable[..., Episode]


@pytest.fixture
def log(owner: User, noon: None) -> Log:
    """Store an episode of the owner that began some hours ago."""

    def store(hours_ago: float = 30, minutes: float | None = 20, **fields: Any) -> Episode:
        now = timezone.now()
        start = now - timedelta(hours=hours_ago)
        return Episode.objects.create(
            **{
                "diary": Diary.objects.get(owner=owner),
                "id": uuid4(),
                "started_at": start,
                "ended_at": None if minutes is None else start + timedelta(minutes=minutes),
                "zone": "Europe/Berlin",
                "change_seq": 1,
                "created_at": now,
                "updated_at": now,
                **fields,
            }
        )

    return store


@pytest.fixture
def lately(owner: User, noon: None) -> APIClient:
    """A re-authenticated client of the owner, on the same clock as `log`."""
    return reauthenticated_client(owner)


@pytest.fixture
def share(lately: APIClient) -> Callable[..., dict[str, Any]]:
    """Make a link as the owner; returns the reply."""

    def make(**fields: Any) -> dict[str, Any]:
        body = {"days": 90, "expires_in_days": 7, **fields}
        response = lately.post("/api/v1/share-links", body, format="json")
        assert response.status_code == 201, response.json()
        made: dict[str, Any] = response.json()
        return made

    return make


@pytest.fixture
def doctor() -> Client:
    """A browser with no account."""
    return Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/142 Mobile"})


@pytest.fixture
def set_quickly(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was to be set, without setting it."""
    told: list[dict[str, Any]] = []

    def make(self: TypstProcess, content: dict[str, Any], drawn: Any, now: Any) -> bytes:
        told.append(content)
        return b"%PDF-quick"

    monkeypatch.setattr(TypstProcess, "compile", make)
    return told


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Every diary is a long one; the orders that no worker has taken yet."""
    waiting: list[tuple[Any, ...]] = []
    monkeypatch.setattr(jobs, "MAX_INLINE_EPISODES", 0)
    monkeypatch.setattr(tasks.render_report, "delay", lambda *order: waiting.append(order))
    return waiting


def path_of(url: str) -> str:
    return "/s/" + url.rpartition("/s/")[2]
