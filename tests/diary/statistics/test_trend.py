import pytest

from diary.formatting import ENGLISH
from diary.statistics.methods.change import Change
from diary.statistics.methods.confidence import rate_ratio
from diary.statistics.methods.sample_size import InsufficientData
from diary.statistics.trend import compute_trend, sentence
from tests.diary.statistics.entry_fixtures import TODAY, entry, local_days


def counted(now: int, before: int, free: range = range(56)) -> tuple[object, str]:
    """Episodes on so many of the last 28 days, and of the 28 before them."""
    entries = [entry(day) for day in (*range(now), *range(28, 28 + before))]
    result = compute_trend(local_days(entries, free), TODAY)
    return result, sentence(result, ENGLISH)


@pytest.mark.parametrize(
    ("now", "before", "value", "low", "high"),
    [
        (8, 2, 4.0, 0.80, 38.7),
        (12, 4, 3.0, 0.91, 12.8),
        (2, 8, 0.25, 1 / 38.7, 1 / 0.80),
    ],
)
def test_the_ratio_has_the_exact_limits_that_were_worked_out(
    now: int, before: int, value: float, low: float, high: float
) -> None:
    ratio = rate_ratio(now, 28, before, 28)
    assert ratio is not None
    assert ratio.value == pytest.approx(value)
    assert ratio.limits.low == pytest.approx(low, rel=0.01)
    assert ratio.limits.high == pytest.approx(high, rel=0.01)


def test_from_none_before_there_is_no_upper_limit() -> None:
    ratio = rate_ratio(6, 28, 0, 28)
    assert ratio is not None
    assert ratio.limits.low == pytest.approx(1.18, abs=0.005)
    assert (ratio.value, ratio.limits.high) == (None, None)
    none = rate_ratio(0, 28, 6, 28)
    assert none is not None
    assert none.value == none.limits.low == 0
    assert none.limits.high == pytest.approx(1 / 1.18, abs=0.005)


def test_exposure_weighs_the_ratio() -> None:
    ratio = rate_ratio(8, 20, 8, 28)
    assert ratio is not None
    assert ratio.value == pytest.approx(1.4)
    even = rate_ratio(8, 28, 8, 28)
    assert even is not None
    assert ratio.limits.low == pytest.approx((even.limits.low or 0) * 1.4)


def test_without_any_on_either_side_there_is_no_ratio() -> None:
    assert rate_ratio(0, 28, 0, 28) is None


@pytest.mark.parametrize(
    ("now", "before", "change", "text"),
    [
        (8, 2, Change.MAYBE_MORE, "More often, but it could be chance: 4 times as often"),
        (14, 2, Change.MORE, "More often: 7 times as often (likely 1.6 to 63)."),
        (6, 0, Change.MORE, "More often (likely 1.2 or more times as often)."),
        (3, 0, Change.MAYBE_MORE, "More often, but it could be chance (likely 0.41 or more times"),
        (2, 8, Change.MAYBE_FEWER, "Less often, but it could be chance: 0.25 times as often"),
        (0, 6, Change.FEWER, "Less often (likely 0 to 0.85 times as often)."),
        (5, 5, Change.SAME, "As often as before (likely 0.23 to 4.3 times as often)."),
    ],
)
def test_a_change_within_chance_is_labelled_as_such(
    now: int, before: int, change: Change, text: str
) -> None:
    result, sentence = counted(now, before)
    assert getattr(result, "change") == change  # noqa: B009
    assert text in sentence
    assert f"Numbness on {now} day" in sentence


def test_no_numbness_is_only_claimed_of_logged_days() -> None:
    _, sentence = counted(0, 0, range(50))
    assert sentence == (
        "No numbness on the days that are logged: 28 of the last 28, 22 of the 28 before."
    )


@pytest.mark.parametrize("logged", [19, 20])
def test_a_change_needs_20_of_28_days_logged_in_both(logged: int) -> None:
    entries = [entry(day) for day in range(8)]
    for free in ((*range(28), *range(28, 28 + logged)), (*range(logged), *range(28, 56))):
        result = compute_trend(local_days(entries, free), TODAY)
        text = sentence(result, ENGLISH)
        if logged == 20:
            assert result.insufficient_data is None
            assert result.ratio is not None
        else:
            assert result.insufficient_data == InsufficientData.DAYS
            assert result.ratio is None
            assert result.change is None
            assert text.startswith("Not enough days logged to compare: ")


def test_without_enough_days_it_gives_the_bounds() -> None:
    result = compute_trend(local_days([entry(day) for day in range(8)], range(18)), TODAY)
    assert (result.now.at_least, result.now.at_most) == (8, 18)
    assert (result.before.at_least, result.before.at_most) == (0, 28)
    assert "on at least 8 days and at most 18; before, on 0 to 28." in sentence(result, ENGLISH)
