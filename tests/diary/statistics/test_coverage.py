from datetime import timedelta

import pytest

from diary.formatting import ENGLISH
from diary.statistics.coverage import sentence
from diary.statistics.methods.sample_size import InsufficientData
from diary.summary import Period
from tests.diary.statistics.entry_fixtures import REACH, TODAY, ago, entry, local_days

MONTH = Period.ending(TODAY, 28)


@pytest.mark.parametrize(
    ("numb", "free", "text"),
    [
        (4, 28, "4 days with numbness in 28 days; all are logged."),
        (0, 28, "No numbness in these 28 days; all are logged."),
        (4, 20, "4 days with numbness; 20 of 28 days are logged. In all, then, from 4 to 12."),
        (0, 20, "No numbness on the days that are logged, 20 of 28 days. Of the others nothing"),
        (0, 19, "Not enough days logged: 19 of 28 days."),
        (4, 4, "The days with numbness may be anything from 4 to 28."),
        (0, 0, "The days with numbness may be anything from 0 to 28."),
    ],
)
def test_an_absence_is_only_claimed_of_days_that_are_logged(
    numb: int, free: int, text: str
) -> None:
    coverage = local_days([entry(day) for day in range(numb)], range(free)).coverage(MONTH)
    assert text in sentence(coverage, ENGLISH)
    assert coverage.insufficient_data == (InsufficientData.DAYS if max(numb, free) < 20 else None)


def test_a_day_with_an_episode_is_not_free_although_it_was_checked_in() -> None:
    coverage = local_days([entry(3)]).coverage(MONTH)
    assert (coverage.episode_days, coverage.symptom_free_days, coverage.not_logged_days) == (
        1,
        27,
        0,
    )


def test_days_before_what_was_read_and_days_to_come_are_not_logged() -> None:
    before = Period(REACH.first - timedelta(days=5), REACH.first + timedelta(days=1))
    assert local_days().coverage(before).logged_days == 2
    assert local_days().coverage(Period(ago(1), ago(-3))).logged_days == 2
