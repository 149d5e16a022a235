"""What workers run: fetch, one call, done."""

from celery import shared_task
from django.utils import timezone

from diary.models import Diary
from triage import assess, sweep

SWEEP_EVERY = 60  # seconds, as config/celery.py says


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
    """Hand out what is due in ranges of diary ids; what no worker takes is handed out again."""
    for first, last in sweep.ranges(timezone.now()):
        assess_range.apply_async((first, last), expires=SWEEP_EVERY)


@shared_task
def assess_range(first: int, last: int) -> None:
    sweep.assess_range(first, last, timezone.now())
