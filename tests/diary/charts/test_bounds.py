"""Rendering is bounded, however many episodes there are."""

from typing import Any

import pytest

from diary.charts.axis import MAX_POINTS, thin_points
from diary.charts.canvas import Canvas
from diary.charts.chart_data import ChartData
from diary.charts.plots import charts
from tests.diary.charts.chart_fixtures import BACKGROUND, NOW, TODAY, entries, render_chart

DAYS = 365
MAX_TOTAL_POINTS, MAX_CALLS = 25_000, 400


@pytest.fixture(scope="module")
def enormous() -> ChartData:
    """Far more than anyone logs, and hundreds that never ended."""
    episodes = entries(50_000, DAYS)
    episodes[:500] = [episode._replace(ended_at=None) for episode in episodes[:500]]
    return ChartData(episodes, (), BACKGROUND * 200, today=TODAY, days=DAYS, now=NOW)


@pytest.mark.parametrize("name", charts())
def test_a_chart_of_fifty_thousand_episodes_draws_no_more_than_can_be_seen(
    name: str, enormous: ChartData, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = []
    path, text = Canvas.path, Canvas.text

    def count_path(canvas: Canvas, vertices: Any, *rest: Any, **style: Any) -> None:
        points.append(len(vertices))
        path(canvas, vertices, *rest, **style)

    def count_text(*chart_text: Any, **style: Any) -> None:
        points.append(1)
        text(*chart_text, **style)

    monkeypatch.setattr(Canvas, "path", count_path)
    monkeypatch.setattr(Canvas, "text", count_text)
    render_chart(name, enormous, size="paper")
    assert sum(points) < MAX_TOTAL_POINTS
    assert len(points) < MAX_CALLS


def test_points_are_thinned_to_half_pixels() -> None:
    few = [(0.1, 0.0), (0.2, 0.0), (0.3, 0.0), (3.0, 4.3)]
    assert thin_points(few) == [(0.0, 0.0), (0.5, 0.0), (3.0, 4.5)]
    everywhere = [(x / 2, y / 2) for x in range(600) for y in range(400)]
    assert 1_000 < len(thin_points(everywhere)) <= MAX_POINTS
