"""Celery tasks of the reminders: fetch, one call, done."""

from celery import shared_task
from django.utils import timezone

from reminders import schedule_check_in, send

RESEND_EVERY = 60  # seconds, the beat of `send_due_reminders` in config/celery.py


@shared_task
def schedule_check_ins() -> None:
    schedule_check_in.plan_next_check_ins(timezone.now())


@shared_task
def send_due_reminders() -> None:
    """Enqueue ranges of diaries with due reminders; a range that no worker takes expires."""
    for first, last in send.due_diary_ranges(timezone.now()):
        send_range.apply_async((first, last), expires=RESEND_EVERY)


@shared_task
def send_range(first: int, last: int) -> None:
    send.send_due_in_range(first, last, timezone.now())
