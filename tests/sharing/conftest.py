"""Fixtures of a diary and its share link."""

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
def reauthenticated_api(owner: User, noon: None) -> APIClient:
    """A re-authenticated client of the owner, on the same clock as `log`."""
    return reauthenticated_client(owner)


@pytest.fixture
def share(reauthenticated_api: APIClient) -> Callable[..., dict[str, Any]]:
    """Create a link as the owner; returns the JSON of the reply."""

    def make(**fields: Any) -> dict[str, Any]:
        body = {"days": 90, "expires_in_days": 7, **fields}
        response = reauthenticated_api.post("/api/v1/share-links", body, format="json")
        assert response.status_code == 201, response.json()
        link: dict[str, Any] = response.json()
        return link

    return make


@pytest.fixture
def doctor() -> Client:
    """A browser with no account."""
    return Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/142 Mobile"})


@pytest.fixture
def fake_typst(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Replace typst by a stub; the `data` of each compilation."""
    calls: list[dict[str, Any]] = []

    def compile_stub(self: TypstProcess, data: dict[str, Any], charts: Any, now: Any) -> bytes:
        calls.append(data)
        return b"%PDF-quick"

    monkeypatch.setattr(TypstProcess, "compile", compile_stub)
    return calls


@pytest.fixture
def queued_jobs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Every report needs a worker; the arguments of the queued tasks."""
    queued: list[tuple[Any, ...]] = []
    monkeypatch.setattr(jobs, "MAX_INLINE_EPISODES", 0)
    monkeypatch.setattr(tasks.render_report, "delay", lambda *args: queued.append(args))
    return queued


def path_of(url: str) -> str:
    return "/s/" + url.rpartition("/s/")[2]
