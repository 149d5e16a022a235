"""A chart of one diary at one moment: its tag before anything is read, then its bytes."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from json import dumps
from pathlib import Path
from zoneinfo import ZoneInfo

from diary import charts, entries, languages, ports, reading, summary
from diary.charts.chart import Chart, Thresholds, Told
from diary.charts.language import Language
from diary.charts.render import Format, render
from diary.charts.theme import THEMES
from diary.entries import Entry
from diary.models import Diary
from diary.summary import Summary, summarise

LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 7, 3650, 90
# A local day begins at most 14 hours before, and ends at most 12 hours after, the UTC one.
ZONES = timedelta(hours=15)


def local_today(diary: Diary, now: datetime) -> date:
    return now.astimezone(ZoneInfo(diary.zone)).date()


def read_period(diary: Diary, days: int, now: datetime) -> tuple[list[Entry], list[date]]:
    """Episodes that may touch the last `days` local days, and the check-ins; two queries."""
    first = local_today(diary, now) - timedelta(days=days - 1)
    since = datetime.combine(first, time(), UTC) - ZONES
    return (
        reading.entries(diary.pk, since=since),
        reading.check_in_days(diary.pk, since=first),
    )


def summary_of(diary: Diary, days: int, now: datetime) -> Summary:
    """Summarise the last `days` local days of a diary; two queries."""
    found, check_ins = read_period(diary, days, now)
    return summarise(found, check_ins, today=local_today(diary, now), days=days, now=now)


@cache
def code_version() -> str:
    """Changes when the code that a picture depends on does."""
    here = Path(charts.__path__[0])
    words = here.parent.glob("locale/*/LC_MESSAGES/*.mo")
    files = [*here.glob("*.py"), *words, summary.__file__, entries.__file__]
    digest = sha256(version("matplotlib").encode())
    for file in sorted(str(file) for file in files):
        digest.update(Path(file).read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Picture:
    """What decides how a chart looks, without its data."""

    diary: Diary
    name: str
    days: int
    theme: str
    format: Format
    now: datetime
    thresholds: Thresholds
    say: Language

    @classmethod
    def of(
        cls, diary: Diary, name: str, days: int, theme: str, format: Format, now: datetime
    ) -> "Picture":
        """In the language in use. Raises KeyError for a chart or a theme that there is not."""
        _ = charts.charts()[name], THEMES[theme]
        return cls(
            diary, name, days, theme, format, now, ports.thresholds(diary), languages.speech()
        )

    @property
    def chart(self) -> Chart:
        return charts.charts()[self.name]

    def tag(self) -> str:
        """A strong ETag, from no query: the change number stands for the diary's content."""
        told = dumps(
            [
                self.diary.pk,
                self.diary.change_seq,
                local_today(self.diary, self.now).isoformat(),
                self.name,
                self.days,
                self.theme,
                self.format,
                self.say.code,
                sorted(self.thresholds.items()),
                code_version(),
            ]
        )
        return f'"{sha256(told.encode()).hexdigest()[:32]}"'

    def draw(self) -> bytes:
        found = summary_of(self.diary, self.days, self.now)
        return render(self.chart, found, self.thresholds, THEMES[self.theme], self.format, self.say)


def words(chart: Chart, found: Summary, thresholds: Thresholds) -> dict[str, object]:
    """The chart in the language in use: title, sentence, description and the table twin."""
    say = languages.speech()
    told: Told = chart.tell(found, thresholds, say)
    return {
        "title": chart.title(say),
        "description": told.description,
        "sentence": told.sentence,
        "table": asdict(told.table),
        "days": len(found.period),
    }
