"""Health endpoints: liveness, readiness, queue of due work."""

import re
from datetime import timedelta
from typing import Any

import pytest
import yaml
from django.test import Client
from django.utils import timezone

from config import health
from diary.models import Diary, User
from reminders import metrics as reminder_metrics
from tests.conftest import NOW
from tests.servers import ROOT

pytestmark = pytest.mark.sqlite


def test_it_is_up_without_a_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_readiness_does_not_depend_on_workers(client: Client) -> None:
    assert set(health.heartbeat_ages(NOW).values()) == {None}
    assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.django_db
def test_the_age_of_the_workers_of_each_queue_is_a_metric() -> None:
    health.record_heartbeat("assess", NOW)
    lines = health.render_metrics(NOW + timedelta(seconds=21)).splitlines()
    assert 'footnote_heartbeat_age_seconds{queue="assess"} 21.000' in lines
    assert 'footnote_heartbeat_age_seconds{queue="notify"} NaN' in lines


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
    assert 'footnote_heartbeat_age_seconds{queue="assess"} NaN\n' in right.text
    assert "owner" not in right.text


@pytest.mark.django_db
def test_the_alarms_are_over_metrics_that_are_there() -> None:
    reminder_metrics.add_outcomes("email", {"sent": 1}, [])
    there = {line.partition("{")[0].partition(" ")[0] for line in metric_lines()}
    rules = yaml.safe_load((ROOT / "docs" / "deploy" / "alarms.yml").read_text())
    expressions = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    for expression in expressions:
        names = set(re.findall(r"footnote_\w+", expression))
        assert names
        assert names <= there


def metric_lines() -> list[str]:
    return health.render_metrics(NOW).splitlines()
