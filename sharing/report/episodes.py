"""Rows of the report: one per episode or alert; and how many episodes left a question open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy

from diary.entries import AlertEntry, Entry
from diary.formatting import Locale
from diary.labels import format_length
from diary.schema.codes import EMERGENCY_SIGNS, LEG_CHANGES, RED_FLAGS, SENSATIONS, SYMPTOMS
from diary.summary import Period
from sharing.report import formatting
from sharing.report.formatting import not_asked_label
from triage.rules.message_catalog import active_catalog


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """Every value is text; "not asked" where the question was not asked."""

    id: str
    started: str
    duration: str
    areas: str
    sensations: str
    severity: str
    trigger: str
    details: tuple[tuple[str, str], ...]  # label and text of each further answer
    signs: str  # emergency signs, or empty
    note: str


@dataclass(frozen=True, slots=True)
class AlertRow:
    noticed: str
    signs: str


@dataclass(frozen=True, slots=True)
class UnansweredRow:
    question: str
    episodes: int
    total: int


QUESTIONS: tuple[tuple[str, Any], ...] = (
    ("red_flags", gettext_lazy("Emergency signs")),
    ("symptoms", gettext_lazy("What came with it")),
    ("leg_changes", gettext_lazy("Change of colour, shape or warmth")),
    ("areas", gettext_lazy("Place and side")),
    ("onset", gettext_lazy("How it came on")),
    ("severity", gettext_lazy("Strength")),
    ("interference", gettext_lazy("How far it got in the way")),
    ("trigger", gettext_lazy("What the person was doing")),
    ("relief", gettext_lazy("What helped")),
)


def unanswered_questions(entries: Sequence[Entry]) -> tuple[UnansweredRow, ...]:
    """How many episodes left each question open; of emergency signs, any of them."""
    rows = []
    for field, question in QUESTIONS:
        missing = sum(_is_open(entry, field) for entry in entries)
        if missing:
            rows.append(UnansweredRow(str(question), missing, len(entries)))
    return tuple(rows)


def _is_open(entry: Entry, field: str) -> bool:
    value = getattr(entry, field)
    if field == "red_flags" and value is not None:
        return not all(sign in value for sign in EMERGENCY_SIGNS)
    return value is None


def sign_label(code: str) -> str:
    sign = active_catalog()["emergency_signs"].get(code)
    return str(sign["label"] if sign else formatting.OTHER_SIGNS[code])


def format_signs(flags: Mapping[str, bool] | None) -> str:
    return ", ".join(sign_label(code) for code in RED_FLAGS if (flags or {}).get(code))


def alert_rows(
    alerts: Iterable[AlertEntry], period: Period, diary_zone: str
) -> tuple[AlertRow, ...]:
    """Emergency signs without an episode, noticed in the period; newest first."""
    rows = [
        AlertRow(
            format_in_zone(alert.noticed_at, alert.zone, diary_zone), format_signs(alert.red_flags)
        )
        for alert in alerts_in_period(alerts, period)
        if any(alert.red_flags.values())
    ]
    return tuple(reversed(rows))


def alerts_in_period(alerts: Iterable[AlertEntry], period: Period) -> list[AlertEntry]:
    """Alerts noticed on a local day of the period."""
    return [
        alert
        for alert in alerts
        if period.first <= alert.noticed_at.astimezone(ZoneInfo(alert.zone)).date() <= period.last
    ]


def episode_report_rows(
    entries: Iterable[Entry], diary_zone: str, now: datetime, *, notes: bool
) -> Iterator[EpisodeRow]:
    """Times are local to where the episode was."""
    locale = formatting.cached_locale()
    for entry in entries:
        yield EpisodeRow(
            id=entry.id,
            started=_started(entry, diary_zone, locale),
            duration=_duration(entry, now, locale),
            areas=formatting.format_areas(entry.areas, locale),
            sensations=_format_codes(entry.sensations, SENSATIONS, formatting.SENSATIONS, locale),
            severity=not_asked_label(locale)
            if entry.severity is None
            else locale.gettext("%(severity)s of 10") % {"severity": entry.severity},
            trigger=not_asked_label(locale)
            if entry.trigger is None
            else locale.gettext(formatting.TRIGGERS[entry.trigger].text),
            details=tuple(_details(entry, locale)),
            signs=format_signs(entry.red_flags),
            note=(entry.note or "") if notes else "",
        )


def _started(entry: Entry, diary_zone: str, locale: Locale) -> str:
    at = format_in_zone(entry.started_at, entry.zone, diary_zone, locale)
    if entry.start_precision == "about":
        return locale.gettext("about %(at)s") % {"at": at}
    if entry.start_precision == "woke_with_it":
        return locale.gettext("%(at)s, woke with it") % {"at": at}
    return at


def format_in_zone(
    moment: datetime, zone: str, diary_zone: str, locale: Locale | None = None
) -> str:
    """Local time of `zone`, with its name if it is not the zone of the diary."""
    return formatting.format_datetime(moment, zone, locale) + (
        "" if zone == diary_zone else f" ({zone})"
    )


def _duration(entry: Entry, now: datetime, locale: Locale) -> str:
    duration = format_length(entry.minutes(now), locale)
    if entry.ended_at:
        return duration
    return locale.gettext("still going on, %(length)s so far") % {"length": duration}


def _format_codes(
    codes: frozenset[str] | None,
    order: Iterable[str],
    names: Mapping[str, formatting.LazyText],
    locale: Locale,
) -> str:
    if codes is None:
        return not_asked_label(locale)
    named = formatting.join_labels((code for code in order if code in codes), names, locale)
    return named or locale.gettext("none of those asked")


def _details(entry: Entry, locale: Locale) -> Iterable[tuple[str, str]]:
    if entry.onset is not None:
        yield locale.gettext("Came on"), locale.gettext(formatting.ONSETS[entry.onset].text)
    if entry.spread is not None:
        spread = locale.gettext(formatting.SPREADS[entry.spread].text)
        yield locale.gettext("Moved up or spread"), spread
    if entry.relief is not None:
        helped = locale.gettext(formatting.RELIEFS[entry.relief].text)
        if entry.relief_minutes is not None:
            after = {"minutes": locale.number(entry.relief_minutes)}
            helped += ", " + locale.gettext("gone after %(minutes)s min") % after
        yield locale.gettext("Helped"), helped
    if entry.interference is not None:
        yield (
            locale.gettext("In the way"),
            locale.gettext(formatting.INTERFERENCE[entry.interference]),
        )
    if entry.symptoms is not None:
        yield locale.gettext("With it"), _symptoms(entry.symptoms, locale)
    if entry.pain is not None:
        pain = locale.gettext("%(severity)s of 10") % {"severity": entry.pain}
        yield locale.gettext("Leg or back pain"), pain
    if entry.leg_changes is not None:
        changes = entry.leg_changes
        codes = (code for code in LEG_CHANGES if code in changes)
        seen = formatting.join_labels(codes, formatting.LEG_CHANGES, locale)
        yield locale.gettext("Leg changed"), seen or locale.gettext("no")
    if entry.clinician_assessed_at is not None:
        at = {"at": formatting.format_datetime(entry.clinician_assessed_at, entry.zone, locale)}
        yield locale.gettext("Clinician"), locale.gettext("looked at this on %(at)s") % at


def _symptoms(answers: Mapping[str, bool], locale: Locale) -> str:
    """Present symptoms, and how many others were denied; the rest was not asked."""
    there = formatting.join_labels(
        (code for code in SYMPTOMS if answers.get(code)), formatting.SYMPTOMS, locale
    )
    absent = sum(not answer for answer in answers.values())
    if not there and not absent:
        return locale.gettext("none named")
    if not there:
        return locale.gettext("none of the %(count)s asked") % {"count": absent}
    if not absent:
        return there
    others = locale.ngettext("(%(count)s other asked: no)", "(%(count)s others asked: no)", absent)
    return f"{there} {others % {'count': absent}}"
