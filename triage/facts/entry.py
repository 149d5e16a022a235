"""Facts of entries and alerts. Pure; mirrors `facts.ts`. `None` is "not asked".

Days are local days, each in the zone of its episode; a window of 7 days is today and
the 6 local days before it, where today is `now` in the diary's own zone.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from diary.entries import AlertEntry, BackgroundEntry, Entry, Span, every, local_date, spans
from diary.schema.codes import EMERGENCY_SIGNS, SYMPTOMS
from triage.engine.conditions import Fact, Thresholds
from triage.engine.evaluate import Subject
from triage.facts.areas import area_facts
from triage.facts.background import Names, background_facts
from triage.facts.history import count_facts, pattern_subjects, spread_facts

MILLISECOND = timedelta(milliseconds=1)
COUNT_DAYS = 28  # the longest count window
SIGN_FACTS = {sign: f"red_flags.{sign}" for sign in EMERGENCY_SIGNS}
SYMPTOM_FACTS = {f"symptoms.{code}": code for code in SYMPTOMS}
UNKNOWN_SYMPTOMS = dict.fromkeys(SYMPTOM_FACTS)


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
    """All subjects of an assessment of the whole diary.

    Episodes and alerts of the last 28 days give all their facts, older ones only their
    positive emergency signs. An episode that a clinician has assessed gives only its duration
    since then, and still counts. `names`: of medicines and conditions, from the rules file.
    """
    today, window = local_date(now, zone), int(thresholds["recent_entry_days"])
    first_recent = today - timedelta(days=window - 1)
    spans_by_id = spans(entries, now, max(window, COUNT_DAYS))
    recent = {id for id, (_, ended) in spans_by_id.items() if ended >= first_recent}
    reviewed = {entry.id for entry in entries if _reviewed_at(entry) is not None}
    spread = spread_facts(entries, spans_by_id, recent - reviewed, now, thresholds)
    subjects = []
    for entry in entries:
        if entry.id in reviewed:
            subjects += entry_subjects(entry, now, thresholds) if entry.id in recent else []
        elif entry.id in recent:
            first, ended = spans_by_id[entry.id]
            facts = _entry_facts(entry, now, thresholds)
            facts |= background_facts(background, names, first, ended)
            facts |= spread[entry.id]
            subjects.append(Subject(facts, episodes=[entry.id], days=[first]))
        else:
            subjects += _sign_subjects(entry, now)
    for alert in alerts:
        if local_date(alert.noticed_at, alert.zone) >= first_recent:
            subjects.append(entry_subject(alert, now, thresholds))
        else:
            subjects += _sign_subjects(alert, now)
    return subjects + history_subjects(entries, spans_by_id, today=today, thresholds=thresholds)


def entry_subject(record: Entry | AlertEntry, now: datetime, thresholds: Thresholds) -> Subject:
    """All facts of one episode or alert; `days` is the local day it began on."""
    if isinstance(record, Entry):
        return _single_subject(record, _entry_facts(record, now, thresholds))
    return _single_subject(record, _sign_facts(record, now))


def entry_subjects(
    record: Entry | AlertEntry, now: datetime, thresholds: Thresholds
) -> list[Subject]:
    """The subjects of one record alone; of one that a clinician has assessed, only its duration
    since then."""
    if isinstance(record, Entry) and (at := _reviewed_at(record)) is not None:
        return [_since_review(record, at, now)] if (record.ended_at or now) > at else []
    return [entry_subject(record, now, thresholds)]


def history_subjects(
    entries: Iterable[Entry],
    spans_by_id: Mapping[str, Span],
    *,
    today: date,
    thresholds: Thresholds,
) -> list[Subject]:
    """Counts over the diary: episode days in 7 and 28, and those that no position explains.

    `spans_by_id`: the local days of the entries that may count, see `spans`. Counts are of
    what was logged: a lower bound.
    """
    first = today - timedelta(days=COUNT_DAYS - 1)
    first_of_week = today - timedelta(days=6)
    counted: list[Entry] = []
    month: dict[str, list[date]] = {}
    for entry in entries:
        if entry.id in spans_by_id and (days := _days_between(spans_by_id[entry.id], first, today)):
            month[entry.id] = days
            counted.append(entry)
    week = {
        id: [day for day in days if day >= first_of_week]
        for id, days in month.items()
        if days[-1] >= first_of_week
    }
    within = thresholds["positional_relief_minutes"]
    positions = {entry.id: entry.positional(within) for entry in counted}
    not_positional = {id: days for id, days in month.items() if positions[id] is False}
    possible = {id: days for id, days in month.items() if positions[id] is not True}
    facts: dict[str, Fact] = {
        "not_positional_days_28": len(_distinct_days(not_positional)),
        "not_positional_days_possible_28": len(_distinct_days(possible)),
        "positions_all_known": None if None in positions.values() else True,
    }
    return [
        _count_subject(week, {"episode_days_7": len(_distinct_days(week))}),
        _count_subject(month, {"episode_days_28": len(_distinct_days(month))}),
        _count_subject(not_positional, facts),
        *pattern_subjects(counted, month, thresholds),
    ]


def _count_subject(days: Mapping[str, list[date]], facts: Mapping[str, Fact]) -> Subject:
    return Subject(facts=facts, episodes=list(days), days=sorted(_distinct_days(days)))


def _distinct_days(days: Mapping[str, list[date]]) -> set[date]:
    return {day for episode_days in days.values() for day in episode_days}


def _days_between(span: Span, first: date, last: date) -> list[date]:
    start, end = max(span[0], first), min(span[1], last)
    if start >= end:
        return [start] if start == end else []
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def _sign_facts(record: Entry | AlertEntry, now: datetime) -> dict[str, Fact]:
    ended_at = record.ended_at if isinstance(record, Entry) else record.noticed_at
    flags = record.red_flags or {}
    facts: dict[str, Fact] = {name: flags.get(sign) for sign, name in SIGN_FACTS.items()}
    facts["saddle_signs"] = _saddle_signs(record)
    facts["days_since_over"] = _in_days(now - ended_at) if ended_at else 0
    return facts


def _entry_facts(entry: Entry, now: datetime, thresholds: Thresholds) -> dict[str, Fact]:
    symptoms = entry.symptoms
    return {
        **_sign_facts(entry, now),
        "duration_minutes": int(entry.minutes(now)),
        "after_moving_minutes": _after_moving(entry, now),
        "days_since_start": _in_days(now - entry.started_at),
        "positional": entry.positional(thresholds["positional_relief_minutes"]),
        "onset": entry.onset,
        "trigger": entry.trigger,
        "areas": entry.areas,
        "sensations": entry.sensations,
        "leg_changes": entry.leg_changes,
        **(
            {name: symptoms.get(code) for name, code in SYMPTOM_FACTS.items()}
            if symptoms
            else UNKNOWN_SYMPTOMS
        ),
        **area_facts(entry.areas),
        **_circulation(entry, thresholds["limb_pain_severity"]),
    }


def _after_moving(entry: Entry, now: datetime) -> float | None:
    """Minutes that it lasted after moving: as answered, or all of it if nothing helped."""
    if entry.relief == "nothing":
        return int(entry.minutes(now))
    return None if entry.relief == "not_tried" else entry.relief_minutes


def _saddle_signs(record: Entry | AlertEntry) -> bool | None:
    """Saddle numbness, as a sign or among the areas, or difficulty urinating."""
    flags = record.red_flags or {}
    answers = [flags.get("saddle_numbness"), flags.get("difficulty_urinating")]
    if isinstance(record, Entry):  # an alert has no areas
        answers.append(None if record.areas is None else "middle.saddle" in record.areas)
    return True if True in answers else None if None in answers else False


def _reviewed_at(entry: Entry) -> datetime | None:
    """When a clinician assessed it; a time before the start is of another episode."""
    at = entry.clinician_assessed_at
    return at if at is not None and at >= entry.started_at else None


def _since_review(entry: Entry, reviewed_at: datetime, now: datetime) -> Subject:
    rest = entry._replace(started_at=reviewed_at)
    facts: dict[str, Fact] = {"duration_minutes": int(rest.minutes(now))}
    return Subject(facts, episodes=[entry.id], days=[local_date(reviewed_at, entry.zone)])


def _circulation(entry: Entry, min_severity: float) -> dict[str, Fact]:
    """How many signs of acute limb ischaemia: cold, pale, severe pain, weak."""
    changes, symptoms = entry.leg_changes, entry.symptoms or {}
    severe_pain = None if entry.severity is None else entry.severity >= min_severity
    answers = [
        None if changes is None else "cold" in changes,
        None if changes is None else "pale_or_blue" in changes,
        every(symptoms.get("leg_pain"), severe_pain),
        symptoms.get("leg_weakness"),
    ]
    return count_facts("circulation_signs", answers.count(True), answers.count(None))


def _sign_subjects(record: Entry | AlertEntry, now: datetime) -> list[Subject]:
    """Only the positive emergency signs: an old record makes no rule undetermined."""
    flags = record.red_flags
    if not (flags and True in flags.values()) and _saddle_signs(record) is not True:
        return []
    positive = {
        name: fact
        for name, fact in _sign_facts(record, now).items()
        if fact is True or name == "days_since_over"
    }
    return [_single_subject(record, positive)]


def _single_subject(record: Entry | AlertEntry, facts: Mapping[str, Fact]) -> Subject:
    if isinstance(record, Entry):
        day = local_date(record.started_at, record.zone)
        return Subject(facts, episodes=[record.id], days=[day])
    return Subject(facts, alerts=[record.id], days=[local_date(record.noticed_at, record.zone)])


def _in_days(duration: timedelta) -> float:
    """Days, truncated to milliseconds as on the phone; at least 0."""
    return max(0, duration // MILLISECOND) / 86_400_000
