from collections.abc import Sequence
from datetime import date

import pytest

from diary.entries import BackgroundEntry, Entry
from diary.formatting import ENGLISH
from diary.statistics.before_after import BeforeAfter, compute_before_after, sentence
from diary.statistics.methods.change import Change
from diary.statistics.methods.sample_size import InsufficientData
from diary.summary import Period
from tests.diary.statistics.entry_fixtures import NOW, TODAY, ago, entry, local_days

PERIOD = Period.ending(TODAY, 90)


def around(
    entries: Sequence[Entry],
    on: date | None,
    kind: str = "medication",
    name: str = "B12",
    free: range = range(200),
) -> list[BeforeAfter]:
    items = [BackgroundEntry(kind, name, on)]
    return list(compute_before_after(items, entries, local_days(entries, free), PERIOD, NOW))


@pytest.mark.parametrize(("kind", "width"), [("medication", 28), ("vaccination", 42)])
def test_the_windows_leave_out_the_day_itself(kind: str, width: int) -> None:
    on = 60
    entries = [entry(on + day) for day in (-width - 1, -width, -1, 0, 1, width, width + 1)]
    (result,) = around(entries, ago(on), kind)
    assert (result.before.days, result.after.days) == (width, width)
    assert (result.before.episodes, result.on_the_day, result.after.episodes) == (2, 1, 2)


def test_what_goes_on_from_before_did_not_start_after() -> None:
    (result,) = around([entry(50, 60 * 24 * 20)], ago(40))
    assert (result.before.episodes, result.after.episodes) == (1, 0)
    assert result.after.logged_days == 28


def test_days_count_once_and_episodes_each() -> None:
    entries = [entry(30, hour=8), entry(30, hour=12), entry(20)]
    (result,) = around(entries, ago(40))
    assert (result.after.episodes, result.after.days_begun) == (3, 2)


def test_the_sentence_names_the_order_and_never_a_cause() -> None:
    entries = [entry(42), *[entry(day) for day in range(13, 39, 3)]]
    (result,) = around(entries, ago(40))
    assert result.change == Change.MORE
    assert sentence(result, ENGLISH) == (
        "B12, 14 Oct 2026."
        " Started before: 1 episode, on 1 of 28 days logged, in 28 days."
        " Started after: 9 episodes, on 9 of 28 days logged, in 28 days."
        " More often: 9 times as often (likely 1.2 to 390)."
        " This is what came first, not what caused it."
    )


def test_while_the_time_after_has_not_passed_nothing_is_compared() -> None:
    (result,) = around([entry(3)], ago(10))
    assert (result.after.days, result.insufficient_data, result.ratio) == (
        10,
        InsufficientData.DAYS,
        None,
    )
    text = sentence(result, ENGLISH)
    assert "Started after: 1 episode, on 1 of 10 days logged, in 10 days so far." in text
    assert "Not enough days logged to compare." in text
    (today,) = around([entry(0)], TODAY)
    assert (today.after.days, today.after.episodes, today.on_the_day) == (0, 0, 1)
    assert "1 episode on the day itself." in sentence(today, ENGLISH)


def test_it_takes_enough_days_logged_on_both_sides() -> None:
    (result,) = around([], ago(40), free=range(12, 61))
    assert result.insufficient_data is None
    assert result.ratio is None  # none on either side
    (result,) = around([], ago(40), free=range(12, 60))
    assert result.insufficient_data == InsufficientData.DAYS


@pytest.mark.parametrize(("on", "name"), [(None, "B12"), (ago(40), ""), (ago(90), "B12")])
def test_what_has_no_name_or_no_day_or_lies_outside_is_left_out(on: date | None, name: str) -> None:
    assert around([], on, name=name) == []


def test_items_come_in_the_order_in_which_they_began() -> None:
    items = [
        BackgroundEntry("injury", "Fall", ago(3)),
        BackgroundEntry("visit", "Dr. Foot", ago(5)),
        BackgroundEntry("condition", "Migraine", ago(5)),
    ]
    results = compute_before_after(items, [], local_days(), PERIOD, NOW)
    assert [result.name for result in results] == ["Migraine", "Dr. Foot", "Fall"]
