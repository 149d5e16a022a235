"""One episode as a row of the report, and what was left open over all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from diary.codes import EMERGENCY_SIGNS, LEG_CHANGES, RED_FLAGS, SENSATIONS, SYMPTOMS
from diary.entries import AlertEntry, Entry
from diary.summary import Period
from sharing import words
from sharing.words import NOT_ASKED
from triage.words import words as said


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


QUESTIONS: tuple[tuple[str, str], ...] = (
    ("red_flags", "Emergency signs"),
    ("symptoms", "What came with it"),
    ("leg_changes", "Change of colour, shape or warmth"),
    ("areas", "Place and side"),
    ("onset", "How it came on"),
    ("severity", "Strength"),
    ("interference", "How far it got in the way"),
    ("trigger", "What the person was doing"),
    ("relief", "What helped"),
)


def unasked(entries: Sequence[Entry]) -> tuple[NotAsked, ...]:
    """How many episodes left each question open, wholly or for emergency signs in part."""
    found = []
    for field, question in QUESTIONS:
        missing = sum(_open(entry, field) for entry in entries)
        if missing:
            found.append(NotAsked(question, missing, len(entries)))
    return tuple(found)


def _open(entry: Entry, field: str) -> bool:
    value = getattr(entry, field)
    if field == "red_flags" and value is not None:
        return not all(sign in value for sign in EMERGENCY_SIGNS)
    return value is None


def sign_words(code: str) -> str:
    sign = said()["emergency_signs"].get(code)
    return sign["label"] if sign else words.plain(code, {}).capitalize()


def _signs(flags: Mapping[str, bool] | None) -> str:
    return ", ".join(sign_words(code) for code in RED_FLAGS if (flags or {}).get(code))


def signs_alone(
    alerts: Iterable[AlertEntry], period: Period, diary_zone: str
) -> tuple[AlertTold, ...]:
    """Emergency signs noticed without an episode, on a local day of the period."""
    found = [
        AlertTold(_at(alert.noticed_at, alert.zone, diary_zone), _signs(alert.red_flags))
        for alert in alerts
        if period.first <= alert.noticed_at.astimezone(ZoneInfo(alert.zone)).date() <= period.last
        and any(alert.red_flags.values())
    ]
    return tuple(reversed(found))


def told(entry: Entry, diary_zone: str, now: datetime) -> EpisodeTold:
    """The episode in words, its time on the clock of where it was."""
    return EpisodeTold(
        id=entry.id,
        started=_started(entry, diary_zone),
        lasted=_lasted(entry, now),
        place=words.places(entry.areas),
        feeling=_set(entry.sensations, SENSATIONS, words.SENSATIONS),
        strength=NOT_ASKED if entry.severity is None else f"{entry.severity} of 10",
        doing=NOT_ASKED if entry.trigger is None else words.plain(entry.trigger, words.TRIGGERS),
        more=tuple(_more(entry)),
        signs=_signs(entry.red_flags),
        note=entry.note or "",
    )


def _started(entry: Entry, diary_zone: str) -> str:
    about = "about " if entry.start_precision == "about" else ""
    woke = ", woke with it" if entry.start_precision == "woke_with_it" else ""
    return f"{about}{_at(entry.started_at, entry.zone, diary_zone)}{woke}"


def _at(moment: datetime, zone: str, diary_zone: str) -> str:
    """On the clock of `zone`, which is named where it is not the diary's."""
    return words.at(moment, zone) + ("" if zone == diary_zone else f" ({zone})")


def _lasted(entry: Entry, now: datetime) -> str:
    length = words.length(entry.minutes(now))
    return length if entry.ended_at else f"still going on, {length} so far"


def _set(codes: frozenset[str] | None, order: Iterable[str], names: dict[str, str]) -> str:
    if codes is None:
        return NOT_ASKED
    return words.listed((code for code in order if code in codes), names) or "none of those asked"


def _more(entry: Entry) -> Iterable[tuple[str, str]]:
    if entry.onset is not None:
        yield "Came on", words.plain(entry.onset, words.ONSETS)
    if entry.relief is not None:
        helped = words.plain(entry.relief, words.RELIEFS)
        if entry.relief_minutes is not None:
            helped += f", gone after {words.number(entry.relief_minutes)} min"
        yield "Helped", helped
    if entry.interference is not None:
        yield "In the way", words.INTERFERENCE[entry.interference]
    if entry.symptoms is not None:
        yield "With it", _symptoms(entry.symptoms)
    if entry.leg_changes is not None:
        changes = entry.leg_changes
        seen = words.listed((code for code in LEG_CHANGES if code in changes), words.LEG_CHANGES)
        yield "Leg changed", seen or "no"
    if entry.clinician_assessed_at is not None:
        yield "Clinician", f"looked at this on {words.at(entry.clinician_assessed_at, entry.zone)}"


def _symptoms(answers: Mapping[str, bool]) -> str:
    """What was there, and how many others were asked; the rest was not asked."""
    there = words.listed((code for code in SYMPTOMS if answers.get(code)), words.SYMPTOMS)
    absent = sum(not answer for answer in answers.values())
    if not there:
        return f"none of the {absent} asked" if absent else "none named"
    return f"{there} ({absent} others asked: no)" if absent else there
