"""Places, how high they reach, and what comes with it."""

from typing import Any

import pytest

from diary.formatting import ENGLISH
from diary.statistics import associated_symptoms, places, spread
from diary.statistics.methods.sample_size import InsufficientData
from diary.summary import Period
from tests.diary.statistics.entry_fixtures import NOW, TODAY, entry, local_days

PERIOD = Period.ending(TODAY, 90)


def at(*areas: str) -> dict[str, Any]:
    return {"areas": frozenset(areas)}


def test_an_area_counts_its_episodes_and_the_days_they_touch() -> None:
    entries = [
        entry(5, 60 * 48, **at("left.foot", "left.calf")),
        entry(4, **at("left.foot")),
        entry(200, 60 * 24 * 120, **at("right.foot")),
        *[entry(n, id=f"{n}") for n in range(10, 17)],
    ]
    result = places.compute_places(entries, PERIOD, NOW)
    by = {place.episodes.code: place for place in result.areas}
    assert (by["left.foot"].episodes.count, by["left.foot"].days) == (2, 3)
    assert by["left.calf"].days == 3
    assert by["right.foot"].days == 10  # only those of the period
    assert (result.n, result.not_asked) == (10, 7)
    assert places.sentence(result, ENGLISH) == (
        "Most often: left foot, 2 of 10 episodes (20%, likely 6% to 51%). Not asked in 7."
    )


def test_no_place_is_not_the_same_as_not_asked() -> None:
    none = places.compute_places([entry(n, **at()) for n in range(10)], PERIOD, NOW)
    assert places.sentence(none, ENGLISH) == "No place was named."
    blank = places.compute_places([entry(n) for n in range(10)], PERIOD, NOW)
    assert places.sentence(blank, ENGLISH) == "Not asked in any of 10 episodes."
    few = places.compute_places([entry(0, **at("left.foot"))], PERIOD, NOW)
    assert few.insufficient_data == InsufficientData.EPISODES


def test_the_highest_zone_of_each_28_day_window() -> None:
    entries = [
        entry(80, **at("left.toes")),
        entry(40, **at("left.foot")),
        entry(3, **at("left.foot", "left.knee")),
        entry(2),
    ]
    result = spread.compute_spread(entries, PERIOD, local_days(entries), NOW)
    assert [(window.highest, window.n) for window in result.windows] == [
        (None, 0),
        (1, 1),
        (2, 1),
        (4, 1),
    ]
    assert (result.windows[0].first, result.windows[-1].last) == (PERIOD.first, TODAY)
    assert (result.n, result.not_asked) == (3, 1)
    assert spread.sentence(result, ENGLISH) == (
        "In the last 28 days it reached up to: knee (1 answered). Before that: foot (1 answered)."
    )
    assert spread.trend_sentence(result, ENGLISH) == (
        "Known for 3 days: too few to tell a change. It takes 8."
    )


def test_an_ongoing_one_reaches_into_every_window_it_touches() -> None:
    entries = [entry(60, None, **at("left.calf"))]
    result = spread.compute_spread(entries, PERIOD, local_days(entries), NOW)
    assert [window.highest for window in result.windows] == [None, 3, 3, 3]


def test_a_rise_from_the_toes_to_the_thigh_has_confidence_limits() -> None:
    climb = ("toes", "toes", "foot", "calf", "calf", "knee", "knee", "thigh_front", "thigh_back")
    entries = [entry(30 - 3 * n, **at(f"left.{zone}")) for n, zone in enumerate(climb)]
    result = spread.compute_spread(entries, PERIOD, local_days(entries), NOW)
    assert result.trend.sure
    assert spread.trend_sentence(result, ENGLISH).startswith(
        "Higher up from 24 Oct 2026 to 17 Nov 2026"
    )


@pytest.mark.parametrize(
    ("areas", "text"),
    [
        ((), "No zone on the way up was named in the last 28 days."),
        (("middle.saddle",), "No zone on the way up was named in the last 28 days."),
        (None, "No places were asked in the last 28 days."),
    ],
)
def test_nothing_named_is_not_nothing_asked(areas: Any, text: str) -> None:
    episode = entry(1) if areas is None else entry(1, **at(*areas))
    assert (
        spread.sentence(
            spread.compute_spread([episode], PERIOD, local_days([episode]), NOW), ENGLISH
        )
        == text
    )


def test_yes_no_and_not_asked_add_up_for_each_symptom() -> None:
    entries = [
        *[entry(n, symptoms={"leg_pain": True, "rash": False}) for n in range(4)],
        *[entry(n, symptoms={}) for n in range(4, 6)],
        *[entry(n) for n in range(6, 12)],
    ]
    result = associated_symptoms.compute_associated_symptoms("symptoms", entries)
    by = {answer.yes.code: answer for answer in result.answers}
    assert {answer.yes.count + answer.no + answer.not_asked for answer in result.answers} == {12}
    assert (by["leg_pain"].yes.count, by["leg_pain"].not_asked) == (4, 8)
    assert (by["rash"].no, by["rash"].not_asked, by["dizziness"].not_asked) == (4, 8, 12)
    assert (result.n, result.not_asked) == (12, 8)
    assert associated_symptoms.sentence(result, ENGLISH) == (
        "Leg pain: 4 of 12 episodes (33%, likely 14% to 61%). Not asked in 8."
    )


def test_what_was_not_ticked_in_a_set_is_a_no() -> None:
    entries = [entry(n, sensations=frozenset({"numb", "heavy"})) for n in range(9)]
    result = associated_symptoms.compute_associated_symptoms("sensations", [*entries, entry(10)])
    by = {answer.yes.code: answer for answer in result.answers}
    assert (by["burning"].no, by["burning"].not_asked, by["numb"].yes.count) == (9, 1, 9)
    none = associated_symptoms.compute_associated_symptoms(
        "leg_changes", [entry(n, leg_changes=frozenset()) for n in range(10)]
    )
    assert none.not_asked == 0
    assert associated_symptoms.sentence(none, ENGLISH) == "Nothing of what was asked."


def test_three_are_named_and_the_others_counted() -> None:
    felt = ("numb", "tingling", "burning", "creeping", "heavy")
    entries = [entry(n, sensations=frozenset(felt[: n % 5 + 1])) for n in range(10)]
    text = associated_symptoms.sentence(
        associated_symptoms.compute_associated_symptoms("sensations", entries), ENGLISH
    )
    assert text.startswith("Numb: 10 of 10 episodes")
    assert text.endswith("2 others, less often.")
    blank = associated_symptoms.compute_associated_symptoms(
        "sensations", [entry(n) for n in range(10)]
    )
    assert associated_symptoms.sentence(blank, ENGLISH) == "Not asked in any of 10 episodes."
    assert associated_symptoms.sentence(
        associated_symptoms.compute_associated_symptoms("symptoms", []), ENGLISH
    ) == ("No episode is logged in this period.")
