"""From entries to facts. Pure; `facts.ts` is its mirror. `None` is "not asked".

Days are local days, each in the zone of its episode; a window of 7 days is today and
the 6 local days before it, where today is `now` in the diary's own zone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from diary.codes import EMERGENCY_SIGNS, SYMPTOMS
from diary.entries import AlertEntry, BackgroundEntry, Entry
from triage.background import Names, background_facts
from triage.conditions import Fact, Thresholds
from triage.engine import Subject
from triage.patterns import bounds, pattern_subjects, risen
from triage.places import place_facts

MILLISECOND = timedelta(milliseconds=1)


def today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def diary_subjects(
    entries: Sequence[Entry],
    alerts: Iterable[AlertEntry],
    background: Sequence[BackgroundEntry] | None,
    *,
    now: datetime,
    zone: str,
    thresholds: Thresholds,
    names: Names,
) -> list[Subject]:
    """Everything the rules are asked of in an assessment of the whole diary.

    Episodes and alerts of the last 28 days give all their facts, older ones only the
    emergency signs that were there. What a clinician has looked at gives only how long it
    has gone on since, and it still counts. `names`: of medicines and conditions, from the
    rules file.
    """
    last = today(now, zone)
    recent = last - timedelta(days=int(thresholds["recent_entry_days"]) - 1)
    whole = {entry.id for entry in entries if entry.local_span(now)[1] >= recent}
    looked_at = {entry.id: at for entry in entries if (at := _looked_at(entry)) is not None}
    higher = risen(entries, whole - looked_at.keys(), now, thresholds)
    subjects = []
    for entry in entries:
        if (at := looked_at.get(entry.id)) is not None:
            if entry.id in whole and (entry.ended_at or now) > at:
                subjects.append(_since(entry, at, now))
            continue
        own = entry_subject(entry, now, thresholds)
        seen = background_facts(background, names, *entry.local_span(now))
        around = {**own.facts, **seen, **higher.get(entry.id, {})}
        subjects.append(replace(own, facts=around) if entry.id in whole else _signs(own))
    for alert in alerts:
        own = entry_subject(alert, now, thresholds)
        subjects.append(own if today(alert.noticed_at, alert.zone) >= recent else _signs(own))
    return [*subjects, *history_subjects(entries, now=now, today=last, thresholds=thresholds)]


def entry_subject(record: Entry | AlertEntry, now: datetime, thresholds: Thresholds) -> Subject:
    """One episode or alert as the rules see it; `days` are the local days it began on."""
    flags = record.red_flags or {}
    facts: dict[str, Fact] = {f"red_flags.{sign}": flags.get(sign) for sign in EMERGENCY_SIGNS}
    facts["saddle_signs"] = _saddle_signs(record)
    if isinstance(record, AlertEntry):
        facts["days_since_over"] = _days(now - record.noticed_at)
        day = today(record.noticed_at, record.zone)
        return Subject(facts=facts, alerts=[record.id], days=[day])
    facts["days_since_over"] = _days(now - record.ended_at) if record.ended_at else 0
    facts["duration_minutes"] = int(record.minutes(now))
    facts["after_moving_minutes"] = _after_moving(record, now)
    facts["days_since_start"] = _days(now - record.started_at)
    facts["positional"] = record.positional(thresholds["positional_relief_minutes"])
    for name in ("onset", "trigger", "areas", "sensations", "leg_changes"):
        facts[name] = getattr(record, name)
    symptoms = record.symptoms or {}
    facts |= {f"symptoms.{code}": symptoms.get(code) for code in SYMPTOMS}
    facts |= place_facts(record.areas) | _circulation(record, thresholds["limb_pain_severity"])
    return Subject(facts=facts, episodes=[record.id], days=[record.local_span(now)[0]])


def history_subjects(
    entries: Sequence[Entry], *, now: datetime, today: date, thresholds: Thresholds
) -> list[Subject]:
    """What the diary as a whole says: episode days in 7 and 28, and those without a position.

    Counts are of what was written down: a lower bound.
    """
    month: dict[str, list[date]] = {}
    for entry in entries:
        if days := _in_window(entry, now, today - timedelta(days=27), today):
            month[entry.id] = days
    week = {
        id: kept
        for id, days in month.items()
        if (kept := [day for day in days if day > today - timedelta(days=7)])
    }
    positions = {
        entry.id: entry.positional(thresholds["positional_relief_minutes"])
        for entry in entries
        if entry.id in month
    }
    without = {id: days for id, days in month.items() if positions[id] is False}
    possible = {id: days for id, days in month.items() if positions[id] is not True}
    facts: dict[str, Fact] = {
        "not_positional_days_28": len(_distinct(without)),
        "not_positional_days_possible_28": len(_distinct(possible)),
        "positions_all_known": None if None in positions.values() else True,
    }
    return [
        _counted(week, {"episode_days_7": len(_distinct(week))}),
        _counted(month, {"episode_days_28": len(_distinct(month))}),
        _counted(without, facts),
        *pattern_subjects([entry for entry in entries if entry.id in month], month, thresholds),
    ]


def _counted(days: Mapping[str, list[date]], facts: Mapping[str, Fact]) -> Subject:
    return Subject(facts=facts, episodes=list(days), days=sorted(_distinct(days)))


def _distinct(days: Mapping[str, list[date]]) -> set[date]:
    return {day for many in days.values() for day in many}


def _in_window(entry: Entry, now: datetime, first: date, last: date) -> list[date]:
    began, ended = entry.local_span(now)
    start, end = max(began, first), min(ended, last)
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def _after_moving(entry: Entry, now: datetime) -> float | None:
    """Minutes still there after moving: as answered, or all of it when nothing helped."""
    if entry.relief == "nothing":
        return int(entry.minutes(now))
    return None if entry.relief == "not_tried" else entry.relief_minutes


def _saddle_signs(record: Entry | AlertEntry) -> bool | None:
    """Numb between the legs, ticked or among the places, or hard to start to pass urine."""
    flags = record.red_flags or {}
    answers = [flags.get("saddle_numbness"), flags.get("difficulty_urinating")]
    if isinstance(record, Entry):  # an alert does not ask for places
        answers.append(None if record.areas is None else "middle.saddle" in record.areas)
    return True if True in answers else None if None in answers else False


def _looked_at(entry: Entry) -> datetime | None:
    at = entry.clinician_assessed_at
    return at if at is not None and at >= entry.started_at else None  # else not at this one


def _since(entry: Entry, looked_at: datetime, now: datetime) -> Subject:
    rest = replace(entry, started_at=looked_at)
    facts: dict[str, Fact] = {"duration_minutes": int(rest.minutes(now))}
    return Subject(facts=facts, episodes=[entry.id], days=[rest.local_span(now)[0]])


def _circulation(entry: Entry, severe: float) -> dict[str, Fact]:
    """How many of the signs of a leg short of blood: cold, pale, a bad pain, weak."""
    changes, symptoms = entry.leg_changes, entry.symptoms or {}
    pain, bad = (
        symptoms.get("leg_pain"),
        None if entry.severity is None else entry.severity >= severe,
    )
    answers = [
        None if changes is None else "cold" in changes,
        None if changes is None else "pale_or_blue" in changes,
        False if False in (pain, bad) else None if None in (pain, bad) else True,
        symptoms.get("leg_weakness"),
    ]
    return bounds("circulation_signs", answers.count(True), answers.count(None))


def _signs(own: Subject) -> Subject:
    """The emergency signs that were there: what was not asked of an old record stays closed."""
    facts = {
        name: fact
        for name, fact in own.facts.items()
        if name == "days_since_over"
        or (fact is True and (name.startswith("red_flags.") or name == "saddle_signs"))
    }
    return replace(own, facts=facts)


def _days(gone: timedelta) -> float:
    """Days, from whole milliseconds: the phone's clock has no finer ones."""
    return max(0, gone // MILLISECOND) / 86_400_000
