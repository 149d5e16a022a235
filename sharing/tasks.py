"""What workers run: one call, done."""

from celery import shared_task
from django.utils import timezone

from sharing import links


@shared_task
def clear_expired_links() -> None:
    links.clear_expired(timezone.now())
