"""Body map of the legs: each region shaded and labelled by its number of episode days."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diary.charts import body_outline
from diary.charts.chart import Chart, ChartText, Table, Thresholds
from diary.charts.chart_data import ChartData
from diary.charts.theme import Theme, most_readable
from diary.formatting import Locale
from diary.labels import PLACES
from diary.schema.codes import LEG_ZONES
from diary.statistics import places
from diary.statistics.methods.shares import format_share
from diary.statistics.places import Place
from diary.summary import Period

if TYPE_CHECKING:
    from diary.charts.canvas import Canvas

TOP, UNDER = 106, 28  # px above the legs: title, shades and names; and below
WIDEST = 240  # px of one view of both legs
SHADES = (0.12, 0.32, 0.6, 1.0)  # opacity levels of the episode colour
LINE = 22  # px; line height of text


@dataclass(frozen=True, slots=True)
class PlacesPlot:
    period: Period
    result: places.Places


def title(locale: Locale) -> str:
    return locale.gettext("Where it is")


def prepare(data: ChartData) -> PlacesPlot:
    return PlacesPlot(data.period, data[places.STATISTIC])


def describe(plot: PlacesPlot, thresholds: Thresholds, locale: Locale) -> ChartText:
    sentence = places.sentence(plot.result, locale)
    named = _named(plot)
    description = locale.gettext(
        "Both legs from the front and from behind, left and right as the person feels them, each"
        " part shaded by the days with numbness in it, %(first)s to %(last)s."
    ) % {"first": locale.long_date(plot.period.first), "last": locale.long_date(plot.period.last)}
    if named:
        description += " " + locale.gettext("Days: %(places)s.") % {
            "places": "; ".join(f"{_name(place, locale)} {place.days}" for place in named)
        }
    table = Table(
        (
            locale.gettext("Place"),
            locale.gettext("Days"),
            locale.gettext("Episodes"),
            locale.gettext("Share"),
        ),
        tuple(
            (
                _name(place, locale),
                place.days,
                place.episodes.count,
                format_share(place.episodes, locale),
            )
            for place in sorted(plot.result.areas, key=lambda place: -place.days)
        ),
    )
    return ChartText(sentence, f"{description} {sentence}", table)


def _named(plot: PlacesPlot) -> list[Place]:
    """Places with any days, most days first."""
    return sorted(
        (place for place in plot.result.areas if place.days), key=lambda place: -place.days
    )


def _name(place: Place, locale: Locale) -> str:
    return locale.gettext(PLACES[place.episodes.code])


def _elsewhere(plot: PlacesPlot) -> list[Place]:
    """Places outside the body map."""
    return [
        place for place in _named(plot) if place.episodes.code.partition(".")[2] not in LEG_ZONES
    ]


def _view(width: float) -> float:
    """Width in px of a view of both legs."""
    return min(WIDEST, (width - 36) / 2)


def height(plot: PlacesPlot, width: float) -> int:
    lines = len(_elsewhere(plot))
    legs = body_outline.HEIGHT * _view(width) / body_outline.WIDTH
    return round(TOP + legs + UNDER + LINE * (lines + bool(lines)))


def draw(canvas: "Canvas", plot: PlacesPlot, thresholds: Thresholds, locale: Locale) -> None:
    max_days = max(place.days for place in plot.result.areas)
    days = {place.episodes.code: place.days for place in plot.result.areas}
    canvas.text(12, 18, title(locale), size=16, bold=True)
    if max_days:
        _shades(canvas, max_days, locale)
    view = _view(canvas.width)
    gap = (canvas.width - 2 * view) / 3
    for left, name, zones, rest in (
        (gap, locale.gettext("front"), body_outline.FRONT, None),
        (2 * gap + view, locale.gettext("back"), body_outline.BACK, body_outline.HEEL),
    ):
        canvas.text(left + view / 2, 68, name, size=14, bold=True, anchor="center")
        for at, side in ((0.27, locale.gettext("left")), (0.73, locale.gettext("right"))):
            canvas.text(left + view * at, 90, side, color=canvas.theme.muted, anchor="center")
        for mirrored, side in enumerate(("left", "right")):
            leg = _Leg(canvas, left, view / body_outline.WIDTH, bool(mirrored))
            if rest:
                leg.part(rest, fill=None, edge=canvas.theme.line)
            shades = {zone: shade_index(days.get(f"{side}.{zone}", 0), max_days) for zone in zones}
            # Dark regions first: their light edges must not overlap their neighbours.
            for zone in sorted(zones, key=lambda zone: -(shades[zone] or 0)):
                leg.zone(zones[zone], shades[zone])
            for zone, outline in zones.items():
                leg.number(outline, days.get(f"{side}.{zone}", 0), shades[zone])
    _words(canvas, plot, TOP + body_outline.HEIGHT * view / body_outline.WIDTH, locale)


@dataclass(frozen=True, slots=True)
class _Leg:
    canvas: "Canvas"
    left: float
    scale: float
    mirrored: bool

    def _at(self, x: float, y: float) -> tuple[float, float]:
        across = body_outline.WIDTH - x if self.mirrored else x
        return self.left + across * self.scale, TOP + y * self.scale

    def part(self, outline: str, **style: Any) -> None:
        from diary.charts.canvas import parse_svg_path

        points, codes = parse_svg_path(outline)
        self.canvas.path([self._at(x, y) for x, y in points], codes, width=1.4, **style)

    def zone(self, zone: body_outline.RegionOutline, shade: int | None) -> None:
        theme = self.canvas.theme
        edge = theme.muted if shade is None or shade < 2 else theme.paper
        self.part(zone.outline, fill=None if shade is None else fill_of(shade, theme), edge=edge)

    def number(self, zone: body_outline.RegionOutline, days: int, shade: int | None) -> None:
        if shade is None:
            return
        theme, size = self.canvas.theme, 13 if days < 1000 else 12
        color = most_readable(fill_of(shade, theme), theme.ink, theme.on_episode)
        self.canvas.text(
            *self._at(*zone.label_at), str(days), size=size, bold=True, color=color, anchor="center"
        )


def shade_index(days: int, max_days: int) -> int | None:
    """Index into SHADES, or None for 0 days; 1 to `max_days` are split into equal bins."""
    return None if not days else -(-days * len(SHADES) // max_days) - 1


def fill_of(shade: int, theme: Theme) -> str:
    part = SHADES[shade]
    mixed = [
        round(
            int(theme.paper[at : at + 2], 16) * (1 - part)
            + int(theme.episode[at : at + 2], 16) * part
        )
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _shades(canvas: "Canvas", max_days: int, locale: Locale) -> None:
    from diary.charts.canvas import text_width

    x, words = 12.0, locale.gettext("days")
    canvas.text(x, 44, words, size=12)
    x += text_width(words, 12) + 8
    for shade in range(len(SHADES)):
        first, last = max_days * shade // len(SHADES) + 1, max_days * (shade + 1) // len(SHADES)
        if first <= last:
            fill = fill_of(shade, canvas.theme)
            canvas.boxes([(x, 37, x + 14, 51)], fill, edge=canvas.theme.muted, width=1)
            words = str(last) if first == last else f"{first}–{last}"
            canvas.text(x + 18, 44, words, size=12)
            x += 18 + text_width(words, 12) + 10


def _words(canvas: "Canvas", plot: PlacesPlot, top: float, locale: Locale) -> None:
    y = top + 16
    note = locale.gettext("Left and right as the person feels them.")
    canvas.text(12, y, note, size=12, color=canvas.theme.muted)
    others = _elsewhere(plot)
    if others:
        y += LINE
        canvas.text(12, y, locale.gettext("Elsewhere, in days:"), bold=True)
    for place in others:
        y += LINE
        canvas.text(24, y, f"{_name(place, locale)}: {place.days}")


CHART = Chart(title=title, order=70, prepare=prepare, describe=describe, height=height, draw=draw)
