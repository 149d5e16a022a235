"""Celery tasks of this app: fetch, one call, done."""

from celery import shared_task
from django.utils import timezone

from sharing.links import store
from sharing.pdf import jobs
from sharing.pdf.tasks import render_report

__all__ = ["clear_expired_links", "clear_reports", "render_report"]


@shared_task
def clear_expired_links() -> None:
    store.delete_expired_files(timezone.now())


@shared_task
def clear_reports() -> None:
    jobs.delete_expired_reports(timezone.now())
