"""All of it together, over diaries of every kind."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from diary.entries import BackgroundEntry, Entry
from diary.formatting import ENGLISH
from diary.schema import codes
from diary.statistics import (
    associated_symptoms,
    before_after,
    coverage,
    durations,
    severity,
    sides,
    spread,
    times,
    triggers,
)
from diary.statistics.insights import Insights, insights_json
from diary.statistics.methods.confidence import rate_ratio, share_limits
from tests.diary.statistics.entry_fixtures import NOW, TODAY, ago

ZONES = ("UTC", "Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Kiritimati")


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def some(insights_of: tuple[str, ...]) -> st.SearchStrategy[Any]:
    return maybe(st.frozensets(st.sampled_from(insights_of), max_size=4))


@st.composite
def entries(draw: Any) -> list[Entry]:
    episodes = []
    for number in range(draw(st.integers(0, 14))):
        start = NOW - timedelta(minutes=draw(st.integers(0, 100 * 24 * 60)))
        minutes = draw(maybe(st.integers(0, 3 * 24 * 60)))
        end = None if minutes is None else min(NOW, start + timedelta(minutes=minutes))
        episodes.append(
            Entry(
                id=str(number),
                started_at=start,
                ended_at=end,
                zone=draw(st.sampled_from(ZONES)),
                start_precision=draw(maybe(st.sampled_from(codes.START_PRECISIONS))),
                areas=draw(some(codes.AREAS)),
                sensations=draw(some(codes.SENSATIONS)),
                severity=draw(maybe(st.integers(0, 10))),
                interference=draw(maybe(st.integers(0, 4))),
                trigger=draw(maybe(st.sampled_from(codes.TRIGGERS))),
                symptoms=draw(
                    maybe(st.dictionaries(st.sampled_from(codes.SYMPTOMS), st.booleans()))
                ),
                leg_changes=draw(some(codes.LEG_CHANGES)),
            )
        )
    return episodes


@st.composite
def items(draw: Any) -> list[BackgroundEntry]:
    return [
        BackgroundEntry(
            draw(st.sampled_from(codes.BACKGROUND_KINDS)),
            draw(st.sampled_from(["", "One", "Two"])),
            draw(maybe(st.integers(-5, 120).map(ago))),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]


free_days = st.sets(st.integers(-1, 100).map(ago))
periods = st.sampled_from([7, 28, 90])


def insights_of(
    logged: list[Entry], free: Any = (), background: Any = (), days: int = 90
) -> Insights:
    return Insights(logged, free, background, today=TODAY, days=days, now=NOW)


def every(value: Any, name: str) -> Iterator[Any]:
    """Everything of that name, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name:
                yield inner
            yield from every(inner, name)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from every(inner, name)


@settings(deadline=None, max_examples=25)
@given(entries(), free_days, items(), periods)
def test_counts_add_up_and_every_result_has_a_sentence(
    logged: list[Entry], free: Any, background: Any, days: int
) -> None:
    insights = insights_of(logged, free, background, days)
    for shares in (
        insights[sides.STATISTIC],
        insights[times.STATISTIC],
        insights[triggers.STATISTIC],
    ):
        assert sum(share.count for share in shares.known) + shares.unknown.count == shares.n
    for group in insights[associated_symptoms.STATISTIC]:
        assert all(a.yes.count + a.no + a.not_asked == group.n for a in group.answers)
    local_days = insights[coverage.STATISTIC]
    assert local_days.logged_days + local_days.not_logged_days == local_days.days == days
    assert local_days.at_least <= local_days.at_most
    reply = insights_json(insights, ENGLISH)
    json.dumps(reply, default=str, allow_nan=False)
    sentences = list(every(reply, "sentence"))
    assert len(sentences) == 18 + len(insights[before_after.STATISTIC])
    assert all(sentence and "%(" not in sentence for sentence in sentences)


@settings(deadline=None, max_examples=15)
@given(entries(), free_days, items(), st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(
    logged: list[Entry], free: Any, background: Any, shuffled: random.Random
) -> None:
    before = insights_json(insights_of(logged, free, background), ENGLISH)
    again = list(logged)
    shuffled.shuffle(again)
    shuffled.shuffle(background)
    after = insights_of(again, sorted(free, reverse=True), background)
    assert insights_json(after, ENGLISH) == before


@settings(deadline=None, max_examples=15)
@given(entries(), free_days)
def test_a_day_that_is_not_logged_never_counts_as_one_without(
    logged: list[Entry], free: set[Any]
) -> None:
    insights = insights_of(logged, free)
    for day in insights.days:
        assert (day.state == "symptom_free") <= (day.date in free)
        assert (day.state == "episode") == (day.episodes > 0)
    fewer = insights_of(logged, set(sorted(free)[1:]))
    assert (
        fewer[coverage.STATISTIC].symptom_free_days
        <= insights[coverage.STATISTIC].symptom_free_days
    )
    assert fewer[coverage.STATISTIC].at_most >= insights[coverage.STATISTIC].at_most
    assert fewer[coverage.STATISTIC].at_least == insights[coverage.STATISTIC].at_least


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_limits_of_a_share_contain_it(counted: tuple[int, int]) -> None:
    count, n = counted
    limits = share_limits(count, n)
    assert 0 <= (limits.low or 0) <= count / n + 1e-12
    assert count / n - 1e-12 <= (limits.high or 0) <= 1


@given(st.integers(0, 28), st.integers(20, 28), st.integers(0, 28), st.integers(20, 28))
def test_the_limits_of_a_ratio_contain_it(
    now: int, local_days: int, before: int, then: int
) -> None:
    ratio = rate_ratio(now, local_days, before, then)
    if ratio is None:
        assert now == before == 0
        return
    value = float("inf") if ratio.value is None else ratio.value
    high = float("inf") if ratio.limits.high is None else ratio.limits.high
    assert ratio.limits.low is not None
    assert ratio.limits.low <= value + 1e-9
    assert value <= high + 1e-9


def test_an_empty_diary_has_no_number_and_a_sentence_for_each() -> None:
    reply = insights_json(insights_of([]), ENGLISH)
    assert set(every(reply, "median")) == set(every(reply, "change")) == {None}
    assert set(every(reply, "share")) == {None}
    assert reply["durations"]["sentence"] == "No episode is logged in this period."
    assert reply["coverage"]["sentence"].startswith("Not enough days logged: 0 of 90 days.")


def test_insights_of_ten_years_and_five_thousand_episodes() -> None:
    chance = random.Random(5)
    logged = [
        Entry(
            id=str(number),
            started_at=(start := NOW - timedelta(minutes=chance.randrange(3649 * 24 * 60))),
            ended_at=start + timedelta(minutes=chance.randrange(1, 200)),
            zone="Europe/Berlin",
            severity=chance.randrange(11),
            areas=frozenset(chance.sample(codes.AREAS, 3)),
        )
        for number in range(5000)
    ]
    insights = insights_of(logged, [ago(day) for day in range(3650)], days=3650)
    assert (
        insights[durations.STATISTIC].n,
        insights[severity.STATISTIC].n,
        len(insights.days),
    ) == (
        5000,
        5000,
        3650,
    )
    assert insights[coverage.STATISTIC].not_logged_days == 0
    assert (
        insights[durations.STATISTIC].trend.insufficient_data
        is insights[severity.STATISTIC].trend.insufficient_data
        is None
    )
    assert len(insights[spread.STATISTIC].windows) == 131


def test_scipy_waits_until_something_is_worked_out() -> None:
    code = (
        "import django, sys; django.setup(); import config.urls; sys.exit('scipy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
