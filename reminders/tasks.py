"""Celery tasks of the reminders: fetch, one call, done."""

from celery import shared_task
from django.utils import timezone

from reminders import schedule_check_in, send

RESEND_EVERY = 60  # seconds, the beat of `send_due_reminders` in config/celery.py


@shared_task
def plan_evenings() -> None:
    schedule_check_in.plan_due(timezone.now())


@shared_task
def send_due_reminders() -> None:
    """Hand out what is due in ranges of diary ids; what no worker takes is handed out again."""
    for first, last in send.ranges(timezone.now()):
        send_range.apply_async((first, last), expires=RESEND_EVERY)


@shared_task
def send_range(first: int, last: int) -> None:
    send.send_range(first, last, timezone.now())
