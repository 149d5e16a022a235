"""What workers run: fetch, one call, done."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from sharing.links import store
from sharing.pdf import jobs

log = logging.getLogger(__name__)


@shared_task
def clear_expired_links() -> None:
    store.clear_expired(timezone.now())


@shared_task
def make_report(diary_id: int, id: str) -> None:
    jobs.run(diary_id, UUID(id), timezone.now)


@shared_task
def clear_reports() -> None:
    jobs.clear(timezone.now())


def enqueue_report(diary_id: int, id: UUID) -> None:
    """Ask a worker for it. A broker that is away loses nothing: who asks again finds it lost."""
    try:
        make_report.delay(diary_id, str(id))
    except (OperationalError, OSError) as error:
        log.warning("a report of diary %s waits: %s", diary_id, type(error).__name__)
