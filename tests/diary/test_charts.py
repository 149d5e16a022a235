"""What charts say and draw, without a server."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from random import Random
from xml.etree import ElementTree

import pytest

from diary.charts import charts
from diary.charts.language import ENGLISH
from diary.charts.render import Format, render
from diary.charts.theme import THEMES
from diary.entries import Entry
from diary.summary import DayState, Summary, summarise

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LINES = {"frequent_week_days": 3.0}
SVG = "{http://www.w3.org/2000/svg}"


def diary(count: int, days: int = 90) -> Summary:
    chance = Random(count)
    entries = []
    for number in range(count):
        start = NOW - timedelta(minutes=chance.randrange(60, days * 1440))
        end = start + timedelta(minutes=chance.randrange(1, 200))
        entries.append(Entry(id=str(number), started_at=start, ended_at=end, zone="Europe/Berlin"))
    free = [TODAY - timedelta(days=n) for n in range(0, days, 3)] if count else []
    return summarise(entries, free, today=TODAY, days=days, now=NOW)


def drawn(name: str, summary: Summary, format: Format = "svg", theme: str = "light") -> bytes:
    return render(charts()[name], summary, LINES, THEMES[theme], format, ENGLISH)


def test_a_file_in_the_folder_is_a_chart() -> None:
    assert list(charts()) == ["frequency", "calendar"]


def test_the_app_starts_and_tells_without_matplotlib() -> None:
    code = (
        "import sys; from datetime import *; from diary.charts import charts;"
        "from diary.charts.language import ENGLISH;"
        "from diary.summary import summarise; import diary.charts.render;"
        "s = summarise([], [], today=date(2026, 1, 1), days=7, now=datetime.now(UTC));"
        "[c.tell(s, {'frequent_week_days': 3}, ENGLISH) for c in charts().values()];"
        "sys.exit('matplotlib' in sys.modules or 'django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["frequency", "calendar"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("count", "days"), [(0, 90), (1, 7), (40, 365), (5000, 3650)])
def test_it_draws_none_one_and_thousands(name: str, theme: str, count: int, days: int) -> None:
    summary = diary(count, days)
    picture = ElementTree.fromstring(drawn(name, summary, theme=theme))
    assert picture.get("role") == "img"
    assert picture.get("width") == "360"
    told = charts()[name].tell(summary, LINES, ENGLISH)
    assert picture.findtext(f"{SVG}title") == charts()[name].title(ENGLISH)
    assert picture.findtext(f"{SVG}desc") == told.description
    # Text is text, and big enough to be read on a phone.
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", _styles(picture))]
    assert sizes
    assert min(sizes) >= 12
    # Nothing sticks out of the picture.
    height = float(picture.get("height") or 0)
    for text in picture.iter(f"{SVG}text"):
        assert 0 < float(text.get("x", "1")) < 360
        assert 0 < float(text.get("y", "1")) < height


def _styles(picture: ElementTree.Element) -> str:
    return " ".join(text.get("style", "") for text in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize("format", ["svg", "png"])
@pytest.mark.parametrize("name", ["frequency", "calendar"])
def test_the_same_diary_gives_the_same_bytes(name: str, format: Format) -> None:
    first, second = (drawn(name, diary(30), format) for _ in range(2))
    assert first == second
    assert drawn(name, diary(31), format) != first
    assert drawn(name, diary(30), format, "dark") != first


def test_a_png_tells_what_it_shows() -> None:
    picture = drawn("frequency", diary(30), "png")
    assert picture.startswith(b"\x89PNG")
    assert charts()["frequency"].tell(diary(30), LINES, ENGLISH).description.encode() in picture


def test_an_svg_reaches_for_nothing_outside_itself() -> None:
    text = drawn("calendar", diary(30)).decode()
    assert "<!DOCTYPE" not in text
    assert "<script" not in text
    outside = re.findall(r'(?:href|src)="(?!#)[^"]*"|url\((?!#)[^)]*\)', text)
    assert outside == []


def test_frequency_says_the_numbers_and_what_it_does_not_know() -> None:
    summary = diary(30)
    told = charts()["frequency"].tell(summary, LINES, ENGLISH)
    assert told.sentence == (
        f"Numbness on {summary.episode_days} of the last 90 days."
        f" {summary.not_logged_days} days not logged, so it could be more."
    )
    for number in (summary.episode_days, summary.symptom_free_days, summary.not_logged_days):
        assert str(number) in told.description
    assert "reached 3 days" in told.description
    assert [row[2:] for row in told.table.rows] == [
        (week.episode_days, week.symptom_free_days, week.not_logged_days) for week in summary.weeks
    ]


def test_frequency_draws_its_line_where_the_rules_have_it() -> None:
    chart, summary = charts()["frequency"], diary(30)
    five = render(
        chart, summary, {"frequent_week_days": 5.0}, THEMES["light"], "svg", ENGLISH
    ).decode()
    assert "5 days or more in 7" in five
    assert "3 days or more" not in five


def test_the_calendar_tells_every_day_by_its_state() -> None:
    summary = diary(30)
    table = charts()["calendar"].tell(summary, LINES, ENGLISH).table
    words = {DayState.EPISODE: "numbness", DayState.SYMPTOM_FREE: "no numbness"}
    assert list(table.rows) == [
        (day.date.isoformat(), words.get(day.state, "not logged"), day.episodes)
        for day in summary.days
    ]


def test_the_calendar_tells_states_apart_without_colour() -> None:
    text = drawn("calendar", diary(30)).decode()
    filled, rings = (
        len(re.findall(style, text))
        for style in ("fill: #0b534f", "fill: none; stroke: #5f7f9c|stroke: #5f7f9c")
    )
    assert filled
    assert rings
