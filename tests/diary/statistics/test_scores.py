"""Strength and interference, and Theil and Sen's slope, which others use too."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.entries import Entry
from diary.formatting import ENGLISH
from diary.statistics.methods.confidence import Limits
from diary.statistics.methods.local_days import LocalDays
from diary.statistics.methods.sample_size import InsufficientData
from diary.statistics.methods.scores import (
    Scale,
    compute_scale,
    scale_sentence,
    scale_trend_sentence,
)
from diary.statistics.methods.slopes import Point, slope
from diary.summary import Period
from tests.diary.statistics.entry_fixtures import NOW, TODAY, ago, entry, local_days


def strengths(values: Sequence[int | None], free: range = range(200)) -> Scale:
    """The first was today, the next the day before, and so on."""
    entries = [entry(day, severity=value) for day, value in enumerate(values)]
    return compute_scale("severity", entries, local_days(entries, free), NOW)


def test_the_median_counts_answers_and_names_those_not_asked() -> None:
    result = strengths([3, 4, 5, None, 6, 7, 8, None])
    assert (result.n, result.not_asked, result.median) == (6, 2, 5.5)
    assert (result.limits, result.least, result.most) == (Limits(3, 8), 3, 8)
    assert scale_sentence(result, ENGLISH) == (
        "Typically 5.5 of 10 (likely 3 to 8), answered in 6 of 8 episodes."
    )


def test_it_takes_six_answers_not_six_episodes() -> None:
    result = strengths([3, 3, 3, 3, 3, None, None])
    assert (result.median, result.insufficient_data) == (None, InsufficientData.EPISODES)
    assert (
        scale_sentence(result, ENGLISH)
        == "Answered in 5 of 7 episodes: too few to say. It takes 6."
    )


def test_a_slope_has_its_change_its_limits_and_kendalls_tau() -> None:
    # The pairs of 1, 3, 2, 5, 4, 6, 8, 7 against 0…7: 25 agree, 3 do not.
    result = strengths([7, 8, 6, 4, 5, 2, 3, 1]).trend
    assert result.tau == pytest.approx(22 / 28)
    assert result.p_value is not None
    assert result.p_value < 0.01
    assert result.per_day == pytest.approx(1.0, abs=0.1)
    assert result.change == pytest.approx(result.per_day * 7 if result.per_day else None)
    assert result.sure


def test_a_change_that_could_be_chance_is_called_so() -> None:
    result = strengths([6, 3, 7, 4, 5, 3, 5, 4])
    assert not result.trend.sure
    assert "but it could be chance" in scale_trend_sentence(result, ENGLISH)
    assert "(likely −" in scale_trend_sentence(result, ENGLISH)


def test_a_significant_change_has_its_direction() -> None:
    rising, falling = strengths(range(9, -1, -1)), strengths(range(10))
    assert scale_trend_sentence(rising, ENGLISH) == (
        "Stronger from 14 Nov 2026 to 23 Nov 2026, by 9 points (likely 9 to 9; 10 days)."
    )
    assert scale_trend_sentence(falling, ENGLISH).startswith(
        "Milder from 14 Nov 2026 to 23 Nov 2026, by 9"
    )


def test_the_limits_of_a_fall_are_written_as_amounts_of_the_fall() -> None:
    text = scale_trend_sentence(strengths([2, 1, 3, 4, 2, 5, 6, 5]), ENGLISH)
    assert text == (
        "Milder from 16 Nov 2026 to 23 Nov 2026, but it could be chance:"
        " by 4.7 points (likely 0 to 7; 8 days)."
    )


def test_values_that_stay_have_no_tau_and_are_no_change() -> None:
    result = strengths([5] * 9)
    assert (result.trend.change, result.trend.tau, result.trend.sure) == (0, None, False)
    assert scale_trend_sentence(result, ENGLISH).startswith(
        "No clear rise or fall from 15 Nov 2026"
    )


@pytest.mark.parametrize("n", [7, 8])
def test_a_slope_takes_eight_values(n: int) -> None:
    assert strengths(range(n)).trend.insufficient_data == (
        InsufficientData.EPISODES if n < 8 else None
    )


def test_a_slope_is_a_change_and_takes_enough_days_logged() -> None:
    entries = [entry(day * 5, severity=day) for day in range(10)]
    result = compute_scale("severity", entries, local_days(entries, []), NOW)
    assert result.median == 4.5  # which claims no change
    assert (result.trend.change, result.trend.insufficient_data) == (None, InsufficientData.DAYS)
    assert scale_trend_sentence(result, ENGLISH) == (
        "Not enough days logged to tell a change: 10 of 46 days."
    )


def test_values_of_one_day_count_once() -> None:
    entries = [entry(n // 3, hour=n % 3, severity=n % 3 + n // 3) for n in range(21)]
    result = compute_scale("severity", entries, local_days(entries), NOW)
    assert (result.trend.n, result.trend.values, result.trend.insufficient_data) == (
        7,
        21,
        InsufficientData.EPISODES,
    )
    assert (
        scale_trend_sentence(result, ENGLISH)
        == "Known for 7 days: too few to tell a change. It takes 8."
    )
    more = [*entries, entry(7, severity=8)]
    assert compute_scale("severity", more, local_days(more), NOW).trend.change == pytest.approx(-7)


def test_very_many_days_are_taken_together_without_losing_the_slope() -> None:
    reach = Period.ending(TODAY, 3000)
    days = LocalDays([], reach.dates(), reach, NOW)
    result = slope([Point(ago(n), -n / 20) for n in range(3000)], days)
    assert result.n == 3000
    assert result.per_day == pytest.approx(1 / 20)
    assert result.change == pytest.approx(2999 / 20)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2)), max_size=40))
def test_whatever_the_ties_there_are_numbers_or_none(values: list[tuple[int, int]]) -> None:
    result = slope([Point(ago(day), value) for day, value in values], local_days())
    if result.insufficient_data:
        assert result.change is None
        assert result.limits is None
    else:
        assert result.change is not None
        assert result.limits is not None
        assert result.limits.low is not None
        assert result.limits.high is not None
        assert result.limits.low <= result.change + 1e-9
        assert result.change - 1e-9 <= result.limits.high
        assert not result.sure or result.limits.low > 0 or result.limits.high < 0


def test_what_began_long_before_lies_on_the_first_day_that_was_read() -> None:
    points = [Point(ago(9000 - n), float(n)) for n in range(10)]
    assert slope(points, local_days()).insufficient_data == InsufficientData.EPISODES


def test_interference_has_its_own_sentence() -> None:
    entries: list[Entry] = [entry(day, interference=max(0, 4 - day // 2)) for day in range(10)]
    result = compute_scale("interference", entries, local_days(entries), NOW)
    assert (result.top, result.median) == (4, 2)
    assert scale_trend_sentence(result, ENGLISH).startswith("More in the way from 14 Nov 2026")
