"""With real workers, a real Redis and both databases: due work is done once."""

import pytest

from tests.servers import wait_until
from tests.triage.worker_deployment import Deployment, StartWorker, start_worker

# The hook that kills runs before the hook that enqueues: after the commit, before
# the task is enqueued.
WRITE = """
import django; django.setup()
import os, signal
from datetime import timedelta
from uuid import uuid4
from django.db import transaction
from django.utils import timezone
from diary.writes.service import put_record
from diary.schema.kinds import EPISODE
from diary.models import Diary
now = timezone.now()
began = now - timedelta(hours=3)
content = {"started_at": began, "ended_at": began + timedelta(hours=2), "zone": "UTC"}
with transaction.atomic():
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    put_record(
        diary_id=Diary.objects.get().pk, kind=EPISODE, key=uuid4(), content=content, now=now
    )
print("not killed")
"""
SWEEP = "triage.tasks.sweep_due"
ASSESS = "triage.tasks.assess_diary"
SEND = "reminders.tasks.send_due_reminders"


@pytest.fixture
def killed_after_commit(deployment: Deployment) -> Deployment:
    """An episode of two hours was committed, and the process died before enqueuing."""
    killed = deployment.run(WRITE)
    assert killed.returncode == -9, killed.stderr
    assert deployment.rows("SELECT count(*) FROM diary_episode") == [(1,)]
    assert deployment.done()
    return deployment


def test_a_process_killed_between_commit_and_task_loses_no_assessment(
    killed_after_commit: Deployment, celery_worker: StartWorker
) -> None:
    deployment = killed_after_commit
    start_worker(celery_worker, deployment)
    deployment.enqueue((SWEEP, []))

    wait_until(lambda: deployment.count("assessment"), 30, "the assessment")
    assert deployment.rows("SELECT level FROM triage_assessment") == [("see_provider",)]
    wait_until(deployment.done, 30, "the end of the work")
    assert deployment.rows("SELECT assessment_due FROM diary_diary") == [(None,)]

    deployment.enqueue((SEND, []))
    wait_until(deployment.mails, 30, "the reminder")


def test_two_workers_and_tasks_delivered_many_times_do_everything_once(
    killed_after_commit: Deployment, celery_worker: StartWorker
) -> None:
    deployment = killed_after_commit
    (diary_id,) = deployment.rows("SELECT id FROM diary_diary")[0]
    deployment.enqueue(*[(ASSESS, [diary_id])] * 8, *[(SWEEP, [])] * 4)
    for name in ("one", "two"):
        start_worker(celery_worker, deployment, "-n", name)
    wait_until(deployment.done, 30, "the assessments")
    deployment.enqueue(*[(SEND, [])] * 8)
    wait_until(deployment.done, 30, "the reminders")

    assert (deployment.count("assessment"), deployment.count("prompt")) == (1, 1)
    assert sorted(
        deployment.rows("SELECT channel, attempts FROM reminders_reminder WHERE state = 'sent'")
    ) == [("email", 1), ("in_app", 1)]
    assert deployment.mails() == 1
