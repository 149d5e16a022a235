"""The data of a report, loaded once for the page, the PDF and FHIR."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from diary import queries
from diary.charts.cached_chart import ZONE_MARGIN, local_today
from diary.charts.chart_data import ChartData
from diary.charts.remote import compute_remotely
from diary.entries import AlertEntry, BackgroundEntry, Entry
from diary.models import BackgroundItem, Diary, Question
from diary.statistics.insights import Insights, required_period
from diary.summary import Summary
from sharing.links.scope import Scope
from sharing.report.level import LevelView, level_view, without_background
from triage import assess


@dataclass(frozen=True, slots=True)
class ReportData:
    """Insights and entries of the period; signs, background and questions of all time.

    Oldest first.
    """

    material: ChartData
    insights: Insights
    alerts: list[AlertEntry]  # with an emergency sign, of all time
    episodes_with_signs: list[Entry]  # of all time
    background: list[BackgroundItem] | None  # None: not in the scope
    questions: list[Question] | None
    verdict: Mapping[str, Any]
    level: LevelView

    @property
    def summary(self) -> Summary:
        return self.material.summary

    @property
    def entries(self) -> list[Entry]:
        """Episodes that overlap the period."""
        return self.material.entries


def load_report_data(diary: Diary, days: int, now: datetime, scope: Scope) -> ReportData:
    """Of the last `days` local days; at most 7 queries if there is an assessment."""
    today = local_today(diary, now)
    first = required_period(today, days).first
    entries = queries.fetch_entries(
        diary.pk, since=datetime.combine(first, time(), UTC) - ZONE_MARGIN
    )
    check_ins = queries.fetch_check_in_days(diary.pk, since=first)
    items = _background(diary) if scope.background else None
    background = None if items is None else [_entry(item) for item in items]
    insights = Insights(
        entries,
        check_ins,
        background or (),
        today=today,
        days=days,
        now=now,
        compute=compute_remotely,
    )
    insights.compute_all()
    verdict: Mapping[str, Any] = assess.diary_verdict(diary, now)
    if not scope.background:
        verdict = without_background(verdict)
    return ReportData(
        material=ChartData(
            entries, check_ins, background, today=today, days=days, now=now, insights=insights
        ),
        insights=insights,
        alerts=[
            alert
            for alert in queries.fetch_alerts(diary.pk)
            if any(alert.red_flags.values())  # else every sign was unticked again
        ],
        episodes_with_signs=queries.fetch_red_flag_entries(diary.pk),
        background=items,
        questions=_questions(diary) if scope.questions else None,
        verdict=verdict,
        level=level_view(verdict, zone=diary.zone, due=diary.assessment_due is not None),
    )


def _background(diary: Diary) -> list[BackgroundItem]:
    items = BackgroundItem.objects.filter(diary_id=diary.pk, deleted_at=None)
    return list(items.order_by("started_on", "id"))


def _questions(diary: Diary) -> list[Question]:
    questions = Question.objects.filter(diary_id=diary.pk, deleted_at=None)
    return list(questions.order_by("created_at", "id"))


def _entry(item: BackgroundItem) -> BackgroundEntry:
    return BackgroundEntry(item.kind, item.name, item.started_on, item.ended_on)
