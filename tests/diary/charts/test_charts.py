"""What charts say and draw, without a server."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from diary.charts.chart import WIDTHS, Size
from diary.charts.plots import charts
from diary.charts.render import Format
from diary.charts.theme import THEMES
from diary.formatting import ENGLISH
from diary.summary import DayState
from tests.diary.charts.chart_fixtures import SIZES, chart_data, render_chart, text_of

NAMES = list(charts())
SVG = "{http://www.w3.org/2000/svg}"


def test_a_file_in_the_folder_is_a_chart() -> None:
    assert list(charts()) == [
        "calendar",
        "frequency",
        "duration",
        "severity",
        "time_of_day",
        "triggers",
        "places",
        "timeline",
    ]


def test_chart_text_does_not_import_matplotlib() -> None:
    code = (
        "import sys; import diary.charts.render; from tests.diary.charts.chart_fixtures import *;"
        "[text_of(name, chart_data(1, 30)) for name in charts()];"
        "sys.exit('matplotlib' in sys.modules or 'django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize(("count", "days"), SIZES)
def test_it_draws_zero_to_thousands_of_episodes(
    name: str, size: Size, count: int, days: int
) -> None:
    data = chart_data(count, days)
    svg = render_chart(name, data, theme="print" if size == "paper" else "light", size=size)
    assert len(svg) < 300_000
    picture = ElementTree.fromstring(svg)
    assert picture.get("role") == "img"
    assert picture.get("width") == f"{WIDTHS[size]}"
    assert picture.findtext(f"{SVG}title") == charts()[name].title(ENGLISH)
    assert picture.findtext(f"{SVG}desc") == text_of(name, data).description
    # Text is text, and big enough to be read on a phone.
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", _styles(picture))]
    assert sizes
    assert min(sizes) >= 12
    # Nothing sticks out of the picture.
    height = float(picture.get("height") or 0)
    for text in picture.iter(f"{SVG}text"):
        assert 0 < float(text.get("x", "1")) < WIDTHS[size]
        assert 0 < float(text.get("y", "1")) < height


def _styles(picture: ElementTree.Element) -> str:
    return " ".join(text.get("style", "") for text in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize("format", ["svg", "png"])
@pytest.mark.parametrize("name", NAMES)
def test_the_same_diary_gives_the_same_bytes(name: str, format: Format) -> None:
    first, second = (render_chart(name, chart_data(30), format) for _ in range(2))
    assert first == second
    assert render_chart(name, chart_data(31), format) != first
    assert render_chart(name, chart_data(30), format, "dark") != first


def test_a_png_has_title_and_description() -> None:
    picture = render_chart("frequency", chart_data(30), "png")
    assert picture.startswith(b"\x89PNG")
    assert text_of("frequency", chart_data(30)).description.encode() in picture


def test_an_svg_reaches_for_nothing_outside_itself() -> None:
    text = render_chart("calendar", chart_data(30)).decode()
    assert "<!DOCTYPE" not in text
    assert "<script" not in text
    outside = re.findall(r'(?:href|src)="(?!#)[^"]*"|url\((?!#)[^)]*\)', text)
    assert outside == []


def test_frequency_text_has_the_counts_and_the_unlogged_days() -> None:
    summary = chart_data(30).summary
    text = text_of("frequency", chart_data(30))
    assert text.sentence == (
        f"Numbness on {summary.episode_days} of the last 90 days."
        f" {summary.not_logged_days} days not logged, so it could be more."
    )
    for number in (summary.episode_days, summary.symptom_free_days, summary.not_logged_days):
        assert str(number) in text.description
    assert "reached 3 days" in text.description
    assert [row[2:] for row in text.table.rows] == [
        (week.episode_days, week.symptom_free_days, week.not_logged_days) for week in summary.weeks
    ]


def test_frequency_draws_its_lines_where_the_rules_have_them() -> None:
    text = render_chart(
        "frequency", chart_data(30), frequent_week_days=5, frequent_month_days=14
    ).decode()
    assert "5 days or more in 7" in text
    assert "3 days or more in 7" not in text
    assert "14 days or more in 28" in text
    assert ">3.5</text>" in text  # a week, where the second line lies


def test_the_calendar_table_has_the_state_of_every_day() -> None:
    summary = chart_data(30).summary
    table = text_of("calendar", chart_data(30)).table
    chart_text = {DayState.EPISODE: "numbness", DayState.SYMPTOM_FREE: "no numbness"}
    assert list(table.rows) == [
        (day.date.isoformat(), chart_text.get(day.state, "not logged"), day.episodes)
        for day in summary.days
    ]


def test_the_calendar_table_of_a_year_has_a_row_for_each_month() -> None:
    summary = chart_data(300, 365).summary
    table = text_of("calendar", chart_data(300, 365)).table
    assert len(table.rows) == len({day.date.replace(day=1) for day in summary.days}) == 13
    days_by_state: dict[DayState, list[tuple[str, int]]] = {state: [] for state in DayState}
    for month, *cells in table.rows:
        for state, cell in zip(DayState, cells, strict=True):
            for run in filter(None, str(cell).split(", ")):
                days, _, times = run.partition(" (")
                first, _, last = days.partition("–")
                for number in range(int(first), int(last or first) + 1):
                    days_by_state[state].append((f"{number} {month}", int(times[:-2] or 1)))
    assert days_by_state == {
        state: [
            (f"{day.date.day} {ENGLISH.month_year(day.date)}", max(1, day.episodes))
            for day in summary.days
            if day.state == state
        ]
        for state in DayState
    }
    assert any(times > 1 for _, times in days_by_state[DayState.EPISODE])


def test_calendar_states_differ_without_colour() -> None:
    text = render_chart("calendar", chart_data(30, 365)).decode()
    widths = {
        color: re.findall(rf"stroke: {color}; stroke-width: ([\d.]+); stroke-linecap: (\w+)", text)
        for color in (THEMES["light"].episode, THEMES["light"].free, THEMES["light"].unlogged)
    }
    (_, numb), (_, free), (_, unlogged) = (styles[-1:] * 2 for styles in widths.values())
    assert numb[1] == "square"
    assert free[1] == unlogged[1] == "round"
    assert float(unlogged[0]) < float(free[0]) / 3
