"""What the doctor sees, as data: one source for the page and the PDF.

Built from a diary, a number of days, a moment and what the person chose to hand over, with a
constant number of queries. First what is read in a minute, then all that stands behind it.
"""

from dataclasses import dataclass
from datetime import datetime

from diary import hooks
from diary.i18n import active_locale
from diary.models import Diary, Revision
from diary.statistics.methods import confidence
from diary.summary import Period
from sharing.links.scope import UNCHOSEN, Scope
from sharing.report import background, formatting
from sharing.report.background import KindTold
from sharing.report.charts import ChartTold, charts_told
from sharing.report.data import Read, read
from sharing.report.episodes import EpisodeTold, NotAsked, told, unasked
from sharing.report.level import LevelTold, LimitTold, limits_told
from sharing.report.signs import SignsTold, signs_ever
from sharing.report.summary import Line, before_and_after, few, lines


@dataclass(frozen=True, slots=True)
class Report:
    """`background` and `questions` are None where the person chose not to hand them over."""

    period: Period
    zone: str
    made_at: str
    updated_at: str | None  # the last change of the diary; None when nothing was ever written
    scope: Scope
    level: LevelTold
    limits: tuple[LimitTold, ...]  # those that were changed
    signs: SignsTold
    lines: tuple[Line, ...]
    explanation: str  # of what "likely" means, or that there is too little for it
    background: tuple[KindTold, ...] | None
    before_and_after: tuple[str, ...]
    questions: tuple[str, ...] | None
    not_asked: tuple[NotAsked, ...]
    charts: tuple[ChartTold, ...]
    episodes: tuple[EpisodeTold, ...]  # newest first

    @property
    def first(self) -> str:
        return formatting.full(self.period.first)

    @property
    def last(self) -> str:
        return formatting.full(self.period.last)


def build_report(diary: Diary, *, days: int, now: datetime, scope: Scope | None = None) -> Report:
    """The report of the last `days` local days, in the language in use; eight queries at most."""
    scope = scope or UNCHOSEN
    return report_from(read(diary, days, now, scope), diary, now=now, scope=scope)


def report_from(found: Read, diary: Diary, *, now: datetime, scope: Scope) -> Report:
    """The report of what was read; one query more."""
    return Report(
        period=found.summary.period,
        zone=diary.zone,
        made_at=formatting.at(now, diary.zone),
        updated_at=_updated(diary),
        scope=scope,
        level=found.level,
        limits=limits_told(diary),
        signs=signs_ever(found.alerts, found.marked, found.entries, diary.zone),
        lines=lines(found.insights),
        explanation=few(found.insights) or confidence.explanation(active_locale()),
        background=None
        if found.background is None
        else background.told(found.background, notes=scope.notes),
        before_and_after=before_and_after(found.insights),
        questions=None
        if found.questions is None
        else tuple(question.text for question in found.questions),
        not_asked=unasked(found.entries),
        charts=charts_told(found.material, hooks.effective_thresholds(diary)),
        episodes=tuple(told(reversed(found.entries), diary.zone, now, notes=scope.notes)),
    )


def _updated(diary: Diary) -> str | None:
    changed = (
        Revision.objects.filter(diary_id=diary.pk)
        .order_by("-change_seq")
        .values_list("at", flat=True)
        .first()
    )
    return None if changed is None else formatting.at(changed, diary.zone)
