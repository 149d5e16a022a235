"""What the rules say of a diary now, with the counts that reached their limit before. Pure.

A count of days or episodes that reached its threshold clears only below a share of it, so
that a finding does not come and go with single days. Nothing is stored: whether it reached
the threshold is read from the entries, day by day backwards, so that the phone and the server
agree and a correction clears it at once. See `standing.ts`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, datetime
from typing import Any

from diary.entries import DAY, Entry, Span, local_date, spans
from triage.engine.compile import compiled
from triage.engine.conditions import Thresholds, eased, facts_of, thresholds
from triage.engine.evaluate import Outcome, Subject, evaluate
from triage.facts.entry import DAYS_COUNTED, history_subjects


def counted(rules: Mapping[str, Any]) -> frozenset[str]:
    """The rules asked of a count of the diary; every other one is asked of one entry."""
    counts = history_subjects((), {}, today=date(2000, 1, 1), thresholds=thresholds(rules))
    return frozenset(
        rule["id"]
        for rule in rules["rules"]
        if any(facts_of(rule) <= subject.facts.keys() for subject in counts)
    )


def outcome(
    rules: Mapping[str, Any],
    subjects: Iterable[Subject],
    entries: Sequence[Entry],
    *,
    now: datetime,
    zone: str,
    whole: bool = True,
) -> Outcome | None:
    """Every rule applied to the subjects of a diary; `zone` is the diary's own.

    `entries` are those of the last `hysteresis_days` and the window before. When they are not
    the `whole` of them: None where a count is so near its limit that the past decides.
    """
    subjects = list(subjects)
    waiting = _between(rules, subjects)
    if waiting and not whole:
        return None
    held = _held(rules, waiting, entries, now, local_date(now, zone)) if waiting else frozenset()
    return evaluate(rules, subjects, held)


def _between(rules: Mapping[str, Any], subjects: Sequence[Subject]) -> set[str]:
    """Counts under their threshold and not under the share of it."""
    limits = thresholds(rules)
    ids = {rule["id"] for rule in rules["rules"] if rule.get("hysteresis")}
    lower = _matching(rules, subjects, ids, eased(limits))
    return lower - _matching(rules, subjects, lower, limits) if lower else lower


def _held(
    rules: Mapping[str, Any],
    waiting: Set[str],
    entries: Sequence[Entry],
    now: datetime,
    day: date,
) -> set[str]:
    """Those that were at their threshold, and on each day since then not under the share."""
    limits = thresholds(rules)
    lower, days = eased(limits), int(limits["hysteresis_days"])
    touched = spans(entries, now, days + DAYS_COUNTED)
    held: set[str] = set()
    for past, near in _back(entries, touched, day, days):
        subjects = history_subjects(near, touched, today=past, thresholds=limits)
        standing = _matching(rules, subjects, waiting, lower)
        reached = _matching(rules, subjects, standing, limits)
        held |= reached
        waiting = standing - reached
        if not waiting:
            break
    return held


def _back(
    entries: Iterable[Entry], touched: Mapping[str, Span], day: date, days: int
) -> Iterator[tuple[date, list[Entry]]]:
    """The days before this one, latest first, each with the entries that touch its window."""
    first = day - DAY * (days + DAYS_COUNTED)
    touching: dict[date, list[Entry]] = {}
    for entry in (entry for entry in entries if entry.id in touched):
        began, ended = touched[entry.id]
        at = max(began, first)
        while at <= min(ended, day):
            touching.setdefault(at, []).append(entry)
            at += DAY
    for ago in range(1, days + 1):
        past = day - DAY * ago
        window = (past - DAY * n for n in range(DAYS_COUNTED))
        yield (
            past,
            list({entry.id: entry for at in window for entry in touching.get(at, ())}.values()),
        )


def _matching(
    rules: Mapping[str, Any], subjects: Iterable[Subject], ids: Set[str], limits: Thresholds
) -> set[str]:
    asked = compiled(rules)
    return {
        id
        for subject in subjects
        for id, parts in asked(tuple(subject.facts)).rules
        if id in ids and parts[0].holds(subject.facts, limits)
    }
