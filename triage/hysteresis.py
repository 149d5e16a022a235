"""Rule evaluation with hysteresis. Pure; mirrors `hysteresis.ts`.

A count of days or episodes that reached its threshold clears only below a share of it, so
that a finding does not flap with single days. No state is stored: whether a count reached its
threshold is recomputed from the entries, day by day backwards. So the phone and the server
agree, and a correction clears a finding at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, datetime
from typing import Any

from diary.entries import DAY, Entry, Span, local_date, spans
from triage.engine.compile import compile_rules
from triage.engine.conditions import (
    Thresholds,
    hysteresis_thresholds,
    required_facts,
    threshold_values,
)
from triage.engine.evaluate import Outcome, Subject, evaluate
from triage.facts.entry import COUNT_DAYS, history_subjects


def count_rules(rules: Mapping[str, Any]) -> frozenset[str]:
    """Ids of the rules over a count of the whole diary; all others are over one entry."""
    counts = history_subjects((), {}, today=date(2000, 1, 1), thresholds=threshold_values(rules))
    return frozenset(
        rule["id"]
        for rule in rules["rules"]
        if any(required_facts(rule) <= subject.facts.keys() for subject in counts)
    )


def evaluate_with_hysteresis(
    rules: Mapping[str, Any],
    subjects: Iterable[Subject],
    entries: Sequence[Entry],
    *,
    now: datetime,
    zone: str,
    complete: bool = True,
) -> Outcome | None:
    """Apply every rule to the subjects of a diary; `zone` is the diary's own.

    `entries` are those of the last `hysteresis_days` and the window before. If they are not
    `complete`: None if a count is in the hysteresis band, where the past decides.
    """
    subjects = list(subjects)
    in_band = _rules_in_band(rules, subjects)
    if in_band and not complete:
        return None
    active = _active_rules(rules, in_band, entries, now, local_date(now, zone))
    return evaluate(rules, subjects, active)


def _rules_in_band(rules: Mapping[str, Any], subjects: Sequence[Subject]) -> set[str]:
    """Ids of rules whose count is below the threshold and not below the share of it."""
    limits = threshold_values(rules)
    ids = {rule["id"] for rule in rules["rules"] if rule.get("hysteresis")}
    lower = _matching_rules(rules, subjects, ids, hysteresis_thresholds(limits))
    return lower - _matching_rules(rules, subjects, lower, limits) if lower else lower


def _active_rules(
    rules: Mapping[str, Any],
    in_band: Set[str],
    entries: Sequence[Entry],
    now: datetime,
    today: date,
) -> Set[str]:
    """Ids of those that reached their threshold, and did not fall below the share since."""
    active: set[str] = set()
    if not in_band:
        return active
    limits = threshold_values(rules)
    lower, days = hysteresis_thresholds(limits), int(limits["hysteresis_days"])
    spans_by_id = spans(entries, now, days + COUNT_DAYS)
    for day, nearby in _previous_days(entries, spans_by_id, today, days):
        subjects = history_subjects(nearby, spans_by_id, today=day, thresholds=limits)
        above_share = _matching_rules(rules, subjects, in_band, lower)
        reached = _matching_rules(rules, subjects, above_share, limits)
        active |= reached
        in_band = above_share - reached
        if not in_band:
            break
    return active


def _previous_days(
    entries: Iterable[Entry], spans_by_id: Mapping[str, Span], today: date, days: int
) -> Iterator[tuple[date, list[Entry]]]:
    """The days before today, latest first, each with the entries that touch its window."""
    first = today - DAY * (days + COUNT_DAYS)
    by_day: dict[date, list[Entry]] = {}
    for entry in (entry for entry in entries if entry.id in spans_by_id):
        began, ended = spans_by_id[entry.id]
        day = max(began, first)
        while day <= min(ended, today):
            by_day.setdefault(day, []).append(entry)
            day += DAY
    for ago in range(1, days + 1):
        day = today - DAY * ago
        window = (day - DAY * n for n in range(COUNT_DAYS))
        yield (
            day,
            list({entry.id: entry for at in window for entry in by_day.get(at, ())}.values()),
        )


def _matching_rules(
    rules: Mapping[str, Any], subjects: Iterable[Subject], ids: Set[str], limits: Thresholds
) -> set[str]:
    applicable = compile_rules(rules)
    return {
        id
        for subject in subjects
        for id, levels in applicable(tuple(subject.facts)).rules
        if id in ids and levels[0].holds(subject.facts, limits)
    }
