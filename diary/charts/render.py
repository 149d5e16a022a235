"""From a chart and a summary to the bytes of a picture, the same every time.

matplotlib is imported with the first drawing, not with the app. It keeps its
settings and font caches in globals, so one thread draws at a time.
"""

from io import BytesIO
from re import sub
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

from diary.charts.chart import WIDTH, Chart, Thresholds
from diary.charts.language import Language
from diary.charts.theme import Theme
from diary.summary import Summary

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Format = Literal["svg", "png"]

POINTS = 72  # an inch; a px of the chart is drawn as a point
PNG_SCALE = 2.5  # dots for a px: sharp on a phone
_MEASURED_WITH = "'DejaVu Sans', sans-serif"  # as matplotlib writes it
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
    "hatch.linewidth": 1.4,
    "path.simplify": True,
}

_drawing = Lock()


def render(
    chart: Chart,
    summary: Summary,
    thresholds: Thresholds,
    theme: Theme,
    format: Format,
    say: Language,
) -> bytes:
    """Draw a chart. Equal arguments give equal bytes."""
    title = chart.title(say)
    description = chart.tell(summary, thresholds, say).description
    with _drawing:
        from matplotlib import rc_context
        from matplotlib.figure import Figure

        with rc_context(SETTINGS):
            height = chart.height(summary)
            figure = Figure(
                figsize=(WIDTH / POINTS, height / POINTS),
                dpi=POINTS * (PNG_SCALE if format == "png" else 1),
                facecolor=theme.paper,
            )
            chart.draw(figure, summary, thresholds, theme, say)
            if format == "png":
                return _png(figure, title, description)
            return _svg(figure, title, description, height)


def _png(figure: "Figure", title: str, description: str) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    out = BytesIO()
    FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]
        out, metadata={"Software": None, "Title": title, "Description": description}
    )
    return out.getvalue()


def _svg(figure: "Figure", title: str, description: str, height: int) -> bytes:
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = BytesIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    FigureCanvasSVG(figure).print_svg(out, metadata=nothing)  # type: ignore[no-untyped-call]
    text = out.getvalue().decode()
    body = text[text.index("<svg") :]
    opening, _, rest = body.partition(">")
    opening = sub(r' (width|height)="[^"]*"', "", opening)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n'
        f'{opening} width="{WIDTH}" height="{height}"'
        f' role="img" aria-labelledby="title desc">'
        f'<title id="title">{escape(title)}</title><desc id="desc">{escape(description)}</desc>'
        f"{rest.replace(_MEASURED_WITH, FONTS)}"
    ).encode()
