"""GET /api/v1/report.pdf."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from diary.jobs import LEASE
from diary.models import Diary, User
from sharing import tasks
from sharing.links import store
from sharing.links.scope import Scope
from sharing.models import ReportFile
from sharing.pdf import jobs
from sharing.pdf.build import build_pdf
from sharing.pdf.typst import RenderError, TypstProcess
from tests.api.sample_account import reauthenticated_client
from tests.conftest import client_of
from tests.sharing.conftest import Log
from tests.sharing.pdf.parsed_pdf import ParsedPDF
from triage import assess

URL = "/api/v1/report.pdf"


def test_the_owner_gets_a_pdf_with_a_neutral_file_name(
    reauthenticated_api: APIClient, log: Log
) -> None:
    log(30, 20, note="secret-word")
    reply = reauthenticated_api.get(
        f"{URL}?days=30&paper=letter&notes=false", headers={"Accept-Language": "es"}
    )
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "application/pdf"
    assert reply.headers["Cache-Control"] == "private, no-store"
    name = f"footnote-{timezone.now():%Y-%m-%d}.pdf"
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    paper = ParsedPDF(reply.content)
    assert paper.size == (216, 279)
    assert "Todos los episodios" in paper.text
    assert "secret-word" not in paper.text


def test_only_the_owner_and_only_who_showed_it_lately(owner: User, anonymous_api: Any) -> None:
    assert anonymous_api.get(URL).status_code == 401
    refused = client_of(owner).get(URL)
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["code"] == "reauthentication_required"


@pytest.mark.parametrize("wrong", ["days=6", "days=x", "paper=a5", "notes=perhaps"])
def test_an_invalid_query_is_a_400(reauthenticated_api: APIClient, wrong: str) -> None:
    reply = reauthenticated_api.get(f"{URL}?{wrong}")
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["param"] == wrong.partition("=")[0]


def test_the_scope_is_chosen_by_the_query(
    reauthenticated_api: APIClient, log: Log, fake_typst: Any
) -> None:
    log(30, 20)
    for chosen in ("background", "questions"):
        assert reauthenticated_api.get(f"{URL}?{chosen}=false").content == b"%PDF-quick"
        assert fake_typst[-1][chosen] is None
    reauthenticated_api.get(URL)
    assert fake_typst[-1]["background"] is not None
    assert fake_typst[-1]["questions"] == []
    assert fake_typst[-1]["paper"] == "a4"


def test_a_long_report_is_rendered_by_a_worker_and_polled(
    reauthenticated_api: APIClient, log: Log, queued_jobs: Any, fake_typst: Any
) -> None:
    log(30, 20)
    first = reauthenticated_api.get(f"{URL}?days=30")
    assert first.status_code == 202
    assert first.headers["Retry-After"] == "2"
    assert first.headers["Location"] == f"{URL}?days=30"
    assert first.json()["state"] == "waiting"
    assert 0 == first.json()["done"] < first.json()["total"]
    assert reauthenticated_api.get(f"{URL}?days=30").status_code == 202
    ((diary_id, id),) = queued_jobs  # enqueued once
    tasks.render_report(diary_id, id)
    tasks.render_report(diary_id, id)
    assert len(fake_typst) == 1
    reply = reauthenticated_api.get(f"{URL}?days=30")
    assert (reply.status_code, reply.content) == (200, b"%PDF-quick")
    assert reply.headers["Cache-Control"] == "private, no-store"
    file = ReportFile.objects.get()
    assert file.done == file.total


def test_polling_reports_the_progress(
    reauthenticated_api: APIClient, log: Log, queued_jobs: Any, fake_typst: Any
) -> None:
    log(30, 20)
    reauthenticated_api.get(URL)
    replies: list[dict[str, Any]] = []

    def compile_pdf(*_: Any) -> bytes:
        replies.append(reauthenticated_api.get(URL).json())
        return b"%PDF-quick"

    with patch.object(TypstProcess, "compile", compile_pdf):
        tasks.render_report(*queued_jobs[0])
    assert replies[0]["state"] == "running"
    assert replies[0]["done"] == replies[0]["total"] - 1  # every chart is drawn


def test_another_scope_or_a_changed_diary_is_another_report(
    reauthenticated_api: APIClient, owner: User, queued_jobs: Any, fake_typst: Any, log: Log
) -> None:
    log(30, 20)
    reauthenticated_api.get(URL)
    tasks.render_report(*queued_jobs[0])
    assert reauthenticated_api.get(URL).status_code == 200
    assert reauthenticated_api.get(f"{URL}?notes=false").status_code == 202
    tasks.render_report(*queued_jobs[1])
    assert reauthenticated_api.get(URL).status_code == 200  # each has its own
    assert len(fake_typst) == 2
    Diary.objects.filter(owner=owner).update(change_seq=99)
    anew = reauthenticated_client(User.objects.get(pk=owner.pk))
    assert anew.get(f"{URL}?notes=false").status_code == 202


def test_a_new_job_replaces_the_oldest_which_is_not_rendered(
    reauthenticated_api: APIClient, queued_jobs: Any, fake_typst: Any, log: Log
) -> None:
    log(30, 20)
    for days in range(7, 7 + jobs.MAX_JOBS + 1):
        assert reauthenticated_api.get(f"{URL}?days={days}").status_code == 202
    assert ReportFile.objects.count() == jobs.MAX_JOBS
    for order in queued_jobs:
        tasks.render_report(*order)
    assert len(fake_typst) == jobs.MAX_JOBS


def test_a_job_whose_worker_died_is_queued_again(
    reauthenticated_api: APIClient, log: Log, queued_jobs: Any, fake_typst: Any
) -> None:
    log(30, 20)
    reauthenticated_api.get(URL)
    earlier = timezone.now() - LEASE - timedelta(seconds=1)
    ReportFile.objects.update(state=ReportFile.State.RUNNING, claimed_at=earlier)
    assert reauthenticated_api.get(URL).json()["state"] == "waiting"
    assert len(queued_jobs) == 2
    tasks.render_report(*queued_jobs[1])
    assert reauthenticated_api.get(URL).status_code == 200


def test_a_failed_job_is_a_503_once_and_then_retried(
    reauthenticated_api: APIClient, log: Log, queued_jobs: Any, caplog: Any
) -> None:
    log(30, 20)

    def fail(*_: Any) -> bytes:
        raise RenderError("typst ended with 1")

    with patch.object(TypstProcess, "compile", fail):
        reauthenticated_api.get(URL)
        tasks.render_report(*queued_jobs[0])
        with patch.object(jobs, "MAX_INLINE_EPISODES", 100):
            at_once = reauthenticated_api.get(URL)
    assert ReportFile.objects.get().state == ReportFile.State.FAILED
    assert at_once.status_code == 503
    assert at_once.json()["errors"][0]["code"] == "report_failed"
    assert reauthenticated_api.get(URL).status_code == 503
    assert reauthenticated_api.get(URL).status_code == 202
    assert len(queued_jobs) == 2


def test_a_report_is_deleted_after_its_retention_and_with_the_diary(
    reauthenticated_api: APIClient, owner: User, log: Log, queued_jobs: Any, fake_typst: Any
) -> None:
    log(30, 20)
    reauthenticated_api.get(URL)
    tasks.render_report(*queued_jobs[0])
    jobs.delete_expired_reports(timezone.now() + jobs.RETENTION - timedelta(minutes=1))
    assert ReportFile.objects.exists()
    jobs.delete_expired_reports(timezone.now() + jobs.RETENTION + timedelta(minutes=1))
    assert not ReportFile.objects.exists()
    reauthenticated_api.get(URL)
    store.delete_all_sharing(diary_id=Diary.objects.get(owner=owner).pk)
    assert not ReportFile.objects.exists()


def test_it_takes_a_constant_number_of_queries(
    owner: User, log: Log, fake_typst: Any, django_assert_num_queries: Callable[[int], Any]
) -> None:
    diary = Diary.objects.get(owner=owner)
    log()
    assess.assess(diary.pk, timezone.now())
    diary.refresh_from_db()
    for more in (0, 40):
        for hours in range(more):
            log(hours + 30)
        # episodes, check-ins, background, alerts, signs, questions, assessment, last change
        with django_assert_num_queries(8):
            build_pdf(diary, days=30, now=timezone.now(), scope=Scope())
