"""A large file with real workers, one of which is killed in the midst of it, on both databases."""

import signal

import pytest

from tests.servers import wait_until
from tests.triage.worker_deployment import Deployment, StartWorker, deployment, start_worker

pytestmark = pytest.mark.sqlite

__all__ = ["deployment"]

MANY = 6_000
SEND = f"""
import django; django.setup()
import json
from django.utils import timezone
from diary.models import Diary
from diary.importer import job
episodes = [
    {{
        "id": f"0193510c-0000-7000-8000-{{number:012x}}",
        "started_at": f"20{{number // 600:02}}-01-01T00:00:00Z",
        "ended_at": f"20{{number // 600:02}}-01-01T00:05:00Z",
        "zone": "UTC",
    }}
    for number in range({MANY})
]
content = json.dumps({{"format": "footnote-diary", "version": 1, "episodes": episodes}}).encode()
choices = {{
    "on_conflict": "newer",
    "deleted": False,
    "settings": False,
    "skip_problems": False,
    "preview": False,
    "columns": None,
}}
job.create_import(Diary.objects.get().pk, content, "application/json", choices, timezone.now())
"""
LONG_AGO = """
import django; django.setup()
from datetime import timedelta
from diary.models import Import
from diary.jobs import LEASE
from django.utils import timezone
Import.objects.update(claimed_at=timezone.now() - LEASE - timedelta(minutes=1))
"""
RESUME = "diary.tasks.resume_imports"


def test_a_killed_worker_loses_and_duplicates_nothing(
    deployment: Deployment, celery_worker: StartWorker
) -> None:
    sent = deployment.run(SEND)
    assert sent.returncode == 0, sent.stderr
    first = start_worker(celery_worker, deployment)
    deployment.enqueue((RESUME, []))

    def position() -> int:
        return int(deployment.rows("SELECT position FROM diary_import")[0][0])

    wait_until(position, 60, "the first slice")
    first.popen.send_signal(signal.SIGKILL)
    first.popen.wait()
    assert position() < MANY
    assert deployment.rows("SELECT count(*) FROM diary_episode") == [(position(),)]

    assert deployment.run(LONG_AGO).returncode == 0
    start_worker(celery_worker, deployment)
    deployment.enqueue((RESUME, []))
    wait_until(
        lambda: deployment.rows("SELECT state FROM diary_import") == [("done",)], 60, "the import"
    )
    for table in ("diary_episode", "diary_revision"):
        assert deployment.rows(f"SELECT count(*) FROM {table}") == [(MANY,)]  # noqa: S608 - ours
