"""Golden images: charts are drawn as they were when last reviewed."""

from typing import Any

import pytest
from matplotlib import rc_context

from diary.charts.canvas import Canvas
from diary.charts.plots import charts
from tests.diary.charts.golden import GOLDEN, TOLERANCE, VARIANTS, max_difference, render_variant


def differs(name: str, variant: str, **lines: float) -> bool:
    golden = (GOLDEN / f"{name}-{variant}.png").read_bytes()
    return max_difference(render_variant(name, variant, **lines), golden) > TOLERANCE


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", charts())
def test_it_matches_its_golden_image(name: str, variant: str) -> None:
    assert not differs(name, variant)


def test_every_golden_picture_is_of_a_chart() -> None:
    names = {path.stem for path in GOLDEN.glob("*.png")}
    assert names == {f"{name}-{variant}" for name in charts() for variant in VARIANTS}


@pytest.mark.parametrize("name", charts())
def test_font_hinting_is_tolerated(name: str) -> None:
    with rc_context({"text.hinting": "none"}):
        assert not differs(name, "usual")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("frequency", {"frequent_week_days": 4}),
        ("frequency", {"frequent_month_days": 9}),
        ("duration", {"long_hour_minutes": 66}),
        ("duration", {"long_day_minutes": 1380}),
    ],
)
def test_a_moved_line_is_detected(name: str, line: dict[str, float]) -> None:
    assert differs(name, "usual", **line)


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("calendar", "rings"),
        ("frequency", "lines"),
        ("frequency", "boxes"),
        ("duration", "dots"),
        ("duration", "shapes"),
        ("severity", "rings"),
        ("time_of_day", "lines"),
        ("triggers", "boxes"),
        ("places", "path"),
        ("timeline", "shapes"),
        ("timeline", "text"),
    ],
)
def test_a_missing_series_is_detected(
    monkeypatch: pytest.MonkeyPatch, name: str, series: str
) -> None:
    def nothing(*args: Any, **style: Any) -> None: ...

    monkeypatch.setattr(Canvas, series, nothing)
    assert differs(name, "usual")
