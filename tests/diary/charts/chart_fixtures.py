"""Deterministic chart data, without a database."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from diary.charts.chart import ChartText, Size
from diary.charts.chart_data import ChartData
from diary.charts.plots import charts
from diary.charts.render import Format, render
from diary.charts.theme import THEMES
from diary.entries import BackgroundEntry, Entry
from diary.formatting import ENGLISH, Locale
from diary.schema.codes import TRIGGERS

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LINES = {
    "frequent_week_days": 3.0,
    "frequent_month_days": 8.0,
    "long_after_moving_minutes": 10.0,
    "long_hour_minutes": 60.0,
    "long_day_minutes": 1440.0,
}
SIZES = [(0, 90), (1, 7), (40, 365), (5000, 3650)]  # episodes, days
PLACES = ("toes", "foot", "ankle", "calf", "shin", "knee", "thigh_back", "thigh_front", "hand")
BACKGROUND = (
    BackgroundEntry("medication", "Metformin", date(2024, 3, 1)),
    BackgroundEntry("medication", "Ciprofloxacin", date(2026, 9, 20), date(2026, 9, 30)),
    BackgroundEntry("supplement", "Vitamin B12", date(2026, 10, 12)),
    BackgroundEntry("vaccination", "Influenza", date(2026, 10, 5)),
    BackgroundEntry("injury", "Fell on the stairs", date(2026, 9, 12)),
    BackgroundEntry("condition", "Diabetes"),
    BackgroundEntry("visit", "Dr Abalo", date(2026, 11, 4)),
    BackgroundEntry("supplement", ""),
)


def entries(count: int, days: int) -> list[Entry]:
    chance = Random(count)
    episodes = []
    for number in range(count):
        start = NOW - timedelta(minutes=chance.randrange(60, days * 1440))
        minutes = round(min(4000, chance.lognormvariate(3, 1.2)), 1)
        side = chance.choice(("left", "left", "right"))
        lowest = chance.randrange(len(PLACES))
        episodes.append(
            Entry(
                id=f"{number:05}",
                started_at=start,
                ended_at=min(start + timedelta(minutes=minutes), NOW),
                zone="Europe/Berlin",
                start_precision=chance.choice((None, "exact", "woke_with_it")),
                areas=chance.choice(
                    (
                        None,
                        *[frozenset(f"{side}.{part}" for part in PLACES[lowest : lowest + 3])] * 4,
                    )
                ),
                severity=chance.choice((None, 2, 3, 3, 4, 5, 5, 6, 8)),
                trigger=chance.choice((None, *TRIGGERS, "sitting", "sitting", "none")),
            )
        )
    if count > 1:
        start = NOW - timedelta(hours=5)
        episodes[0] = episodes[0]._replace(started_at=start, ended_at=None)
    return episodes


def chart_data(count: int, days: int = 90) -> ChartData:
    free = [TODAY - timedelta(days=n) for n in range(0, days, 3)] if count else []
    background = BACKGROUND if count > 1 else ()
    return ChartData(entries(count, days), free, background, today=TODAY, days=days, now=NOW)


def text_of(name: str, data: ChartData, locale: Locale = ENGLISH, **lines: float) -> ChartText:
    chart = charts()[name]
    return chart.describe(chart.prepare(data), LINES | lines, locale)


def render_chart(
    name: str,
    data: ChartData,
    format: Format = "svg",
    theme: str = "light",
    size: Size = "phone",
    locale: Locale = ENGLISH,
    scale: float = 2.5,
    **lines: float,
) -> bytes:
    chart: Any = charts()[name]
    plot = chart.prepare(data)
    return render(chart, plot, LINES | lines, THEMES[theme], format, locale, size, scale)
