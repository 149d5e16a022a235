"""What the person was doing when it began; and apart from it, where no reason is known."""

from typing import TYPE_CHECKING, Any

from diary.charts.axis import reach, whisker
from diary.charts.chart import Chart, Table, Thresholds, Told
from diary.charts.chart_data import Material
from diary.charts.theme import Theme
from diary.formatting import Locale
from diary.labels import TRIGGERS
from diary.statistics import triggers
from diary.statistics.methods.shares import NOT_ASKED, Share, Shares, tell_share

if TYPE_CHECKING:
    from diary.charts.canvas import Pen

TOP, ROW, GAP, FOOT = 62, 27, 20, 12  # px
RIGHT = 44  # px for the numbers at the end of a bar
NO_REASON = ("none", "unsure", NOT_ASKED)


def title(locale: Locale) -> str:
    return locale.gettext("What it begins with")


def read(material: Material) -> Shares:
    return material.triggers


def tell(found: Shares, thresholds: Thresholds, locale: Locale) -> Told:
    sentence = triggers.tell(found, locale)
    if found.lacking is None and found.unknown.count < found.n:
        sentence += " " + triggers.tell_unexplained(triggers.unexplained(found), locale)
    named = names(locale)
    every = [*reasons(found), *unexplained(found)]
    description = locale.gettext("Bar chart of what episodes began with. %(counts)s.") % {
        "counts": "; ".join(f"{named[share.code]}: {share.count}" for share in every)
    }
    table = Table(
        (locale.gettext("What it began with"), locale.gettext("Episodes"), locale.gettext("Share")),
        tuple((named[share.code], share.count, tell_share(share, locale)) for share in every),
    )
    return Told(sentence, f"{description} {sentence}", table)


def names(locale: Locale) -> dict[str, str]:
    return {
        **{code: locale.gettext(text) for code, text in TRIGGERS.items()},
        NOT_ASKED: locale.gettext("not asked"),
    }


def reasons(found: Shares) -> list[Share]:
    """Those that were given, the most frequent first."""
    given = [share for share in found.known if share.count and share.code not in NO_REASON]
    return sorted(given, key=lambda share: -share.count)


def unexplained(found: Shares) -> list[Share]:
    """No reason, not sure, not asked: three things, each said, also when there is none of it."""
    return [*(share for share in found.known if share.code in NO_REASON), found.unknown]


def height(found: Shares, width: float) -> int:
    given = len(reasons(found))
    return TOP + ROW * (given + len(NO_REASON)) + (GAP if given else 0) + FOOT


def draw(pen: "Pen", found: Shares, thresholds: Thresholds, locale: Locale) -> None:
    from diary.charts.canvas import width

    theme, named = pen.theme, names(locale)
    given, apart = reasons(found), unexplained(found)
    every = [*given, *apart]
    left = 20 + max(width(named[share.code], 13) for share in every)
    most = max(1.0, *(reach(share)[1] for share in every))
    unit = (pen.width - left - RIGHT) / most
    pen.text(12, 18, title(locale), size=16, bold=True)
    if found.lacking is None:
        whisker(pen, (12, 42), (26, 42))
        pen.text(32, 42, locale.gettext("likely range, by chance alone"))
    for index, share in enumerate(every):
        y = TOP + ROW * (index + 0.5) + (GAP if given and share in apart else 0)
        low, high = (left + count * unit for count in reach(share))
        end = left + share.count * unit
        pen.text(left - 8, y, named[share.code], anchor="right")
        if share.count:
            pen.boxes([(left, y - 9, end, y + 9)], **_look(share, theme))
        if share.limits:
            whisker(pen, (low, y), (high, y))
        pen.text(max(end, high) + 8, y, str(share.count), bold=True)
    pen.lines([((left, TOP), (left, height(found, pen.width) - FOOT))], theme.line)


def _look(share: Share, theme: Theme) -> dict[str, Any]:
    """What is not known is not filled: not sure is hatched, not asked is empty."""
    if share.code not in {"unsure", NOT_ASKED}:
        return {"fill": theme.episode}
    hatch = "////" if share.code == "unsure" else None
    return {"hatch": hatch, "edge": theme.unlogged, "width": 1.4}


CHART = Chart(title=title, order=60, read=read, tell=tell, height=height, draw=draw)
