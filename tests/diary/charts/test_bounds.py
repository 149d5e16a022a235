"""However much is in a diary, a drawing has an end."""

from typing import Any

import pytest

from diary.charts.axis import MOST_APART, apart
from diary.charts.canvas import Pen
from diary.charts.chart_data import Material
from diary.charts.plots import charts
from tests.diary.charts.made import BACKGROUND, NOW, TODAY, drawn, entries

DAYS = 365
MOST_POINTS, MOST_CALLS = 25_000, 400


@pytest.fixture(scope="module")
def enormous() -> Material:
    """Far more than anyone logs, and hundreds that never ended."""
    made = entries(50_000, DAYS)
    made[:500] = [one._replace(ended_at=None) for one in made[:500]]
    return Material(made, (), BACKGROUND * 200, today=TODAY, days=DAYS, now=NOW)


@pytest.mark.parametrize("name", charts())
def test_a_chart_of_fifty_thousand_episodes_draws_no_more_than_can_be_seen(
    name: str, enormous: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = []
    path, text = Pen.path, Pen.text

    def counted(pen: Pen, vertices: Any, *rest: Any, **style: Any) -> None:
        points.append(len(vertices))
        path(pen, vertices, *rest, **style)

    def said(*words: Any, **style: Any) -> None:
        points.append(1)
        text(*words, **style)

    monkeypatch.setattr(Pen, "path", counted)
    monkeypatch.setattr(Pen, "text", said)
    drawn(name, enormous, size="paper")
    assert sum(points) < MOST_POINTS
    assert len(points) < MOST_CALLS


def test_points_are_told_apart_as_finely_as_there_is_room_for() -> None:
    few = [(0.1, 0.0), (0.2, 0.0), (0.3, 0.0), (3.0, 4.3)]
    assert apart(few) == [(0.0, 0.0), (0.5, 0.0), (3.0, 4.5)]
    everywhere = [(x / 2, y / 2) for x in range(600) for y in range(400)]
    assert 1_000 < len(apart(everywhere)) <= MOST_APART
