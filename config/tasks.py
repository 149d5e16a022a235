"""Background work that is about the site itself."""

from django.core.management import call_command
from django.utils import timezone

from config.celery import app
from config.health import beat


@app.task(name="config.tasks.heartbeat")
def heartbeat() -> None:
    beat(timezone.now())


@app.task(name="config.tasks.clear_old_sessions")
def clear_old_sessions() -> None:
    """Drop the sign-ins that have run out."""
    call_command("clearsessions")
