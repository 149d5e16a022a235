"""Celery tasks of the site itself."""

from django.core.management import call_command
from django.utils import timezone

from config.celery import app
from config.health import record_heartbeat


@app.task(name="config.tasks.heartbeat")
def heartbeat(queue: str) -> None:
    record_heartbeat(queue, timezone.now())


@app.task(name="config.tasks.clear_old_sessions")
def clear_old_sessions() -> None:
    """Delete expired sessions."""
    call_command("clearsessions")
