"""The Celery app and the whole beat schedule."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_process_init
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("footnote")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# The heartbeat has a queue of its own, so that a long queue of work does not look like a
# dead worker. Every worker reads both in turn.
app.conf.task_queues = [Queue("celery"), Queue("heartbeat")]
app.conf.task_routes = {"config.tasks.heartbeat": {"queue": "heartbeat"}}
# Times in seconds. What is not run before the next one comes is dropped: it would only
# pile up while no worker runs.
app.conf.beat_schedule = {
    "heartbeat": {
        "task": "config.tasks.heartbeat",
        "schedule": 5.0,
        "options": {"expires": 5.0},
    },
    "sweep-due": {
        "task": "triage.tasks.sweep_due",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "schedule-check-ins": {
        "task": "reminders.tasks.schedule_check_ins",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "send-due-reminders": {
        "task": "reminders.tasks.send_due_reminders",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "resume-imports": {
        "task": "diary.tasks.resume_imports",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "clear-expired-links": {
        "task": "sharing.tasks.clear_expired_links",
        "schedule": 3_600.0,
        "options": {"expires": 3_600.0},
    },
    "clear-reports": {
        "task": "sharing.tasks.clear_reports",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
    "clear-old-sessions": {
        "task": "config.tasks.clear_old_sessions",
        "schedule": 86_400.0,
        "options": {"expires": 3_600.0},
    },
}


@beat_init.connect
def start_at_once(**kwargs: Any) -> None:
    """Whatever a stop left undone is picked up at the start, not a minute later."""
    for job in app.conf.beat_schedule.values():
        app.send_task(job["task"], **job["options"])


@worker_process_init.connect
def keep_what_is_loaded(**kwargs: Any) -> None:
    """Code that is loaded by now stays: the garbage collector need not walk it for each batch."""
    gc.collect()
    gc.freeze()
