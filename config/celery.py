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
# The heartbeat has its own queue, so that a backlog does not look like a dead worker. Every
# worker reads both in turn.
app.conf.task_queues = [Queue("celery"), Queue("heartbeat")]
app.conf.task_routes = {"config.tasks.heartbeat": {"queue": "heartbeat"}}
# Seconds. A task expires when the next one is sent, or they would pile up without a worker.
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
def enqueue_all_at_start(**kwargs: Any) -> None:
    """Enqueue every periodic task when beat starts, instead of waiting one interval."""
    for job in app.conf.beat_schedule.values():
        app.send_task(job["task"], **job["options"])


@worker_process_init.connect
def freeze_loaded_objects(**kwargs: Any) -> None:
    """Exempt the loaded code from garbage collection (gc.freeze): it is never freed."""
    gc.collect()
    gc.freeze()
