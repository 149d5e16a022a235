"""A chart of one diary at one moment: its tag, from what the chart reads, then its bytes."""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import version
from json import dumps
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache as kept

from diary import hooks, i18n, queries
from diary.charts import plots
from diary.charts.chart import WIDTHS, Chart, Size, Thresholds, Told
from diary.charts.chart_data import Material
from diary.charts.render import Format, render
from diary.charts.theme import THEMES
from diary.formatting import Locale
from diary.models import Diary
from diary.statistics.insights import reach

log = logging.getLogger(__name__)

LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 7, 3650, 90
# A local day begins at most 14 hours before, and ends at most 12 hours after, the UTC one.
ZONES = timedelta(hours=15)
# Seconds for which it is known what a diary that has not changed looks like: with an episode
# that goes on, and without.
MINUTE, DAY = 60, 24 * 60 * 60


def local_today(diary: Diary, now: datetime) -> date:
    return now.astimezone(ZoneInfo(diary.zone)).date()


def material_of(diary: Diary, days: int, now: datetime, *, background: bool = True) -> Material:
    """What charts of the last `days` local days are made of; three queries.

    Without `background`, nothing of medicines, injuries and the like is in it, nor read.
    """
    today = local_today(diary, now)
    first = reach(today, days).first
    return Material(
        queries.fetch_entries(diary.pk, since=datetime.combine(first, time(), UTC) - ZONES),
        queries.fetch_check_in_days(diary.pk, since=first),
        queries.fetch_background(diary.pk) if background else None,
        today=today,
        days=days,
        now=now,
    )


def digest(*parts: object) -> str:
    return sha256(dumps(parts, default=repr).encode()).hexdigest()[:32]


@cache
def code_version() -> str:
    """Changes when the code that a picture depends on does."""
    app = Path(__file__).parent.parent
    files: Iterable[Path] = [
        *app.glob("*.py"),
        *app.glob("charts/**/*.py"),
        *app.glob("statistics/**/*.py"),
        *app.glob("locale/*/LC_MESSAGES/*.mo"),
    ]
    libraries = [version(name) for name in ("matplotlib", "scipy", "babel")]
    return digest(libraries, [sha256(file.read_bytes()).hexdigest() for file in sorted(files)])


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What decides how a chart looks."""

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
    def of(cls, diary: Diary, name: str, **look: Any) -> "Picture":
        """In the language in use. Raises KeyError for a chart, a theme or a size there is not."""
        picture = cls(
            diary=diary,
            name=name,
            thresholds=hooks.effective_thresholds(diary),
            locale=i18n.active_locale(),
            **look,
        )
        _ = picture.chart, THEMES[picture.theme], WIDTHS[picture.size]
        return picture

    @property
    def chart(self) -> Chart[Any]:
        return plots.charts()[self.name]

    @cached_property
    def _material(self) -> Material:
        return material_of(self.diary, self.days, self.now, background=self.background)

    @cached_property
    def _read(self) -> Any:
        return self.chart.read(self._material)

    def tag(self) -> str:
        """A strong ETag: it hangs on what the chart reads of the diary and nothing else.

        Which that is is remembered by the change number of the diary, so that a repeat needs
        no query. What is remembered is a digest: no picture and no data are kept.
        """
        look = [self.name, self.theme, self.format, self.size, self.locale.code]
        asked = [self.days, self.background, sorted(self.thresholds.items()), code_version()]
        day = local_today(self.diary, self.now)
        place = digest("chart", self.diary.pk, self.diary.change_seq, day, look, asked)
        tag = _remembered(place)
        if tag is None:
            tag = f'"{digest(look, asked, self._read)}"'
            _remember(place, tag, MINUTE if self._material.ongoing else DAY)
        return tag

    def draw(self, *, soon: bool = False) -> bytes:
        """Waits for its turn; or if it must be `soon`, raises `Busy` when others have the pen."""
        return render(
            self.chart,
            self._read,
            self.thresholds,
            THEMES[self.theme],
            self.format,
            self.locale,
            self.size,
            whose=self.diary.pk if soon else None,
        )


def _remembered(place: str) -> str | None:
    try:
        found: str | None = kept.get(place)
    except Exception as error:  # each cache has errors of its own; without one, it is worked out
        log.warning("what a chart looks like was not found: %s", type(error).__name__)
        return None
    return found


def _remember(place: str, tag: str, seconds: int) -> None:
    try:
        kept.set(place, tag, seconds)
    except Exception as error:
        log.warning("what a chart looks like was not kept: %s", type(error).__name__)


def words(chart: Chart[Any], found: Material, thresholds: Thresholds) -> dict[str, object]:
    """The chart in the language in use: title, sentence, description and the table twin."""
    locale = i18n.active_locale()
    told: Told = chart.tell(chart.read(found), thresholds, locale)
    return {
        "title": chart.title(locale),
        "description": told.description,
        "sentence": told.sentence,
        "table": asdict(told.table),
        "days": len(found.period),
    }
