"""The Celery app and the whole beat schedule."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("footnote")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep-due": {"task": "triage.tasks.sweep_due", "schedule": 60.0},
    "send-due-reminders": {"task": "triage.tasks.send_due_reminders", "schedule": 60.0},
}
