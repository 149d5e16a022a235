"""Sides, times of day, triggers and the unexplained: each episode is in one category."""

from datetime import UTC, datetime
from typing import Any

import pytest

from diary.entries import Entry
from diary.formatting import ENGLISH
from diary.schema.codes import TRIGGERS
from diary.statistics import sides, times, triggers, unexplained
from diary.statistics.methods.confidence import share_limits
from diary.statistics.methods.sample_size import InsufficientData
from tests.diary.statistics.entry_fixtures import entry


def many(*groups: tuple[int, dict[str, Any]]) -> list[Entry]:
    return [entry(n, id=f"{n}{fields}", **fields) for count, fields in groups for n in range(count)]


def counts(result: Any) -> dict[str, int]:
    return {share.code: share.count for share in result.known if share.count}


def test_limits_of_shares_are_wilsons() -> None:
    # Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3.
    for count, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        limits = share_limits(count, n)
        assert limits.low == pytest.approx(low, abs=5e-5)
        assert limits.high == pytest.approx(high, abs=5e-5)


def test_what_was_not_asked_is_a_category_of_its_own() -> None:
    result = triggers.compute_triggers(
        many((6, {"trigger": "sitting"}), (3, {"trigger": "none"}), (6, {}))
    )
    assert counts(result) == {"sitting": 6, "none": 3}
    assert (result.n, result.unknown.count, result.unknown.share) == (15, 6, 0.4)
    assert [share.code for share in result.known] == list(TRIGGERS)
    assert triggers.sentence(result, ENGLISH) == (
        "Most often: sitting, 6 of 15 episodes (40%, likely 20% to 64%). Not asked in 6."
    )


def test_equals_are_named_together() -> None:
    result = triggers.compute_triggers(many((5, {"trigger": "sitting"}), (5, {"trigger": "cold"})))
    assert "Most often: sitting and the cold, 5 of 10 episodes (50%" in triggers.sentence(
        result, ENGLISH
    )


@pytest.mark.parametrize("n", [0, 1, 9, 10])
def test_a_share_takes_ten_episodes(n: int) -> None:
    result = triggers.compute_triggers(many((n, {"trigger": "sitting"})))
    text = triggers.sentence(result, ENGLISH)
    if n < 10:
        assert result.insufficient_data == InsufficientData.EPISODES
        assert {(share.share, share.limits) for share in (*result.known, result.unknown)} == {
            (None, None)
        }
        assert "%" not in text
    else:
        assert result.insufficient_data is None
        assert text.startswith("Most often: sitting, 10 of 10 episodes (100%, likely 72% to 100%)")


def test_a_question_never_asked_has_its_own_sentence() -> None:
    result = triggers.compute_triggers(many((10, {})))
    assert triggers.sentence(result, ENGLISH) == "Not asked in any of 10 episodes."
    assert (
        unexplained.sentence(unexplained.compute_unexplained(result), ENGLISH) == "Not asked in 10."
    )


def test_the_unexplained_are_at_most_those_that_may_have_been() -> None:
    result = unexplained.compute_unexplained(
        triggers.compute_triggers(
            many((3, {"trigger": "none"}), (2, {"trigger": "unsure"}), (1, {}))
            + many((4, {"trigger": "lying"}))
        )
    )
    assert (result.none.count, result.unsure, result.not_asked, result.at_most) == (3, 2, 1, 6)
    assert unexplained.sentence(result, ENGLISH) == (
        "No apparent reason: 3 of 10 episodes (30%, likely 11% to 60%)."
        " Not sure in 2, not asked in 1: at most 6, then."
    )


def test_each_episode_is_on_one_side() -> None:
    left, right = frozenset({"left.foot"}), frozenset({"right.calf"})
    result = sides.compute_sides(
        many((7, {"areas": left}), (2, {"areas": left | right}), (1, {"areas": frozenset()}))
        + many((2, {}))
    )
    assert counts(result) == {"left_only": 7, "both": 2, "none_named": 1}
    assert (result.n, result.unknown.count) == (12, 2)
    assert sides.sentence(result, ENGLISH).startswith(
        "Most often: left only, 7 of 12 episodes (58%"
    )


@pytest.mark.parametrize(
    ("zone", "code"),
    [("UTC", "20-24"), ("Europe/Berlin", "00-04"), ("Asia/Kolkata", "04-08")],
)
def test_the_time_of_day_is_that_of_where_the_person_was(zone: str, code: str) -> None:
    at = Entry("one", datetime(2026, 11, 20, 23, 59, tzinfo=UTC), zone)
    assert counts(times.compute_times([at])) == {code: 1}


def test_the_time_of_an_episode_on_waking_is_unknown() -> None:
    result = times.compute_times(many((10, {"start_precision": "woke_with_it", "hour": 5})))
    assert counts(result) == {}
    assert (result.unknown.code, result.unknown.count) == ("woke_with_it", 10)
    assert times.sentence(result, ENGLISH) == "Woke with it in 10."


def test_a_time_of_day_stands_out_only_beyond_chance() -> None:
    even = [entry(n, hour=4 * (n % 6), zone="UTC") for n in range(12)]
    text = times.sentence(times.compute_times([*even, entry(20, hour=9, zone="UTC")]), ENGLISH)
    assert text == (
        "Most often: from 08:00 to 12:00, 3 of 13 episodes (23%, likely 8% to 50%)."
        " That could be chance."
    )
    evening = [entry(n, hour=20, zone="UTC") for n in range(12)]
    assert times.sentence(times.compute_times(evening), ENGLISH) == (
        "Most often: from 20:00 to 24:00, 12 of 12 episodes (100%, likely 76% to 100%)."
    )
