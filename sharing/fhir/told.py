"""What a document tells, as it is read from a diary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from diary import reading
from diary.charts.picture import material_of
from diary.entries import AlertEntry, Entry
from diary.models import BackgroundItem, Diary, Question
from diary.summary import Summary
from sharing.episodes import noted_in
from sharing.level import LevelTold, in_words
from triage import assess


@dataclass(frozen=True, slots=True)
class Scope:
    """What the person chose to hand over beside the episodes."""

    notes: bool = True
    background: bool = True
    questions: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """What the document tells, as it was read."""

    summary: Summary
    entries: list[Entry]  # oldest first, as all below
    alerts: list[AlertEntry]
    background: list[BackgroundItem] | None  # None: not handed over
    questions: list[Question] | None
    verdict: Mapping[str, Any]
    level: LevelTold


def read(diary: Diary, days: int, now: datetime, scope: Scope) -> Told:
    """Of the last `days` local days; the background whenever it was. Six queries at most."""
    material = material_of(diary, days, now, background=False)
    verdict = assess.current(diary, now)
    items = BackgroundItem.objects.filter(diary_id=diary.pk, deleted_at=None)
    questions = Question.objects.filter(diary_id=diary.pk, deleted_at=None)
    return Told(
        summary=material.summary,
        entries=material.entries,
        alerts=[
            alert
            for alert in noted_in(reading.alerts(diary.pk), material.period)
            if any(alert.red_flags.values())  # else it was ticked and taken back
        ],
        background=list(items.order_by("started_on", "id")) if scope.background else None,
        questions=list(questions.order_by("created_at", "id")) if scope.questions else None,
        verdict=verdict,
        level=in_words(verdict, zone=diary.zone, due=diary.assessment_due is not None),
    )
