"""One episode as a row of the report, and what was left open over all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy

from diary.codes import EMERGENCY_SIGNS, LEG_CHANGES, RED_FLAGS, SENSATIONS, SYMPTOMS
from diary.entries import AlertEntry, Entry
from diary.formatting import Locale
from diary.labels import length
from diary.summary import Period
from sharing.report import formatting
from sharing.report.formatting import not_asked
from triage.rules.message_catalog import active_catalog


@dataclass(frozen=True, slots=True)
class EpisodeTold:
    """Every value is text to show; "not asked" stands where nothing was asked."""

    id: str
    started: str
    lasted: str
    place: str
    feeling: str
    strength: str
    doing: str
    more: tuple[tuple[str, str], ...]  # label and text, of what was answered
    signs: str  # emergency signs, or empty
    note: str


@dataclass(frozen=True, slots=True)
class AlertTold:
    noticed: str
    signs: str


@dataclass(frozen=True, slots=True)
class NotAsked:
    question: str
    episodes: int
    of: int


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


def unasked(entries: Sequence[Entry]) -> tuple[NotAsked, ...]:
    """How many episodes left each question open, wholly or for emergency signs in part."""
    found = []
    for field, question in QUESTIONS:
        missing = sum(_open(entry, field) for entry in entries)
        if missing:
            found.append(NotAsked(str(question), missing, len(entries)))
    return tuple(found)


def _open(entry: Entry, field: str) -> bool:
    value = getattr(entry, field)
    if field == "red_flags" and value is not None:
        return not all(sign in value for sign in EMERGENCY_SIGNS)
    return value is None


def sign_words(code: str) -> str:
    sign = active_catalog()["emergency_signs"].get(code)
    return str(sign["label"] if sign else formatting.OTHER_SIGNS[code])


def signs_told(flags: Mapping[str, bool] | None) -> str:
    return ", ".join(sign_words(code) for code in RED_FLAGS if (flags or {}).get(code))


def signs_alone(
    alerts: Iterable[AlertEntry], period: Period, diary_zone: str
) -> tuple[AlertTold, ...]:
    """Emergency signs noticed without an episode, on a local day of the period."""
    found = [
        AlertTold(when(alert.noticed_at, alert.zone, diary_zone), signs_told(alert.red_flags))
        for alert in noted_in(alerts, period)
        if any(alert.red_flags.values())
    ]
    return tuple(reversed(found))


def noted_in(alerts: Iterable[AlertEntry], period: Period) -> list[AlertEntry]:
    """Those noticed on a local day of the period."""
    return [
        alert
        for alert in alerts
        if period.first <= alert.noticed_at.astimezone(ZoneInfo(alert.zone)).date() <= period.last
    ]


def told(
    entries: Iterable[Entry], diary_zone: str, now: datetime, *, notes: bool
) -> Iterator[EpisodeTold]:
    """The episodes in words, their times on the clock of where they were."""
    locale = formatting.saying()
    for entry in entries:
        yield EpisodeTold(
            id=entry.id,
            started=_started(entry, diary_zone, locale),
            lasted=_lasted(entry, now, locale),
            place=formatting.places(entry.areas, locale),
            feeling=_set(entry.sensations, SENSATIONS, formatting.SENSATIONS, locale),
            strength=not_asked(locale)
            if entry.severity is None
            else locale.gettext("%(severity)s of 10") % {"severity": entry.severity},
            doing=not_asked(locale)
            if entry.trigger is None
            else locale.gettext(formatting.TRIGGERS[entry.trigger].text),
            more=tuple(_more(entry, locale)),
            signs=signs_told(entry.red_flags),
            note=(entry.note or "") if notes else "",
        )


def _started(entry: Entry, diary_zone: str, locale: Locale) -> str:
    at = when(entry.started_at, entry.zone, diary_zone, locale)
    if entry.start_precision == "about":
        return locale.gettext("about %(at)s") % {"at": at}
    if entry.start_precision == "woke_with_it":
        return locale.gettext("%(at)s, woke with it") % {"at": at}
    return at


def when(moment: datetime, zone: str, diary_zone: str, locale: Locale | None = None) -> str:
    """On the clock of `zone`, which is named where it is not the diary's."""
    return formatting.at(moment, zone, locale) + ("" if zone == diary_zone else f" ({zone})")


def _lasted(entry: Entry, now: datetime, locale: Locale) -> str:
    lasted = length(entry.minutes(now), locale)
    if entry.ended_at:
        return lasted
    return locale.gettext("still going on, %(length)s so far") % {"length": lasted}


def _set(
    codes: frozenset[str] | None,
    order: Iterable[str],
    names: Mapping[str, formatting.Said],
    locale: Locale,
) -> str:
    if codes is None:
        return not_asked(locale)
    named = formatting.listed((code for code in order if code in codes), names, locale)
    return named or locale.gettext("none of those asked")


def _more(entry: Entry, locale: Locale) -> Iterable[tuple[str, str]]:
    if entry.onset is not None:
        yield locale.gettext("Came on"), locale.gettext(formatting.ONSETS[entry.onset].text)
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
    if entry.leg_changes is not None:
        changes = entry.leg_changes
        codes = (code for code in LEG_CHANGES if code in changes)
        seen = formatting.listed(codes, formatting.LEG_CHANGES, locale)
        yield locale.gettext("Leg changed"), seen or locale.gettext("no")
    if entry.clinician_assessed_at is not None:
        at = {"at": formatting.at(entry.clinician_assessed_at, entry.zone, locale)}
        yield locale.gettext("Clinician"), locale.gettext("looked at this on %(at)s") % at


def _symptoms(answers: Mapping[str, bool], locale: Locale) -> str:
    """What was there, and how many others were asked; the rest was not asked."""
    there = formatting.listed(
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
