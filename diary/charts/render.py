"""Render a chart to SVG or PNG; equal input gives equal bytes.

matplotlib is imported with the first drawing. It keeps its settings and font caches in globals:
one thread of a process draws at a time. Servers draw through `diary.compute`.
"""

from io import BytesIO, StringIO
from re import sub
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

from diary.charts.chart import WIDTHS, Chart, Size, Thresholds
from diary.charts.theme import Theme
from diary.formatting import Locale

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Format = Literal["svg", "png"]

POINTS = 72  # per inch; a px of the chart is drawn as a point
PNG_SCALE = 2.5  # dots per px: sharp on a phone
_FAMILY = "; font-family: 'DejaVu Sans', sans-serif"  # as matplotlib writes it at every text
# Text is measured with DejaVu Sans, which is wider than all of these.
FONTS = (
    "'Atkinson Hyperlegible', system-ui, -apple-system, 'Segoe UI', Roboto,"
    " 'Helvetica Neue', Arial, sans-serif"
)
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "footnote",  # deterministic ids
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
}


def render(
    chart: Chart[Any],
    plot: Any,
    thresholds: Thresholds,
    theme: Theme,
    format: Format,
    locale: Locale,
    size: Size = "phone",
    scale: float = PNG_SCALE,
) -> bytes:
    """Draw a chart from its plot data; `scale`: PNG dots per px. Equal arguments, equal bytes."""
    title = chart.title(locale)
    description = chart.describe(plot, thresholds, locale).description
    width, height = WIDTHS[size], chart.height(plot, WIDTHS[size])
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    from diary.charts.canvas import Drawing, printable

    title, description = printable(title), printable(description)

    with rc_context(SETTINGS):
        figure = Figure(
            figsize=(width / POINTS, height / POINTS),
            dpi=POINTS * (scale if format == "png" else 1),
            facecolor=theme.paper,
        )
        figure.add_artist(
            Drawing(
                width,
                height,
                theme,
                lambda canvas: chart.draw(canvas, plot, thresholds, locale),
            )
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
    metadata: dict[str, Any] = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    FigureCanvasSVG(figure).print_svg(out, metadata=metadata)  # type: ignore[no-untyped-call]
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
