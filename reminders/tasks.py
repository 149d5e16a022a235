"""Celery tasks of the reminders: fetch, one call, done."""

from celery import shared_task
from django.utils import timezone

from reminders import schedule_check_in, send
from reminders.channels import CHANNELS


@shared_task
def schedule_check_ins() -> None:
    schedule_check_in.plan_next_check_ins(timezone.now())


@shared_task
def send_due_reminders() -> None:
    """Enqueue senders for what is due; one that no worker takes expires and is sent again."""
    for channel, senders in send.count_senders(timezone.now()).items():
        for _ in range(senders):
            send_through.apply_async((channel,), expires=send.SEND_EVERY)


@shared_task
def send_through(channel: str) -> None:
    send.send_due(CHANNELS[channel], timezone.now)
