"""Sweeps over hundreds of diaries on PostgreSQL, with concurrent and killed workers."""

from signal import SIGKILL

import pytest

from tests.servers import wait_until
from tests.triage.worker_deployment import Deployment, StartWorker, start_worker

DIARIES = 400
SWEEP = "triage.tasks.sweep_due"
RANGE = "triage.tasks.assess_range"
# Each has an episode of two hours, as a write leaves it when its task was lost.
FILL = f"""
import django; django.setup()
from datetime import time, timedelta
from uuid import uuid4
from django.utils import timezone
from diary.models import Diary, Episode, User
now = timezone.now()
began = now - timedelta(hours=3)
people = User.objects.bulk_create(User(email=f"p{{n}}@example.org") for n in range({DIARIES}))
diaries = Diary.objects.bulk_create(
    Diary(owner=owner, assessment_due=now, email_reminders=False) for owner in people
)
Episode.objects.bulk_create(
    Episode(
        diary=diary, id=uuid4(), change_seq=1, created_at=now, updated_at=now, zone="UTC",
        started_at=began, ended_at=began + timedelta(hours=2),
    )
    for diary in diaries
)
"""
pytestmark = pytest.mark.parametrize("deployment", ["postgresql"], indirect=True)


@pytest.fixture
def filled(deployment: Deployment) -> Deployment:
    done = deployment.run(FILL)
    assert done.returncode == 0, done.stderr
    return deployment


def left(deployment: Deployment) -> int:
    due = "SELECT count(*) FROM diary_diary WHERE assessment_due IS NOT NULL"
    return int(deployment.rows(due)[0][0])


def all_once(deployment: Deployment) -> None:
    """Every diary has one assessment, one prompt, and one reminder a slot."""
    assert left(deployment) == 0
    for each in (
        "SELECT count(*), count(DISTINCT diary_id) FROM triage_assessment",
        "SELECT count(*), count(DISTINCT diary_id) FROM triage_prompt",
    ):
        assert deployment.rows(each) == [(DIARIES, DIARIES)]
    slots = "SELECT DISTINCT count(*) FROM reminders_reminder GROUP BY diary_id, channel"
    assert deployment.rows(slots) == [(4,)]


def test_two_sweeps_at_once_assess_every_diary_once(
    filled: Deployment, celery_worker: StartWorker
) -> None:
    filled.enqueue(*[(SWEEP, [])] * 4)
    for name in ("one", "two"):
        start_worker(celery_worker, filled, "-n", name)
    wait_until(lambda: left(filled) == 0 and filled.done(), 60, "the sweep")
    all_once(filled)


def test_a_message_that_is_delivered_again_does_no_harm(
    filled: Deployment, celery_worker: StartWorker
) -> None:
    ids = filled.rows("SELECT min(id), max(id) FROM diary_diary")[0]
    filled.enqueue(*[(RANGE, list(ids))] * 3)
    start_worker(celery_worker, filled)
    wait_until(lambda: left(filled) == 0 and filled.done(), 60, "the assessments")
    filled.enqueue((RANGE, list(ids)))
    wait_until(filled.done, 60, "the last delivery")
    all_once(filled)


def test_diaries_locked_by_a_killed_worker_are_assessed_by_the_next_worker(
    filled: Deployment, celery_worker: StartWorker
) -> None:
    filled.enqueue((SWEEP, []))
    first = start_worker(celery_worker, filled)
    wait_until(lambda: left(filled) < DIARIES, 60, "the first batch")
    first.popen.send_signal(SIGKILL)
    first.popen.wait()
    assert left(filled) > 0, "it was killed too late to show anything"

    filled.enqueue((SWEEP, []))
    start_worker(celery_worker, filled)
    wait_until(lambda: left(filled) == 0, 60, "the rest")
    all_once(filled)
