"""Charts look as they did when somebody last looked."""

from typing import Any

import pytest
from matplotlib import rc_context

from diary.charts.canvas import Canvas
from diary.charts.plots import charts
from tests.diary.charts.golden import GOLDEN, LOOKS, TOLERANCE, off, picture


def differs(name: str, look: str, **lines: float) -> bool:
    kept = (GOLDEN / f"{name}-{look}.png").read_bytes()
    return off(picture(name, look, **lines), kept) > TOLERANCE


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", charts())
def test_it_looks_as_it_did(name: str, look: str) -> None:
    assert not differs(name, look)


def test_every_golden_picture_is_of_a_chart() -> None:
    kept = {path.stem for path in GOLDEN.glob("*.png")}
    assert kept == {f"{name}-{look}" for name in charts() for look in LOOKS}


@pytest.mark.parametrize("name", charts())
def test_letters_may_be_hinted_otherwise(name: str) -> None:
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
def test_a_line_that_moved_is_seen(name: str, line: dict[str, float]) -> None:
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
def test_a_series_that_is_missing_is_seen(
    monkeypatch: pytest.MonkeyPatch, name: str, series: str
) -> None:
    def nothing(*args: Any, **style: Any) -> None: ...

    monkeypatch.setattr(Canvas, series, nothing)
    assert differs(name, "usual")
