"""Health endpoints: liveness, readiness, queue of due work."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from config import health
from diary.models import Diary, User
from tests.conftest import NOW

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def no_heartbeat_yet() -> None:
    cache.delete(health.HEARTBEAT_KEY)


def test_it_is_up_without_a_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_it_is_ready_once_worker_and_beat_are_heard(client: Client) -> None:
    assert client.get("/readyz").status_code == 503
    health.record_heartbeat(timezone.now())
    assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.django_db
def test_it_is_not_ready_when_the_heartbeat_stops() -> None:
    health.record_heartbeat(NOW)
    assert health.readiness_problems(NOW + timedelta(seconds=health.HEARTBEAT_LATE)) == {}
    later = NOW + timedelta(seconds=health.HEARTBEAT_LATE + 1)
    assert health.readiness_problems(later) == {"background": "the last heartbeat was 21 s ago"}


@pytest.mark.django_db
def test_it_is_not_ready_before_the_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    health.record_heartbeat(NOW)
    plan = [("diary", "0002")]
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: plan)
    assert health.readiness_problems(NOW) == {"migrations": "not applied: run manage.py migrate"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_it_reveals_no_database_credentials(
    client: Client, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def away(*args: Any) -> None:
        raise kind("connection to db.internal as footnote failed: password hunter2")

    health.record_heartbeat(timezone.now())
    monkeypatch.setattr(connection, "ensure_connection", away)
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.json() == {"status": "not ready", "missing": {"database": "does not answer"}}


def test_there_are_no_metrics_without_a_token(client: Client) -> None:
    reply = client.get("/metrics", headers={"Authorization": "Bearer "})
    assert reply.status_code == 404


@pytest.mark.django_db
def test_the_metrics_count_what_is_due(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "open sesame"
    owed = timezone.now() - timedelta(seconds=90)
    user = User.objects.create_user("owner@example.org")
    Diary.objects.create(owner=user, assessment_due=owed)
    for header in ("Bearer sesame", "open sesame", "Basic open sesame", "Bearer", ""):
        wrong = client.get("/metrics", headers={"Authorization": header})
        assert wrong.status_code == 404, header
    right = client.get("/metrics", headers={"Authorization": "Bearer open sesame"})
    assert "footnote_assessments_due 1\n" in right.text
    assert "footnote_heartbeat_age_seconds NaN\n" in right.text
    assert "owner" not in right.text
