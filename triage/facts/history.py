"""What several episodes say together: how often, how alike, how far up. Pure; see `patterns.ts`.

Some episodes may not say whether they count. So each number comes with two more facts: what
it would be if all of those counted, and whether there are none of those.
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
    """The patterns in these episodes; `days`: by id, the days of the window that each touches."""

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


def bounds(name: str, sure: int, unsure: int) -> dict[str, Fact]:
    return {
        name: sure,
        f"{name}_possible": sure + unsure,
        f"{name}_known": None if unsure else True,
    }


def risen(
    entries: Iterable[Entry],
    touched: Mapping[str, Span],
    wanted: Set[str],
    now: datetime,
    thresholds: Thresholds,
) -> dict[str, dict[str, Fact]]:
    """By wanted id, how many zones higher an episode reaches than the lowest before it.

    Before: that began earlier, and was there up to so many local days ago. NICE NG127 asks
    for spread upwards; the zones are ours. `touched`: the local days that are known already.
    """
    spans = {
        "zones_risen": int(thresholds["spreading_days"]),
        "zones_risen_fast": int(thresholds["ascending_days"]),
    }
    lowest: dict[date, int] = {}  # by the last local day
    not_asked = date.min
    found: dict[str, dict[str, Fact]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.started_at, entry.id)) if wanted else ():
        day, until = touched.get(entry.id) or entry.local_span(now)
        height = highest(entry.areas)
        if entry.id in wanted:
            facts = found.setdefault(entry.id, {})
            for name, span in spans.items():
                oldest = day - timedelta(days=span)
                low = min([low for past, low in lowest.items() if past >= oldest], default=TOP)
                lowest_possible = 1 if not_asked >= oldest else low
                rise = 0 if height is None else max(0, height - low)
                most = max(rise, (TOP if height is None else height) - lowest_possible)
                facts |= bounds(name, rise, most - rise)
        if height is None:
            not_asked = max(not_asked, until)
        elif height > 0:
            lowest[until] = min(height, lowest.get(until, height))
    return found


def _episodes(name: str, answers: Mapping[str, bool | None], days: Days) -> Subject:
    sure = [id for id, answer in answers.items() if answer]
    unsure = sum(answer is None for answer in answers.values())
    return _subject(bounds(name, len(sure), unsure), sure, days)


def _both_feet(entries: Sequence[Entry], days: Days) -> Subject:
    """One foot after the other on the same day is both."""
    places: dict[date, set[str]] = {}
    not_asked: set[date] = set()
    for entry in entries:
        for day in days[entry.id]:
            if entry.areas is None:
                not_asked.add(day)
            else:
                places.setdefault(day, set()).update(entry.areas & FEET)
    known = {day for day, areas in places.items() if both_feet(areas)}
    facts = bounds("both_feet_days_28", len(known), len(not_asked - known))
    in_feet = (entry.id for entry in entries if entry.areas and entry.areas & FEET)
    sure = [id for id in in_feet if not known.isdisjoint(days[id])]
    return Subject(facts, episodes=sure, days=sorted(known))


def _brief(entries: Sequence[Entry], days: Days, within_minutes: float) -> list[Subject]:
    """One subject for each set of places in which brief ones were, so that one is enough."""
    alike: dict[frozenset[str], list[str]] = {}
    unsure = 0
    for entry in entries:
        if entry.ended_at is None or int(entry.minutes(entry.ended_at)) >= within_minutes:
            continue
        if entry.areas is None:
            unsure += 1
        elif entry.areas:
            alike.setdefault(entry.areas, []).append(entry.id)
    return [
        _subject(bounds("brief_alike_28", len(ids), unsure), ids, days)
        for ids in (alike.values() or [[]])
    ]


def _walking(entry: Entry, within_minutes: float) -> bool | None:
    return every(
        one_of(entry.trigger, "unsure", {"walking"}),
        one_of(entry.relief, "not_tried", {"resting"}),
        None if entry.relief_minutes is None else entry.relief_minutes <= within_minutes,
    )


def _subject(facts: Mapping[str, Fact], ids: Sequence[str], days: Days) -> Subject:
    return Subject(facts=facts, episodes=ids, days=sorted({day for id in ids for day in days[id]}))
