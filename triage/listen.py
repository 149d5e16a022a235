"""What triage does when the diary says that an entry was saved, or all were erased."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kombu.exceptions import OperationalError

from diary.models import Diary
from triage.models import Assessment, Prompt, Reminder
from triage.reminders import chosen
from triage.tasks import assess_diary

log = logging.getLogger(__name__)


def enqueue_assessment(*, diary_id: int, **_: Any) -> None:
    """Ask a worker to assess. A broker that is away loses nothing: the sweep finds what is due."""
    try:
        assess_diary.delay(diary_id)
    except (OperationalError, OSError) as error:
        log.warning("diary %s waits for the sweep: %s", diary_id, type(error).__name__)


def replan(*, diary: Diary, before: Mapping[str, Any], now: datetime, **_: Any) -> None:
    """What is planned by the settings, in the transaction that changes them."""
    chosen.follow(diary, before, now)


def forget(*, diary_id: int, **_: Any) -> None:
    """What was found in entries that are erased, asked because of it, and sent."""
    for model in (Assessment, Prompt, Reminder):
        model._default_manager.filter(diary_id=diary_id).delete()
