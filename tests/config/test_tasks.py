import gc
from datetime import timedelta

import pytest
from celery.signals import worker_process_init
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from config.celery import QUEUES, app
from config.tasks import clear_old_sessions
from reminders import send

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


def test_each_task_has_a_queue_and_a_time_limit_below_that_of_the_broker() -> None:
    app.loader.import_default_modules()
    for name, task in app.tasks.items():
        if not name.startswith("celery."):
            route = app.amqp.router.route({}, name)
            assert route["queue"].name in QUEUES, name
            limit = task.time_limit or settings.CELERY_TASK_TIME_LIMIT
            assert 0 < limit < settings.BROKER_VISIBILITY_TIMEOUT


def test_what_a_person_waits_for_and_what_takes_long_are_in_different_queues() -> None:
    app.loader.import_default_modules()
    queues: dict[str, set[str]] = {}
    for name in app.tasks:
        if not name.startswith("celery."):
            queues.setdefault(app.amqp.router.route({}, name)["queue"].name, set()).add(name)
    assert queues.pop("assess") == {"triage.tasks.assess_diary"}
    assert queues.pop("notify") == {
        "reminders.tasks.send_due_reminders",
        "reminders.tasks.send_through",
    }
    assert queues.pop("reports") == {"sharing.pdf.tasks.render_report", "diary.tasks.bring_in"}
    assert set(queues) == {"maintenance"}


def test_reminders_are_looked_for_as_often_as_senders_expire() -> None:
    assert app.conf.beat_schedule["send-due-reminders"]["schedule"] == send.SEND_EVERY
