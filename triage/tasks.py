"""What workers run: fetch, one call, done."""

from celery import shared_task
from django.utils import timezone

from diary.models import Diary
from triage import assess, sweep
from triage.reminders import send


@shared_task(
    autoretry_for=(Exception,),
    dont_autoretry_for=(Diary.DoesNotExist,),
    retry_backoff=5,
    retry_backoff_max=600,
    max_retries=5,
)
def assess_diary(diary_id: int) -> None:
    """Assess one diary if it is due; once the retries are used up, the sweep comes back to it."""
    assess.assess(diary_id, timezone.now(), only_if_due=True)


@shared_task
def sweep_due() -> None:
    """Enqueue every due diary, in batches of bounded size."""
    now, last = timezone.now(), 0
    while ids := sweep.due(now, after=last):
        for diary_id in ids:
            assess_diary.delay(diary_id)
        last = ids[-1]


@shared_task
def send_due_reminders() -> None:
    send.send_due(timezone.now())
