"""Celery tasks: fetch, one call, done."""

from celery import shared_task
from django.utils import timezone

from diary.models import Diary
from triage import assess, sweep

SWEEP_EVERY = 60  # seconds, the beat of `sweep_due` in config/celery.py


@shared_task(
    autoretry_for=(Exception,),
    dont_autoretry_for=(Diary.DoesNotExist,),
    retry_backoff=5,
    retry_backoff_max=600,
    max_retries=5,
)
def assess_diary(diary_id: int) -> None:
    """Assess one diary if it is due; after the last retry the sweep takes over."""
    assess.assess(diary_id, timezone.now(), only_if_due=True)


@shared_task
def sweep_due() -> None:
    """Enqueue ranges of due diaries; a range that no worker takes expires and is due again."""
    for first, last in sweep.due_id_ranges(timezone.now()):
        assess_range.apply_async((first, last), expires=SWEEP_EVERY)


@shared_task
def assess_range(first: int, last: int) -> None:
    sweep.assess_due_in_range(first, last, timezone.now())
