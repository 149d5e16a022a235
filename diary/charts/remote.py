"""Draw and compute by the compute process (`diary/compute/`): plain data in, plain data out."""

from collections.abc import Mapping, Sequence
from functools import cache
from gettext import translation
from pathlib import Path
from typing import Any

from diary.charts.chart import Size, Thresholds
from diary.charts.plots import charts
from diary.charts.render import Format, render
from diary.charts.theme import THEMES
from diary.compute.process import process
from diary.formatting import Locale
from diary.statistics.insights import compute_here
from diary.statistics.methods.statistic import StatisticData

LOCALE_DIR = Path(__file__).resolve().parents[2] / "config" / "locale"  # of the whole server


def draw_chart(
    name: str,
    plot: Any,
    thresholds: Thresholds,
    *,
    theme: str,
    format: Format,
    language: str,
    size: Size = "phone",
) -> bytes:
    """The picture of a chart, from the data that its `prepare` made."""
    return render(
        charts()[name], plot, thresholds, THEMES[theme], format, locale_of(language), size
    )


@cache
def locale_of(language: str) -> Locale:
    """As `diary.i18n.active_locale` makes it, by the catalogues alone."""
    code, _, region = language.partition("-")
    folder = f"{code}_{region.upper() if len(region) == 2 else region.title()}" if region else code
    catalogue = translation("django", LOCALE_DIR, [folder], fallback=True)
    return Locale(language, catalogue.gettext, catalogue.ngettext)


def compute_remotely(names: Sequence[str], data: StatisticData) -> Mapping[str, Any]:
    """The results of these statistics, by name. Raises ComputeTimeout or ComputeFailed."""
    return process.call(compute_here, names, data)
