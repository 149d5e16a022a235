from typing import Any

import pytest

from diary.entries import Entry
from diary.formatting import ENGLISH
from diary.statistics.durations import Durations, compute_durations, sentence, trend_sentence
from diary.statistics.methods.confidence import Limits
from diary.statistics.methods.sample_size import InsufficientData
from tests.diary.statistics.entry_fixtures import NOW, entry, local_days

# 6-mercaptopurine in leukaemia, weeks of remission; a plus is censored. Freireich et al., Blood
# 21 (1963) 699. SAS, which takes the log-log curve too, gives a median of 23, from 13 on.
ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
ONGOING = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]


def lasting(ended: list[int], ongoing: list[int] | None = None) -> list[Entry]:
    done = [entry(n, minutes, id=f"e{n}") for n, minutes in enumerate(ended)]
    on = [
        Entry(f"o{n}", NOW - (entry(0, minutes).ended_at - entry(0).started_at), "UTC")  # type: ignore[operator]
        for n, minutes in enumerate(ongoing or [])
    ]
    return done + on


def durations_of(entries: list[Entry]) -> Durations:
    return compute_durations(entries, local_days(entries), NOW)


def test_the_median_is_that_of_kaplan_and_meier() -> None:
    result = durations_of(lasting(ENDED, ONGOING))
    assert (result.n, result.ongoing) == (21, 12)
    assert (result.median, result.limits) == (23, Limits(13, None))
    assert "within 23 min (likely 13 min or more). 12 still go on" in sentence(result, ENGLISH)


def test_an_ongoing_one_lengthens_the_median_and_is_never_taken_for_an_end() -> None:
    short = [10, 20, 30, 40, 50, 60]
    assert durations_of(lasting(short)).median == 35
    median = durations_of(lasting(short, [25, 25, 25])).median
    assert median is not None
    assert median > 35


def test_an_episode_that_just_began_does_not_move_the_median() -> None:
    result = durations_of(lasting([10 * n for n in range(1, 11)], [1]))
    assert result.limits is not None
    assert result.limits.low is not None
    assert result.limits.low == 10


def test_when_all_have_ended_the_limits_are_those_of_order_statistics() -> None:
    result = durations_of(lasting([20] * 12))
    assert (result.median, result.limits) == (20, Limits(20, 20))
    result = durations_of(lasting([1, 2, 3, 4, 5, 6]))
    assert (result.median, result.limits) == (3.5, Limits(1, 6))


def test_the_median_is_unknown_while_most_are_ongoing() -> None:
    result = durations_of(lasting([1, 2], [50] * 8))
    assert (result.median, result.insufficient_data) == (None, None)
    assert sentence(result, ENGLISH).startswith(
        "How long they typically last cannot be told yet. 8 "
    )
    assert durations_of(lasting([], [50] * 8)).median is None


def test_with_fewer_than_six_there_is_no_median() -> None:
    result = durations_of(lasting([10, 20, 30, 40, 50]))
    assert (result.median, result.insufficient_data) == (None, InsufficientData.EPISODES)
    assert (result.shortest, result.longest, result.longest_is_ongoing) == (10, 50, False)
    assert sentence(result, ENGLISH) == "Only 5 episodes: too few to say. It takes 6."
    assert sentence(durations_of([]), ENGLISH) == "No episode is logged in this period."


def test_the_longest_may_be_going_on() -> None:
    result = durations_of(lasting([10], [60]))
    assert (result.longest, result.longest_is_ongoing) == (60, True)


@pytest.mark.parametrize(
    ("step", "text"),
    [(-5, "Longer from 14 Nov 2026"), (5, "Shorter from 14 Nov 2026")],
)
def test_the_trend_of_durations_has_a_sentence(step: int, text: str) -> None:
    entries = [entry(day, 60 + step * day) for day in range(10)]
    result = durations_of(entries)
    assert result.trend.sure
    assert trend_sentence(result, ENGLISH) == (
        f"{text} to 23 Nov 2026, by 45 min (likely 45 min to 45 min; 10 days)."
    )


def test_those_that_go_on_are_left_out_of_the_trend() -> None:
    entries: list[Any] = [entry(day) for day in range(7)]
    result = durations_of([*entries, entry(8, None)])
    assert (result.n, result.trend.n, result.trend.insufficient_data) == (
        8,
        7,
        InsufficientData.EPISODES,
    )
    assert trend_sentence(result, ENGLISH) == (
        "Known for 7 days: too few to tell a change. It takes 8."
    )
    assert trend_sentence(durations_of([]), ENGLISH) == "No episode is logged in this period."
