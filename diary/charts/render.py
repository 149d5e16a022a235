"""From a chart and what it reads to the bytes of a picture, the same every time.

matplotlib is imported with the first drawing, not with the app. It keeps its
settings and font caches in globals, so one thread draws at a time.
"""

from collections.abc import Hashable
from io import BytesIO, StringIO
from re import sub
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

from diary.charts.chart import WIDTHS, Chart, Size, Thresholds
from diary.charts.render_queue import Turns
from diary.charts.theme import Theme
from diary.formatting import Locale

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Format = Literal["svg", "png"]

POINTS = 72  # an inch; a px of the chart is drawn as a point
PNG_SCALE = 2.5  # dots for a px: sharp on a phone
_FAMILY = "; font-family: 'DejaVu Sans', sans-serif"  # as matplotlib writes it at every text
# Texts are measured with matplotlib's own font, which is wider than these.
FONTS = (
    "'Atkinson Hyperlegible', system-ui, -apple-system, 'Segoe UI', Roboto,"
    " 'Helvetica Neue', Arial, sans-serif"
)
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "footnote",  # ids are the same every time
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
}

turns = Turns()


def render(
    chart: Chart[Any],
    read: Any,
    thresholds: Thresholds,
    theme: Theme,
    format: Format,
    locale: Locale,
    size: Size = "phone",
    scale: float = PNG_SCALE,
    whose: Hashable = None,
) -> bytes:
    """Draw a chart from what it read. Equal arguments give equal bytes.

    `scale`: the dots of a PNG for a px. Raises `Busy` when it takes too long; with `whose`, the
    diary's, also when too many others are being drawn. Without, it waits for its turn.
    """
    title = chart.title(locale)
    description = chart.tell(read, thresholds, locale).description
    width, height = WIDTHS[size], chart.height(read, WIDTHS[size])
    with turns.take(whose):
        from matplotlib import rc_context
        from matplotlib.figure import Figure

        from diary.charts.canvas import Drawing, written

        title, description = written(title), written(description)

        with rc_context(SETTINGS):
            figure = Figure(
                figsize=(width / POINTS, height / POINTS),
                dpi=POINTS * (scale if format == "png" else 1),
                facecolor=theme.paper,
            )
            figure.add_artist(
                Drawing(width, height, theme, lambda pen: chart.draw(pen, read, thresholds, locale))
            )
            if format == "png":
                return _png(figure, title, description)
            return _svg(figure, title, description, width, height)


def _png(figure: "Figure", title: str, description: str) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    out = BytesIO()
    FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]
        out, metadata={"Software": None, "Title": title, "Description": description}
    )
    return out.getvalue()


def _svg(figure: "Figure", title: str, description: str, width: int, height: int) -> bytes:
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    FigureCanvasSVG(figure).print_svg(out, metadata=nothing)  # type: ignore[no-untyped-call]
    text = out.getvalue()
    body = text[text.index("<svg") :]
    opening, _, rest = body.partition(">")
    opening = sub(r' (width|height)="[^"]*"', "", opening)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n'
        f'{opening} width="{width}" height="{height}" style="font-family: {FONTS}"'
        f' role="img" aria-labelledby="title desc">'
        f'<title id="title">{escape(title)}</title><desc id="desc">{escape(description)}</desc>'
        f"{rest.replace(_FAMILY, '')}"
    ).encode()
