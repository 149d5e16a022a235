"""What the doctor sees, as data: one source for the page, and for print later.

Built from a diary, a number of days and a moment, with a constant number of queries.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diary import charts, ports, reading
from diary.charts.chart import Thresholds
from diary.charts.material import Material
from diary.charts.picture import material_of
from diary.languages import speech
from diary.models import Diary, Revision
from diary.summary import Period, Summary
from sharing import words
from sharing.episodes import AlertTold, EpisodeTold, NotAsked, signs_alone, told, unasked
from sharing.level import LevelTold, LimitTold, level_told, limits_told

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Number:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChartTold:
    name: str
    title: str
    sentence: str
    description: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]


@dataclass(frozen=True, slots=True)
class Report:
    period: Period
    zone: str
    made_at: str
    updated_at: str | None  # the last change of the diary; None when nothing was ever written
    coverage: str
    level: LevelTold
    limits: tuple[LimitTold, ...]  # those that were changed
    numbers: tuple[Number, ...]
    charts: tuple[ChartTold, ...]
    alerts: tuple[AlertTold, ...]  # emergency signs noted without an episode, newest first
    episodes: tuple[EpisodeTold, ...]  # newest first
    not_asked: tuple[NotAsked, ...]

    @property
    def first(self) -> str:
        return words.full(self.period.first)

    @property
    def last(self) -> str:
        return words.full(self.period.last)


def build(diary: Diary, *, days: int, now: datetime) -> Report:
    """The report of the last `days` local days; five queries when an assessment stands."""
    material = material_of(diary, days, now, background=False)
    summary = material.summary
    inside = sorted(material.entries, key=lambda entry: entry.started_at, reverse=True)
    changed = (
        Revision.objects.filter(diary_id=diary.pk)
        .order_by("-change_seq")
        .values_list("at", flat=True)
        .first()
    )
    return Report(
        period=summary.period,
        zone=diary.zone,
        made_at=words.at(now, diary.zone),
        updated_at=None if changed is None else words.at(changed, diary.zone),
        coverage=coverage(summary),
        level=level_told(diary, now),
        limits=limits_told(diary),
        numbers=numbers(summary),
        charts=tuple(_charts(material, ports.thresholds(diary))),
        alerts=signs_alone(reading.alerts(diary.pk), summary.period, diary.zone),
        episodes=tuple(told(entry, diary.zone, now) for entry in inside),
        not_asked=unasked(inside),
    )


def coverage(summary: Summary) -> str:
    """How much of the period is known."""
    length = len(summary.period)
    if not summary.not_logged_days:
        return _("Every one of the %(days)s is logged.") % {"days": speech().days(length)}
    return _(
        "%(logged)s of %(days)s are logged. On the other %(unknown)s nothing is known: there may"
        " have been numbness or not."
    ) % {
        "logged": summary.logged_days,
        "days": speech().days(length),
        "unknown": summary.not_logged_days,
    }


def numbers(summary: Summary) -> tuple[Number, ...]:
    lasted = summary.durations
    return (
        Number(
            _("Days with numbness"),
            f"{summary.episode_days}",
            _("of %(logged)s logged, of %(all)s in all")
            % {"logged": summary.logged_days, "all": len(summary.period)},
        ),
        Number(_("Episodes"), f"{summary.episodes}", _ongoing(lasted.ongoing)),
        Number(_("Typical length (median)"), _length(lasted.median, lasted.median_at_least)),
        Number(_("Longest"), _length(lasted.longest, lasted.longest_at_least)),
        Number(_("Side"), *_sides(summary)),
    )


def _ongoing(count: int) -> str:
    told = ngettext("%(count)s still going on", "%(count)s still going on", count)
    return told % {"count": count} if count else ""


def _length(minutes: float | None, at_least: bool) -> str:
    if minutes is None:
        return _("none yet")
    length = words.length(minutes)
    return _("at least %(length)s") % {"length": length} if at_least else length


def _sides(summary: Summary) -> tuple[str, str]:
    sides = summary.sides
    told = [
        f"{name} {count}"
        for name, count in (
            (_("left only"), sides.left_only),
            (_("right only"), sides.right_only),
            (_("both sides"), sides.both),
            (_("middle only"), sides.middle_only),
            (_("no place named"), sides.none_named),
            (_("not asked"), sides.not_said),
        )
        if count
    ]
    return ", ".join(told) or _("none yet"), _("episodes, any part of the body") if told else ""


def _charts(material: Material, thresholds: Thresholds) -> list[ChartTold]:
    found = []
    for name, chart in charts.charts().items():
        said = chart.tell(chart.read(material), thresholds, speech())
        found.append(
            ChartTold(
                name,
                chart.title(speech()),
                said.sentence,
                said.description,
                said.table.columns,
                [[_cell(cell) for cell in row] for row in said.table.rows],
            )
        )
    return found


def _cell(cell: str | int) -> str | int:
    """A day as everywhere on the page; charts tell it as `2026-08-26`, for programs."""
    if not isinstance(cell, str) or not ISO_DAY.fullmatch(cell):
        return cell
    return words.full(date.fromisoformat(cell))
