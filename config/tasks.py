"""Background work that is about the site itself."""

from django.utils import timezone

from config.celery import app
from config.health import beat


@app.task(name="config.tasks.heartbeat")
def heartbeat() -> None:
    beat(timezone.now())
