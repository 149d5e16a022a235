"""From entries to facts. Pure; `facts.ts` is its mirror. `None` is "not asked".

Days are local days, each in the zone of its episode; a window of 7 days is today and
the 6 local days before it, where today is `now` in the diary's own zone.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from diary.codes import EMERGENCY_SIGNS, SYMPTOMS
from diary.entries import AlertEntry, BackgroundEntry, Entry, Span, every, local_date, spans
from triage.engine.conditions import Fact, Thresholds
from triage.engine.evaluate import Subject
from triage.facts.areas import place_facts
from triage.facts.background import Names, background_facts
from triage.facts.history import bounds, pattern_subjects, risen

MILLISECOND = timedelta(milliseconds=1)
DAYS_COUNTED = 28  # the longest of the windows that are counted
SIGNS = {sign: f"red_flags.{sign}" for sign in EMERGENCY_SIGNS}
FELT = {f"symptoms.{code}": code for code in SYMPTOMS}
NOTHING_FELT = dict.fromkeys(FELT)


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
    last, window = local_date(now, zone), int(thresholds["recent_entry_days"])
    recent = last - timedelta(days=window - 1)
    touched = spans(entries, now, max(window, DAYS_COUNTED))
    whole = {id for id, (_, ended) in touched.items() if ended >= recent}
    looked_at = {entry.id for entry in entries if _looked_at(entry) is not None}
    higher = risen(entries, touched, whole - looked_at, now, thresholds)
    subjects = []
    for entry in entries:
        if entry.id in looked_at:
            subjects += entry_subjects(entry, now, thresholds) if entry.id in whole else []
        elif entry.id in whole:
            first, ended = touched[entry.id]
            facts = _entry_facts(entry, now, thresholds)
            facts |= background_facts(background, names, first, ended)
            facts |= higher[entry.id]
            subjects.append(Subject(facts, episodes=[entry.id], days=[first]))
        else:
            subjects += _signs(entry, now)
    for alert in alerts:
        if local_date(alert.noticed_at, alert.zone) >= recent:
            subjects.append(entry_subject(alert, now, thresholds))
        else:
            subjects += _signs(alert, now)
    return subjects + history_subjects(entries, touched, today=last, thresholds=thresholds)


def entry_subject(record: Entry | AlertEntry, now: datetime, thresholds: Thresholds) -> Subject:
    """One episode or alert as the rules see it; `days` are the local days it began on."""
    if isinstance(record, Entry):
        return _alone(record, _entry_facts(record, now, thresholds))
    return _alone(record, _sign_facts(record, now))


def entry_subjects(
    record: Entry | AlertEntry, now: datetime, thresholds: Thresholds
) -> list[Subject]:
    """What the rules are asked of one record alone: of what a clinician has looked at, only
    how long it has gone on since."""
    if isinstance(record, Entry) and (at := _looked_at(record)) is not None:
        return [_since(record, at, now)] if (record.ended_at or now) > at else []
    return [entry_subject(record, now, thresholds)]


def history_subjects(
    entries: Iterable[Entry], touched: Mapping[str, Span], *, today: date, thresholds: Thresholds
) -> list[Subject]:
    """What the diary as a whole says: episode days in 7 and 28, and those without a position.

    `touched`: by id the local days of the entries that may count, see `spans`. Counts are of
    what was written down: a lower bound.
    """
    first = today - timedelta(days=DAYS_COUNTED - 1)
    in_week = today - timedelta(days=6)
    counted: list[Entry] = []
    month: dict[str, list[date]] = {}
    for entry in entries:
        if entry.id in touched and (days := _between(touched[entry.id], first, today)):
            month[entry.id] = days
            counted.append(entry)
    week = {
        id: [day for day in days if day >= in_week]
        for id, days in month.items()
        if days[-1] >= in_week
    }
    near = thresholds["positional_relief_minutes"]
    positions = {entry.id: entry.positional(near) for entry in counted}
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
        *pattern_subjects(counted, month, thresholds),
    ]


def _counted(days: Mapping[str, list[date]], facts: Mapping[str, Fact]) -> Subject:
    return Subject(facts=facts, episodes=list(days), days=sorted(_distinct(days)))


def _distinct(days: Mapping[str, list[date]]) -> set[date]:
    return {day for many in days.values() for day in many}


def _between(span: Span, first: date, last: date) -> list[date]:
    start, end = max(span[0], first), min(span[1], last)
    if start >= end:
        return [start] if start == end else []
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def _sign_facts(record: Entry | AlertEntry, now: datetime) -> dict[str, Fact]:
    over = record.ended_at if isinstance(record, Entry) else record.noticed_at
    flags = record.red_flags or {}
    facts: dict[str, Fact] = {name: flags.get(sign) for sign, name in SIGNS.items()}
    facts["saddle_signs"] = _saddle_signs(record)
    facts["days_since_over"] = _days(now - over) if over else 0
    return facts


def _entry_facts(entry: Entry, now: datetime, thresholds: Thresholds) -> dict[str, Fact]:
    felt = entry.symptoms
    return {
        **_sign_facts(entry, now),
        "duration_minutes": int(entry.minutes(now)),
        "after_moving_minutes": _after_moving(entry, now),
        "days_since_start": _days(now - entry.started_at),
        "positional": entry.positional(thresholds["positional_relief_minutes"]),
        "onset": entry.onset,
        "trigger": entry.trigger,
        "areas": entry.areas,
        "sensations": entry.sensations,
        "leg_changes": entry.leg_changes,
        **({name: felt.get(code) for name, code in FELT.items()} if felt else NOTHING_FELT),
        **place_facts(entry.areas),
        **_circulation(entry, thresholds["limb_pain_severity"]),
    }


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
    rest = entry._replace(started_at=looked_at)
    facts: dict[str, Fact] = {"duration_minutes": int(rest.minutes(now))}
    return Subject(facts, episodes=[entry.id], days=[local_date(looked_at, entry.zone)])


def _circulation(entry: Entry, severe: float) -> dict[str, Fact]:
    """How many of the signs of a leg short of blood: cold, pale, a bad pain, weak."""
    changes, symptoms = entry.leg_changes, entry.symptoms or {}
    bad = None if entry.severity is None else entry.severity >= severe
    answers = [
        None if changes is None else "cold" in changes,
        None if changes is None else "pale_or_blue" in changes,
        every(symptoms.get("leg_pain"), bad),
        symptoms.get("leg_weakness"),
    ]
    return bounds("circulation_signs", answers.count(True), answers.count(None))


def _signs(record: Entry | AlertEntry, now: datetime) -> list[Subject]:
    """The emergency signs that were there: what was not asked of an old record stays closed."""
    flags = record.red_flags
    if not (flags and True in flags.values()) and _saddle_signs(record) is not True:
        return []  # nothing to ask rules of
    there = {
        name: fact
        for name, fact in _sign_facts(record, now).items()
        if fact is True or name == "days_since_over"
    }
    return [_alone(record, there)]


def _alone(record: Entry | AlertEntry, facts: Mapping[str, Fact]) -> Subject:
    if isinstance(record, Entry):
        day = local_date(record.started_at, record.zone)
        return Subject(facts, episodes=[record.id], days=[day])
    return Subject(facts, alerts=[record.id], days=[local_date(record.noticed_at, record.zone)])


def _days(gone: timedelta) -> float:
    """Days, from whole milliseconds: the phone's clock has no finer ones."""
    return max(0, gone // MILLISECOND) / 86_400_000
