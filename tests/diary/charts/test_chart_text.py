"""Text of charts: the numbers of the insights with their confidence."""

from datetime import date, timedelta
from typing import Any

import pytest

from diary.charts.chart_data import ChartData
from diary.charts.plots import charts, places
from diary.charts.theme import THEMES, Theme, contrast_ratio, most_readable
from diary.entries import BackgroundEntry
from diary.formatting import ENGLISH
from diary.statistics import durations, severity, times, triggers
from diary.statistics import places as place_statistics
from diary.statistics.insights import Insights
from tests.diary.charts.chart_fixtures import NOW, TODAY, chart_data, entries, render_chart, text_of

DATA = chart_data(40)


def test_the_sentences_are_those_of_the_insights() -> None:
    sentences = {name: text_of(name, DATA).sentence for name in charts()}
    assert sentences["duration"].startswith(durations.sentence(DATA[durations.STATISTIC], ENGLISH))
    assert sentences["severity"].startswith(
        severity.STATISTIC.sentence(DATA[severity.STATISTIC], ENGLISH)
    )
    assert sentences["time_of_day"] == times.sentence(DATA[times.STATISTIC], ENGLISH)
    assert sentences["triggers"].startswith(triggers.sentence(DATA[triggers.STATISTIC], ENGLISH))
    assert sentences["places"] == place_statistics.sentence(
        DATA[place_statistics.STATISTIC], ENGLISH
    )


@pytest.mark.parametrize("name", ["duration", "severity", "time_of_day", "triggers", "places"])
def test_insufficient_data_is_the_whole_sentence(name: str) -> None:
    assert text_of(name, chart_data(0)).sentence == "No episode is logged in this period."


@pytest.mark.parametrize("name", charts())
def test_every_table_is_as_wide_as_its_head_and_not_without_end(name: str) -> None:
    for data in (DATA, chart_data(5000, 3650)):
        table = text_of(name, data).table
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert len(table.rows) <= 3650  # a row a day is the most


def test_no_reason_not_sure_and_not_asked_are_three_things() -> None:
    rows = {row[0]: row[1] for row in text_of("triggers", DATA).table.rows}
    counted = [episode.trigger for episode in DATA.entries]
    assert rows["no apparent reason"] == counted.count("none")
    assert rows["not sure"] == counted.count("unsure")
    assert rows["not asked"] == counted.count(None)
    zeros = text_of("triggers", chart_data(0)).table.rows
    assert [row[:2] for row in zeros] == [
        ("no apparent reason", 0),
        ("not sure", 0),
        ("not asked", 0),
    ]


def test_ongoing_episodes_are_labelled_and_drawn_differently() -> None:
    assert [row[2] for row in text_of("duration", DATA).table.rows].count("going on") == 1
    over = [episode._replace(ended_at=NOW) for episode in entries(40, 90)]
    ended = ChartData(over, (), today=TODAY, days=90, now=NOW)
    triangle = f"fill: {THEMES['light'].threshold}"
    assert render_chart("duration", DATA).decode().count(triangle) == 2  # one of them in the legend
    assert render_chart("duration", ended).decode().count(triangle) == 1


def test_a_strength_that_was_not_asked_is_no_zero() -> None:
    rows = text_of("severity", DATA).table.rows
    assert [row[1] for row in rows].count("not asked") == DATA[severity.STATISTIC].not_asked > 0
    assert 0 not in [row[1] for row in rows]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_numbers_on_the_legs_can_be_read_on_every_shade(theme: Theme) -> None:
    for shade in range(len(places.SHADES)):
        fill = places.fill_of(shade, theme)
        assert contrast_ratio(fill, most_readable(fill, theme.ink, theme.on_episode)) >= 4.5


def test_the_shades_part_the_days_evenly_and_none_is_for_no_day() -> None:
    shades = [places.shade_index(days, 8) for days in range(9)]
    assert shades == [None, 0, 0, 1, 1, 2, 2, 3, 3]
    assert [places.shade_index(days, 2) for days in range(3)] == [None, 1, 3]


def test_left_is_on_the_left_in_both_views() -> None:
    episode = entries(1, 7)[0]._replace(areas=frozenset({"left.shin", "right.calf"}))
    data = ChartData([episode], (), today=TODAY, days=7, now=NOW)
    text = render_chart("places", data).decode()
    (left, right) = sorted(
        float(part.split('x="')[1].split('"')[0])
        for part in text.split("<text")
        if "font-weight: 700" in part and part.split(">")[1].split("<")[0].isdigit()
    )
    assert left < 90  # the left half of the front
    assert right > 270  # the right half of the back


def test_the_timeline_has_the_items_of_the_period_and_a_caveat() -> None:
    text = text_of("timeline", DATA)
    assert text.sentence.endswith("What stands side by side here need not be cause and effect.")
    named = {row[1]: row[2:] for row in text.table.rows}
    assert named["Metformin"] == ("2024-03-01", "goes on")
    assert named["Diabetes"] == ("not known", "goes on")
    assert named["Influenza"] == ("2026-10-05", "2026-10-05")
    assert "" not in named  # asked, and none
    before = [
        BackgroundEntry("medication", "Old", date(2020, 1, 1), TODAY - timedelta(days=90)),
        BackgroundEntry("vaccination", "Undated"),
    ]
    data = ChartData([], (), before, today=TODAY, days=90, now=NOW)
    assert text_of("timeline", data).table.rows == ()
    assert text_of("timeline", data).sentence.endswith("1 without a day is left out.")


def test_a_name_can_be_of_any_letters_and_of_any_length() -> None:
    names = ["$x^2$ \\frac", "Ω Ж 薬 💊 \x01\ud800<&>", "long " * 60]
    items = [BackgroundEntry("medication", name, TODAY) for name in names]
    data = ChartData([], (), items, today=TODAY, days=30, now=NOW)
    text = render_chart("timeline", data).decode()
    assert "$x^2$ \\frac" in text
    assert "Ω Ж 薬 💊" in text
    assert "&lt;&amp;&gt;" in text
    assert "…</text>" in text
    render_chart("timeline", data, "png")


def test_a_chart_reuses_computed_insights() -> None:
    episodes = entries(300, 90)
    when: dict[str, Any] = {"today": TODAY, "days": 90, "now": NOW}
    insights = Insights(episodes, (), (), **when)
    alone, with_insights = (
        ChartData(episodes, (), **when),
        ChartData(episodes, (), **when, insights=insights),
    )
    assert with_insights[durations.STATISTIC] is insights[durations.STATISTIC]
    for chart in charts().values():
        assert chart.prepare(with_insights) == chart.prepare(alone)
