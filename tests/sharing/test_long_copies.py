"""Copies of a diary whose PDF is made by a worker: asked for, waited for, then sealed."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from diary.charts import render_queue
from diary.models import Diary, User
from sharing import tasks
from sharing.models import ReportFile, ShareFile, ShareLink
from sharing.pdf.typst import RenderError, TypstProcess
from tests.api.sample_account import reauthenticated_client
from tests.sharing.conftest import Log, path_of
from tests.sharing.test_health_links import payload

PAGE, HEALTH = "/api/v1/share-links", "/api/v1/health-links"
COPY = {"days": 30, "expires_in_days": 7}
FROZEN = COPY | {"frozen": True, "downloads": True}
Orders = list[tuple[Any, ...]]


def test_a_page_is_frozen_when_its_pdf_is_there_in_each_language(
    lately: APIClient, doctor: Client, log: Log, long: Orders, set_quickly: Any
) -> None:
    log()
    first = lately.post(PAGE, FROZEN, format="json")
    assert (first.status_code, first.headers["Retry-After"]) == (202, "2")
    assert first.json()["state"] == "waiting"
    assert len(long) == 2  # both are asked for the first time
    tasks.render_report(*long[0])
    assert lately.post(PAGE, FROZEN, format="json").status_code == 202
    assert not ShareLink.objects.exists()
    tasks.render_report(*long[1])
    made = lately.post(PAGE, FROZEN, format="json")
    assert made.status_code == 201
    assert [told["language"] for told in set_quickly] == ["en", "es"]
    ReportFile.objects.all().delete()
    for language in ("en", "es"):
        file = doctor.get(f"{path_of(made.json()['url'])}/report.pdf?lang={language}")
        assert (file.status_code, file.content) == (200, b"%PDF-quick")


def test_a_page_without_files_waits_for_no_pdf(lately: APIClient, log: Log, long: Orders) -> None:
    log()
    assert lately.post(PAGE, FROZEN | {"downloads": False}, format="json").status_code == 201
    assert not long


def test_a_health_link_is_sealed_by_who_asks_and_a_worker_learns_no_key(
    lately: APIClient, log: Log, long: Orders, set_quickly: Any
) -> None:
    log(note="secret-word")
    assert lately.post(HEALTH, COPY, format="json").status_code == 202
    assert not ShareLink.objects.exists()
    (order,) = long
    assert order == (ReportFile.objects.get().diary_id, str(ReportFile.objects.get().id))
    tasks.render_report(*order)
    assert lately.post(HEALTH, COPY, format="json").status_code == 201
    assert "secret-word" not in str([*ShareLink.objects.values(), *ShareFile.objects.values()])


def test_a_health_link_is_made_anew_when_its_pdf_is_there(
    lately: APIClient, owner: User, log: Log, long: Orders, set_quickly: Any
) -> None:
    log()
    lately.post(HEALTH, COPY | {"long_term": True}, format="json")
    tasks.render_report(*long[0])
    made = lately.post(HEALTH, COPY | {"long_term": True}, format="json").json()
    where, key = f"{HEALTH}/{made['id']}/refresh", {"key": payload(made)["key"]}
    Diary.objects.filter(owner=owner).update(change_seq=99)
    anew = reauthenticated_client(User.objects.get(pk=owner.pk))
    before = ShareFile.objects.get().sealed
    assert anew.post(where, key, format="json").status_code == 202
    assert ShareFile.objects.get().sealed == before
    tasks.render_report(*long[1])
    assert anew.post(where, key, format="json").status_code == 204
    assert ShareFile.objects.get().sealed != before


@pytest.mark.parametrize(("url", "copy"), [(PAGE, FROZEN), (HEALTH, COPY)])
def test_one_that_fails_says_so_and_makes_no_link(
    lately: APIClient, log: Log, long: Orders, monkeypatch: Any, url: str, copy: dict[str, Any]
) -> None:
    def fail(*_: Any) -> bytes:
        raise RenderError("typst ended with 1")

    log()
    monkeypatch.setattr(TypstProcess, "compile", fail)
    lately.post(url, copy, format="json")
    for order in long:
        tasks.render_report(*order)
    reply = lately.post(url, copy, format="json")
    assert reply.status_code == 503
    assert reply.json()["errors"][0]["code"] == "report_failed"
    assert not ShareLink.objects.exists()


@pytest.mark.parametrize(("url", "copy"), [(PAGE, FROZEN), (HEALTH, COPY)])
def test_a_chart_that_takes_too_long_makes_no_link(
    lately: APIClient, log: Log, monkeypatch: Any, url: str, copy: dict[str, Any]
) -> None:
    log()
    monkeypatch.setattr(render_queue, "RENDER_TIMEOUT", -1.0)
    reply = lately.post(url, copy, format="json")
    assert reply.status_code == 503
    assert reply.json()["errors"][0]["code"] == "report_failed"
    assert not ShareLink.objects.exists()
