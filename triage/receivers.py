"""Receivers of the diary's signals."""

import logging
from typing import Any

from kombu.exceptions import OperationalError

from triage.models import Assessment, Prompt
from triage.tasks import assess_diary

log = logging.getLogger(__name__)


def enqueue_assessment(*, diary_id: int, **_: Any) -> None:
    """Enqueue an assessment. If the broker is down, the sweep finds what is due."""
    try:
        assess_diary.delay(diary_id)
    except (OperationalError, OSError) as error:
        log.warning("diary %s waits for the sweep: %s", diary_id, type(error).__name__)


def delete_assessments(*, diary_id: int, **_: Any) -> None:
    """Delete the assessments and prompts of a diary whose entries are erased."""
    for model in (Assessment, Prompt):
        model._default_manager.filter(diary_id=diary_id).delete()
