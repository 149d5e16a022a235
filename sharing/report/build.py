"""The doctor's report as view models: one source for the page and the PDF.

Depends on the diary, the number of days, `now` and the scope alone, and takes a constant number of
queries. First what is read in a minute, then everything behind it.
"""

from dataclasses import dataclass
from datetime import datetime

from diary import hooks
from diary.i18n import active_locale
from diary.models import Diary, Revision
from diary.statistics.methods import confidence
from diary.summary import Period
from sharing.links.scope import LEGACY_SCOPE, Scope
from sharing.report import formatting
from sharing.report.background import BackgroundGroup, background_groups
from sharing.report.charts import ChartView, chart_views
from sharing.report.data import ReportData, load_report_data
from sharing.report.episodes import (
    EpisodeRow,
    UnansweredRow,
    episode_report_rows,
    unanswered_questions,
)
from sharing.report.level import LevelView, LimitView, changed_limits
from sharing.report.signs import SignsView, emergency_signs
from sharing.report.summary import SummaryRow, before_and_after, sample_size_note, summary_rows


@dataclass(frozen=True, slots=True)
class Report:
    """`background` and `questions` are None if they are not in the scope."""

    period: Period
    zone: str
    made_at: str
    updated_at: str | None  # last change of the diary; None: it is empty
    scope: Scope
    level: LevelView
    limits: tuple[LimitView, ...]  # those that differ from their defaults
    signs: SignsView
    summary: tuple[SummaryRow, ...]
    explanation: str  # of "likely", or that the sample is too small
    background: tuple[BackgroundGroup, ...] | None
    before_and_after: tuple[str, ...]
    questions: tuple[str, ...] | None
    unanswered: tuple[UnansweredRow, ...]
    charts: tuple[ChartView, ...]
    episodes: tuple[EpisodeRow, ...]  # newest first

    @property
    def first_day(self) -> str:
        return formatting.format_long_date(self.period.first)

    @property
    def last_day(self) -> str:
        return formatting.format_long_date(self.period.last)


def build_report(diary: Diary, *, days: int, now: datetime, scope: Scope | None = None) -> Report:
    """The report of the last `days` local days, in the active language; at most 8 queries."""
    scope = scope or LEGACY_SCOPE
    return report_from_data(load_report_data(diary, days, now, scope), diary, now=now, scope=scope)


def report_from_data(data: ReportData, diary: Diary, *, now: datetime, scope: Scope) -> Report:
    """One more query than `load_report_data`."""
    return Report(
        period=data.summary.period,
        zone=diary.zone,
        made_at=formatting.format_datetime(now, diary.zone),
        updated_at=_last_change(diary),
        scope=scope,
        level=data.level,
        limits=changed_limits(diary),
        signs=emergency_signs(data.alerts, data.episodes_with_signs, data.entries, diary.zone),
        summary=summary_rows(data.insights),
        explanation=sample_size_note(data.insights) or confidence.explanation(active_locale()),
        background=None
        if data.background is None
        else background_groups(data.background, notes=scope.notes),
        before_and_after=before_and_after(data.insights),
        questions=None
        if data.questions is None
        else tuple(question.text for question in data.questions),
        unanswered=unanswered_questions(data.entries),
        charts=chart_views(data.material, hooks.effective_thresholds(diary)),
        episodes=tuple(
            episode_report_rows(reversed(data.entries), diary.zone, now, notes=scope.notes)
        ),
    )


def _last_change(diary: Diary) -> str | None:
    changed = (
        Revision.objects.filter(diary_id=diary.pk)
        .order_by("-change_seq")
        .values_list("at", flat=True)
        .first()
    )
    return None if changed is None else formatting.format_datetime(changed, diary.zone)
