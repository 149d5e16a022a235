"""Snapshots whose PDF is rendered by a worker: requested, polled, then encrypted."""

import time
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from diary.compute import process
from diary.models import Diary, User
from sharing import tasks
from sharing.models import ReportFile, ShareFile, ShareLink
from sharing.pdf import charts
from sharing.pdf.typst import RenderError, TypstProcess
from tests.api.sample_account import reauthenticated_client
from tests.sharing.conftest import Log, path_of
from tests.sharing.test_health_links import payload

PAGE, HEALTH = "/api/v1/share-links", "/api/v1/health-links"
COPY = {"days": 30, "expires_in_days": 7}
FROZEN = COPY | {"frozen": True, "downloads": True}
Orders = list[tuple[Any, ...]]


def test_a_snapshot_is_created_when_its_pdf_is_rendered_in_each_language(
    reauthenticated_api: APIClient, doctor: Client, log: Log, queued_jobs: Orders, fake_typst: Any
) -> None:
    log()
    first = reauthenticated_api.post(PAGE, FROZEN, format="json")
    assert (first.status_code, first.headers["Retry-After"]) == (202, "2")
    assert first.json()["state"] == "waiting"
    assert len(queued_jobs) == 2  # both are requested for the first time
    tasks.render_report(*queued_jobs[0])
    assert reauthenticated_api.post(PAGE, FROZEN, format="json").status_code == 202
    assert not ShareLink.objects.exists()
    tasks.render_report(*queued_jobs[1])
    created = reauthenticated_api.post(PAGE, FROZEN, format="json")
    assert created.status_code == 201
    assert [data["language"] for data in fake_typst] == ["en", "es"]
    ReportFile.objects.all().delete()
    for language in ("en", "es"):
        file = doctor.get(f"{path_of(created.json()['url'])}/report.pdf?lang={language}")
        assert (file.status_code, file.content) == (200, b"%PDF-quick")


def test_a_page_without_files_waits_for_no_pdf(
    reauthenticated_api: APIClient, log: Log, queued_jobs: Orders
) -> None:
    log()
    assert (
        reauthenticated_api.post(PAGE, FROZEN | {"downloads": False}, format="json").status_code
        == 201
    )
    assert not queued_jobs


def test_a_worker_never_gets_the_key_of_a_health_link(
    reauthenticated_api: APIClient, log: Log, queued_jobs: Orders, fake_typst: Any
) -> None:
    log(note="secret-word")
    assert reauthenticated_api.post(HEALTH, COPY, format="json").status_code == 202
    assert not ShareLink.objects.exists()
    (order,) = queued_jobs
    assert order == (ReportFile.objects.get().diary_id, str(ReportFile.objects.get().id))
    tasks.render_report(*order)
    assert reauthenticated_api.post(HEALTH, COPY, format="json").status_code == 201
    assert "secret-word" not in str([*ShareLink.objects.values(), *ShareFile.objects.values()])


def test_a_health_link_is_created_again_when_its_pdf_is_ready(
    reauthenticated_api: APIClient, owner: User, log: Log, queued_jobs: Orders, fake_typst: Any
) -> None:
    log()
    reauthenticated_api.post(HEALTH, COPY | {"long_term": True}, format="json")
    tasks.render_report(*queued_jobs[0])
    created = reauthenticated_api.post(HEALTH, COPY | {"long_term": True}, format="json").json()
    where, key = f"{HEALTH}/{created['id']}/refresh", {"key": payload(created)["key"]}
    Diary.objects.filter(owner=owner).update(change_seq=99)
    anew = reauthenticated_client(User.objects.get(pk=owner.pk))
    before = ShareFile.objects.get().sealed
    assert anew.post(where, key, format="json").status_code == 202
    assert ShareFile.objects.get().sealed == before
    tasks.render_report(*queued_jobs[1])
    assert anew.post(where, key, format="json").status_code == 204
    assert ShareFile.objects.get().sealed != before


@pytest.mark.parametrize(("url", "copy"), [(PAGE, FROZEN), (HEALTH, COPY)])
def test_a_failed_pdf_is_a_503_and_creates_no_link(
    reauthenticated_api: APIClient,
    log: Log,
    queued_jobs: Orders,
    monkeypatch: Any,
    url: str,
    copy: dict[str, Any],
) -> None:
    def fail(*_: Any) -> bytes:
        raise RenderError("typst ended with 1")

    log()
    monkeypatch.setattr(TypstProcess, "compile", fail)
    reauthenticated_api.post(url, copy, format="json")
    for order in queued_jobs:
        tasks.render_report(*order)
    reply = reauthenticated_api.post(url, copy, format="json")
    assert reply.status_code == 503
    assert reply.json()["errors"][0]["code"] == "report_failed"
    assert not ShareLink.objects.exists()


def slow_chart(*args: Any, **options: Any) -> None:
    time.sleep(600)  # in the compute process, which is killed


@pytest.mark.parametrize(("url", "copy"), [(PAGE, FROZEN), (HEALTH, COPY)])
def test_a_chart_that_takes_too_long_makes_no_link(
    reauthenticated_api: APIClient, log: Log, monkeypatch: Any, url: str, copy: dict[str, Any]
) -> None:
    log()
    monkeypatch.setattr(charts, "draw_chart", slow_chart)
    monkeypatch.setattr(process, "JOB_SECONDS", 0.1)
    reply = reauthenticated_api.post(url, copy, format="json")
    assert reply.status_code == 503
    assert reply.json()["errors"][0]["code"] == "report_failed"
    assert not ShareLink.objects.exists()
