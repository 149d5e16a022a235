"""What workers run: fetch, one call, done."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from diary.importer import job

log = logging.getLogger(__name__)


@shared_task
def bring_in(diary_id: int, id: str) -> None:
    job.run_import(diary_id, UUID(id), timezone.now)


@shared_task
def resume_imports() -> None:
    """Hand out what no worker has, and forget what is over."""
    now = timezone.now()
    job.delete_expired_imports(now)
    for diary_id, id in job.unclaimed_imports(now):
        bring_in.delay(diary_id, str(id))


def enqueue_import(diary_id: int, id: UUID) -> None:
    """Enqueue the import. If the broker is down, the sweep enqueues it a minute later."""
    try:
        bring_in.delay(diary_id, str(id))
    except (OperationalError, OSError) as error:
        log.warning("an import of diary %s waits: %s", diary_id, type(error).__name__)
