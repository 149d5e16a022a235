import gc
from datetime import timedelta

import pytest
from celery.signals import worker_process_init
from django.contrib.sessions.models import Session
from django.utils import timezone

from config.celery import app
from config.tasks import clear_old_sessions

pytestmark = pytest.mark.sqlite


@pytest.mark.django_db
def test_only_expired_sessions_are_deleted() -> None:
    now = timezone.now()
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, expire_date=now + timedelta(days=days))
    clear_old_sessions()
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_every_job_of_the_clock_is_a_task_that_a_worker_knows() -> None:
    app.loader.import_default_modules()
    assert {job["task"] for job in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_a_worker_freezes_loaded_objects_for_the_garbage_collector() -> None:
    try:
        worker_process_init.send(sender=None)
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
