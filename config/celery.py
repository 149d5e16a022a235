"""The Celery app and the whole beat schedule."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_process_init
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

HEARTBEAT_EVERY = 10  # seconds

app = Celery("footnote")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# In order of urgency. Each has workers of its own, so that nothing on one holds up another.
QUEUES = ("assess", "notify", "reports", "maintenance")
app.conf.task_queues = [Queue(name) for name in QUEUES]
app.conf.task_default_queue = "maintenance"
app.conf.task_routes = {
    "triage.tasks.assess_diary": {"queue": "assess"},
    "reminders.tasks.send_*": {"queue": "notify"},
    "sharing.pdf.tasks.render_report": {"queue": "reports"},
    "diary.tasks.bring_in": {"queue": "reports"},
}
# Seconds; far more than each needs. The soft limit raises within the task, so that the failure
# is stored with the diary.
app.conf.task_annotations = {
    "triage.tasks.assess_diary": {"soft_time_limit": 30, "time_limit": 45},
    "reminders.tasks.send_through": {"time_limit": 60},
}
# Seconds. A task expires when the next one is sent, or they would pile up without a worker.
app.conf.beat_schedule = {
    # How old the last one is tells how long a task waits on that queue. So it expires late.
    **{
        f"heartbeat-{queue}": {
            "task": "config.tasks.heartbeat",
            "schedule": float(HEARTBEAT_EVERY),
            "args": (queue,),
            "options": {"expires": 300.0, "queue": queue},
        }
        for queue in QUEUES
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
        "schedule": 15.0,
        "options": {"expires": 15.0},
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
        app.send_task(job["task"], job.get("args"), **job["options"])


@worker_process_init.connect
def freeze_loaded_objects(**kwargs: Any) -> None:
    """Exempt the loaded code from garbage collection (gc.freeze): it is never freed."""
    gc.collect()
    gc.freeze()
