"""Facts over several episodes: frequency, similarity, spread. Pure; mirrors `patterns.ts`.

If an answer is missing, it is unknown whether an episode counts. So each count has two more
facts: its upper bound, if all of those counted, and whether there are none of those.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime, timedelta

from diary.body_regions import TOP, highest
from diary.entries import Entry, Span, every, one_of
from triage.engine.conditions import Fact, Thresholds
from triage.engine.evaluate import Subject
from triage.facts.areas import FEET, both_feet

Days = Mapping[str, Sequence[date]]


def pattern_subjects(entries: Sequence[Entry], days: Days, thresholds: Thresholds) -> list[Subject]:
    """Subjects for patterns in these episodes; `days`: by id, the days in the window of each."""

    def disrupting(entry: Entry) -> bool | None:
        if entry.interference is None:
            return None
        return entry.interference >= thresholds["disrupts_life_interference"]

    def walking(entry: Entry) -> bool | None:
        return _walking(entry, thresholds["walking_relief_minutes"])

    return [
        _episodes("disrupting_episodes_28", {e.id: disrupting(e) for e in entries}, days),
        _episodes("walking_episodes_28", {e.id: walking(e) for e in entries}, days),
        _both_feet(entries, days),
        *_brief(entries, days, thresholds["brief_minutes"]),
    ]


def count_facts(name: str, sure: int, unsure: int) -> dict[str, Fact]:
    return {
        name: sure,
        f"{name}_possible": sure + unsure,
        f"{name}_known": None if unsure else True,
    }


def spread_facts(
    entries: Iterable[Entry],
    spans_by_id: Mapping[str, Span],
    ids: Set[str],
    now: datetime,
    thresholds: Thresholds,
) -> dict[str, dict[str, Fact]]:
    """By id, how many zones higher an episode reaches than the lowest before it.

    Before: it began earlier and ended at most so many local days ago. Source of "spreading
    upwards": NICE NG127; the zones are ours. `spans_by_id`: the local days, where computed.
    """
    windows = {
        "zones_risen": int(thresholds["spreading_days"]),
        "zones_risen_fast": int(thresholds["ascending_days"]),
    }
    lowest: dict[date, int] = {}  # by the last local day
    not_asked = date.min
    facts_by_id: dict[str, dict[str, Fact]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.started_at, entry.id)) if ids else ():
        day, until = spans_by_id.get(entry.id) or entry.local_span(now)
        height = highest(entry.areas)
        if entry.id in ids:
            facts = facts_by_id.setdefault(entry.id, {})
            for name, window in windows.items():
                oldest = day - timedelta(days=window)
                low = min([low for past, low in lowest.items() if past >= oldest], default=TOP)
                lowest_possible = 1 if not_asked >= oldest else low
                rise = 0 if height is None else max(0, height - low)
                max_rise = max(rise, (TOP if height is None else height) - lowest_possible)
                facts |= count_facts(name, rise, max_rise - rise)
        if height is None:
            not_asked = max(not_asked, until)
        elif height > 0:
            lowest[until] = min(height, lowest.get(until, height))
    return facts_by_id


def _episodes(name: str, answers: Mapping[str, bool | None], days: Days) -> Subject:
    sure = [id for id, answer in answers.items() if answer]
    unsure = sum(answer is None for answer in answers.values())
    return _subject(count_facts(name, len(sure), unsure), sure, days)


def _both_feet(entries: Sequence[Entry], days: Days) -> Subject:
    """Days with both feet; one foot after the other on the same day is both."""
    areas_by_day: dict[date, set[str]] = {}
    not_asked: set[date] = set()
    for entry in entries:
        for day in days[entry.id]:
            if entry.areas is None:
                not_asked.add(day)
            else:
                areas_by_day.setdefault(day, set()).update(entry.areas & FEET)
    known = {day for day, areas in areas_by_day.items() if both_feet(areas)}
    facts = count_facts("both_feet_days_28", len(known), len(not_asked - known))
    in_feet = (entry.id for entry in entries if entry.areas and entry.areas & FEET)
    sure = [id for id in in_feet if not known.isdisjoint(days[id])]
    return Subject(facts, episodes=sure, days=sorted(known))


def _brief(entries: Sequence[Entry], days: Days, within_minutes: float) -> list[Subject]:
    """One subject for each set of areas with brief episodes."""
    ids_by_areas: dict[frozenset[str], list[str]] = {}
    unsure = 0
    for entry in entries:
        if entry.ended_at is None or int(entry.minutes(entry.ended_at)) >= within_minutes:
            continue
        if entry.areas is None:
            unsure += 1
        elif entry.areas:
            ids_by_areas.setdefault(entry.areas, []).append(entry.id)
    return [
        _subject(count_facts("brief_alike_28", len(ids), unsure), ids, days)
        for ids in (ids_by_areas.values() or [[]])
    ]


def _walking(entry: Entry, within_minutes: float) -> bool | None:
    return every(
        one_of(entry.trigger, "unsure", {"walking"}),
        one_of(entry.relief, "not_tried", {"resting"}),
        None if entry.relief_minutes is None else entry.relief_minutes <= within_minutes,
    )


def _subject(facts: Mapping[str, Fact], ids: Sequence[str], days: Days) -> Subject:
    return Subject(facts=facts, episodes=ids, days=sorted({day for id in ids for day in days[id]}))
