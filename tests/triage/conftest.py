"""A diary with episodes written straight into its tables, to be assessed at a chosen moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from diary.models import Alert, Diary, Episode
from diary.schema.codes import RED_FLAGS, SYMPTOMS
from tests.conftest import NOW
from tests.triage.worker_deployment import deployment

__all__ = ["deployment"]

NO_SIGNS = dict.fromkeys(RED_FLAGS, False)
Log = Callable[..., Episode]


def log_episode(
    diary: Diary, *, ago: timedelta = timedelta(hours=3), minutes: float | None = 5, **fields: Any
) -> Episode:
    """An episode that began so long before NOW; `minutes` None is ongoing. Answers: all no."""
    started = NOW - ago
    answers: dict[str, Any] = {
        "zone": "Europe/Berlin",
        "trigger": "sitting",
        "relief": "moving",
        "relief_minutes": 2,
        "onset": "minutes",
        "areas": ["left.foot"],
        "sensations": ["numb"],
        "severity": 3,
        "interference": 1,
        "symptoms": dict.fromkeys(SYMPTOMS, False),
        "leg_changes": [],
        "red_flags": NO_SIGNS,
    }
    return Episode.objects.create(
        diary=diary,
        id=uuid4(),
        started_at=started,
        ended_at=None if minutes is None else started + timedelta(minutes=minutes),
        change_seq=1,
        created_at=NOW,
        updated_at=NOW,
        **answers | fields,
    )


def log_alert(diary: Diary, *, at: datetime = NOW, **flags: bool) -> Alert:
    return Alert.objects.create(
        diary=diary,
        id=uuid4(),
        noticed_at=at,
        zone="Europe/Berlin",
        red_flags=NO_SIGNS | flags,
        change_seq=1,
        created_at=at,
        updated_at=at,
    )


@pytest.fixture
def log(diary: Diary) -> Log:
    def log_owned(**fields: Any) -> Episode:
        return log_episode(diary, **fields)

    return log_owned
