"""The Celery task that renders a report; `sharing.tasks` imports it for autodiscovery."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from sharing.pdf import jobs

log = logging.getLogger(__name__)


@shared_task
def render_report(diary_id: int, id: str) -> None:
    jobs.run_report_job(diary_id, UUID(id), timezone.now)


def enqueue_report(diary_id: int, id: UUID) -> None:
    """Queue it. If the broker is down nothing is lost: the next request finds it stale."""
    try:
        render_report.delay(diary_id, str(id))
    except (OperationalError, OSError) as error:
        log.warning("report of diary %s is not queued: %s", diary_id, type(error).__name__)
