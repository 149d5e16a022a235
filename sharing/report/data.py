"""What is handed over of a diary, as it was read: once, for the page, the PDF and FHIR."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from diary import queries
from diary.charts.cached_chart import ZONE_MARGIN, local_today
from diary.charts.chart_data import ChartData
from diary.entries import AlertEntry, BackgroundEntry, Entry
from diary.models import BackgroundItem, Diary, Question
from diary.statistics.insights import Insights, required_period
from diary.summary import Summary
from sharing.links.scope import Scope
from sharing.report.level import LevelTold, in_words, without_background
from triage import assess


@dataclass(frozen=True, slots=True)
class Read:
    """Of a period; signs, background and questions whenever they were. Oldest first."""

    material: ChartData
    insights: Insights
    alerts: list[AlertEntry]  # with a sign, ever
    marked: list[Entry]  # episodes with an emergency sign, ever
    background: list[BackgroundItem] | None  # None: not handed over
    questions: list[Question] | None
    verdict: Mapping[str, Any]
    level: LevelTold

    @property
    def summary(self) -> Summary:
        return self.material.summary

    @property
    def entries(self) -> list[Entry]:
        """Those that touch the period."""
        return self.material.entries


def read(diary: Diary, days: int, now: datetime, scope: Scope) -> Read:
    """Of the last `days` local days; seven queries at most, when an assessment stands."""
    today = local_today(diary, now)
    first = required_period(today, days).first
    found = queries.fetch_entries(
        diary.pk, since=datetime.combine(first, time(), UTC) - ZONE_MARGIN
    )
    check_ins = queries.fetch_check_in_days(diary.pk, since=first)
    items = _background(diary) if scope.background else None
    plain = None if items is None else [_plain(item) for item in items]
    insights = Insights(found, check_ins, plain or (), today=today, days=days, now=now)
    verdict: Mapping[str, Any] = assess.diary_verdict(diary, now)
    if not scope.background:
        verdict = without_background(verdict)
    return Read(
        material=ChartData(
            found, check_ins, plain, today=today, days=days, now=now, insights=insights
        ),
        insights=insights,
        alerts=[
            alert
            for alert in queries.fetch_alerts(diary.pk)
            if any(alert.red_flags.values())  # else it was ticked and taken back
        ],
        marked=queries.fetch_red_flag_entries(diary.pk),
        background=items,
        questions=_questions(diary) if scope.questions else None,
        verdict=verdict,
        level=in_words(verdict, zone=diary.zone, due=diary.assessment_due is not None),
    )


def _background(diary: Diary) -> list[BackgroundItem]:
    found = BackgroundItem.objects.filter(diary_id=diary.pk, deleted_at=None)
    return list(found.order_by("started_on", "id"))


def _questions(diary: Diary) -> list[Question]:
    found = Question.objects.filter(diary_id=diary.pk, deleted_at=None)
    return list(found.order_by("created_at", "id"))


def _plain(item: BackgroundItem) -> BackgroundEntry:
    return BackgroundEntry(item.kind, item.name, item.started_on, item.ended_on)
