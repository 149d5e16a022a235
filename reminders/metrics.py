"""Counters of sending for /metrics: outcomes by channel, and how late what was sent came."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta

from triage.metrics import increment_counter, read_counters

OUTCOME, LATE, LATE_SUM = "reminder:", "reminder_late:", "reminder_late_sum:"
# Upper bounds of the histogram, in seconds.
BUCKETS = (15, 60, 300, 900, 3_600, 21_600)
INFINITY = "+Inf"


def add_outcomes(
    channel: str, outcomes: Mapping[str, int], lateness: Collection[timedelta]
) -> None:
    """Add to the counters: numbers by outcome, and how long after `due_at` each was sent."""
    for outcome, number in sorted(outcomes.items()):
        increment_counter(f"{OUTCOME}{channel}:{outcome}", number)
    if lateness:
        seconds = [max(0, round(late.total_seconds())) for late in lateness]
        increment_counter(f"{LATE_SUM}{channel}", sum(seconds))
        for bound in BUCKETS:
            increment_counter(f"{LATE}{channel}:{bound}", sum(late <= bound for late in seconds))
        increment_counter(f"{LATE}{channel}:{INFINITY}", len(seconds))


def read_outcomes() -> Iterator[tuple[str, str, int]]:
    """Channel, outcome and number of each counter."""
    for name, count in read_counters(OUTCOME).items():
        channel, _, outcome = name.partition(":")
        yield channel, outcome, count


def read_lateness() -> Iterator[tuple[str, int, dict[str, int]]]:
    """Channel, sum of seconds, and numbers by upper bound, of each histogram."""
    counts = read_counters(LATE)
    for channel, total in read_counters(LATE_SUM).items():
        bounds = (*map(str, BUCKETS), INFINITY)
        yield channel, total, {bound: counts.get(f"{channel}:{bound}", 0) for bound in bounds}
