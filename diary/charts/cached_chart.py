"""Cached rendering: the ETag of a diary's chart, from what the chart reads, and its bytes."""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.metadata import version
from json import dumps
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache

from diary import hooks, i18n, queries
from diary.charts import plots
from diary.charts.chart import WIDTHS, Chart, ChartText, Size, Thresholds
from diary.charts.chart_data import ChartData
from diary.charts.remote import LOCALE_DIR, compute_remotely, draw_chart
from diary.charts.render import Format
from diary.charts.theme import THEMES
from diary.compute.process import process
from diary.formatting import Locale
from diary.models import Diary
from diary.statistics.insights import required_period

log = logging.getLogger(__name__)

MIN_DAYS, MAX_DAYS, DEFAULT_DAYS = 7, 3650, 90
# A local day begins at most 14 hours before, and ends at most 12 hours after, the UTC day.
ZONE_MARGIN = timedelta(hours=15)
# Seconds for which the ETag of an unchanged diary is cached: with an ongoing episode, and without.
MINUTE, DAY = 60, 24 * 60 * 60


def local_today(diary: Diary, now: datetime) -> date:
    return now.astimezone(ZoneInfo(diary.zone)).date()


def load_chart_data(
    diary: Diary, days: int, now: datetime, *, background: bool = True
) -> ChartData:
    """Chart data of the last `days` local days; three queries.

    Without `background`, medicines, injuries and the like are not read.
    """
    today = local_today(diary, now)
    first = required_period(today, days).first
    return ChartData(
        queries.fetch_entries(diary.pk, since=datetime.combine(first, time(), UTC) - ZONE_MARGIN),
        queries.fetch_check_in_days(diary.pk, since=first),
        queries.fetch_background(diary.pk) if background else None,
        today=today,
        days=days,
        now=now,
        compute=compute_remotely,
    )


def digest(*parts: object) -> str:
    return sha256(dumps(parts, default=repr).encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def code_version() -> str:
    """Digest of all code and libraries that a picture depends on."""
    app = Path(__file__).parent.parent
    files: Iterable[Path] = [
        *app.glob("*.py"),
        *app.glob("charts/**/*.py"),
        *app.glob("statistics/**/*.py"),
        *LOCALE_DIR.glob("*/LC_MESSAGES/*.mo"),
    ]
    libraries = [version(name) for name in ("matplotlib", "scipy", "babel")]
    return digest(libraries, [sha256(file.read_bytes()).hexdigest() for file in sorted(files)])


@dataclass(frozen=True, kw_only=True)
class CachedChart:
    """Everything that the image of a chart depends on."""

    diary: Diary
    name: str
    days: int
    theme: str
    format: Format
    now: datetime
    thresholds: Thresholds
    locale: Locale
    size: Size = "phone"
    background: bool = True

    @classmethod
    def create(cls, diary: Diary, name: str, **options: Any) -> "CachedChart":
        """In the active language. Raises KeyError for an unknown chart, theme or size."""
        cached = cls(
            diary=diary,
            name=name,
            thresholds=hooks.effective_thresholds(diary),
            locale=i18n.active_locale(),
            **options,
        )
        _ = cached.chart, THEMES[cached.theme], WIDTHS[cached.size]
        return cached

    @property
    def chart(self) -> Chart[Any]:
        return plots.charts()[self.name]

    @cached_property
    def _data(self) -> ChartData:
        return load_chart_data(self.diary, self.days, self.now, background=self.background)

    @cached_property
    def _plot(self) -> Any:
        return self.chart.prepare(self._data)

    def etag(self) -> str:
        """A strong ETag: it depends on what the chart reads of the diary, and nothing else.

        Cached by the diary's change number, so that a repeated request needs no query. The cache
        holds a digest only: no picture and no health data.
        """
        options = [self.name, self.theme, self.format, self.size, self.locale.code]
        query = [self.days, self.background, sorted(self.thresholds.items()), code_version()]
        today = local_today(self.diary, self.now)
        key = digest("chart", self.diary.pk, self.diary.change_seq, today, options, query)
        etag = _cache_get(key)
        if etag is None:
            etag = f'"{digest(options, query, self._plot)}"'
            _cache_set(key, etag, MINUTE if self._data.ongoing else DAY)
        return etag

    def render(self) -> bytes:
        """The bytes of the picture. Raises ComputeTimeout."""
        return process.call(
            draw_chart,
            self.name,
            self._plot,
            self.thresholds,
            theme=self.theme,
            format=self.format,
            language=self.locale.code,
            size=self.size,
        )


def _cache_get(key: str) -> str | None:
    try:
        value: str | None = cache.get(key)
    except Exception as error:  # each cache backend raises its own; the ETag is computed instead
        log.warning("could not read a chart's ETag from the cache: %s", type(error).__name__)
        return None
    return value


def _cache_set(key: str, value: str, seconds: int) -> None:
    try:
        cache.set(key, value, seconds)
    except Exception as error:
        log.warning("could not write a chart's ETag to the cache: %s", type(error).__name__)


def chart_text(chart: Chart[Any], data: ChartData, thresholds: Thresholds) -> dict[str, object]:
    """The chart as text in the active language: title, sentence, description and table."""
    locale = i18n.active_locale()
    text: ChartText = chart.describe(chart.prepare(data), thresholds, locale)
    return {
        "title": chart.title(locale),
        "description": text.description,
        "sentence": text.sentence,
        "table": asdict(text.table),
        "days": len(data.period),
    }
