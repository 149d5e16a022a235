"""Fixtures of users, their diaries and API clients."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient
from time_machine import Traveller as Clock
from time_machine import travel

from config import i18n
from diary.compute import process
from diary.models import Diary, User
from tests.servers import celery_worker, chromium, live_site, postgres_url, redis_url

__all__ = ["Clock", "celery_worker", "chromium", "live_site", "postgres_url", "redis_url"]

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def pytest_configure() -> None:
    i18n.compile_all()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`database` marks tests that must run on each database; the rest are independent of it."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"}:
            item.add_marker("database")


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Clear rate limits and cached sessions between tests."""
    cache.clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """A fast password hasher: a real one would take most of a test's time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def long_compute_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long timeout, for busy machines; only tests of the timeout itself set a short one."""
    monkeypatch.setattr(process, "JOB_SECONDS", 120.0)


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The clock of a test with dates in it: it stands at NOW, whatever the day of the run.

    `clock.shift(timedelta(...))` and `clock.move_to(moment)` set it. A test that names a date
    and reaches code that reads the clock needs this fixture; one without dates takes the real
    clock, so that `make test-clocks` runs it on other days.
    """
    with travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def noon() -> Iterator[Clock]:
    """A clock that runs from today's noon in Berlin: some hours ago was on the same local day."""
    at = datetime.now(BERLIN).replace(hour=12, minute=0, second=0, microsecond=0)
    with travel(at.astimezone(UTC)) as clock:
        yield clock


def make_person(email: str) -> User:
    user = User.objects.create_user(email, "correct horse battery")
    Diary.objects.create(owner=user, zone="Europe/Berlin")
    return user


def client_of(user: User | None) -> APIClient:
    client = APIClient()
    if user:
        client.force_authenticate(user)
    return client


@pytest.fixture
def owner(db: None) -> User:
    return make_person("owner@example.org")


@pytest.fixture
def diary(owner: User) -> Diary:
    return Diary.objects.get(owner=owner)


@pytest.fixture
def stranger(db: None) -> User:
    return make_person("stranger@example.org")


@pytest.fixture
def api(owner: User) -> APIClient:
    """A client signed in as the owner."""
    return client_of(owner)


@pytest.fixture
def stranger_api(stranger: User) -> APIClient:
    return client_of(stranger)


@pytest.fixture
def anonymous_api(db: None) -> APIClient:
    return client_of(None)


@pytest.fixture
def put_episode(api: APIClient) -> Callable[..., Any]:
    """Put an episode as the owner; returns the response. Fields override a small default."""

    def put(id: str | None = None, **fields: Any) -> Any:
        body = {
            "started_at": "2026-11-22T08:00:00Z",
            "ended_at": "2026-11-22T08:20:00Z",
            "zone": "Europe/Berlin",
            **fields,
        }
        return api.put(f"/api/v1/episodes/{id or uuid4()}", body, format="json")

    return put
