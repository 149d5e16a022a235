"""From a diary to the bytes of its PDF. typst gets texts as data, never as markup."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from diary import hooks
from diary.i18n import active_language
from diary.models import Diary
from sharing.links.scope import LEGACY_SCOPE, Scope
from sharing.pdf.charts import render_charts
from sharing.pdf.glyphs import GlyphFallback
from sharing.pdf.paper_sizes import PAPER_SIZES
from sharing.pdf.strings import pdf_strings
from sharing.pdf.summary_page import evidence_text, summary_page
from sharing.pdf.typst import RenderError, start_typst
from sharing.report.build import Report, report_from_data
from sharing.report.charts import ChartView
from sharing.report.data import load_report_data
from sharing.report.episodes import EpisodeRow
from sharing.report.formatting import translate as _

log = logging.getLogger(__name__)
MAX_EPISODES = 5_000  # for which typst takes 700 MB; a notice says that there are more
MIN_COLUMN, MAX_COLUMN = 9, 30  # characters in a column of a chart's table


def build_pdf(
    diary: Diary,
    *,
    days: int,
    now: datetime,
    scope: Scope | None = None,
    paper: str = "a4",
    on_chart: Callable[[], None] = lambda: None,
) -> bytes:
    """Render the report of the last `days` local days, in the active locale.

    `paper` is a key of PAPER_SIZES. `on_chart` is called after each chart: they are most of the
    work. Raises RenderError.
    """
    scope = scope or LEGACY_SCOPE
    with start_typst() as typst:
        data = load_report_data(diary, days, now, scope)
        report = report_from_data(data, diary, now=now, scope=scope)
        charts = render_charts(data.material, hooks.effective_thresholds(diary), on_chart)
        contents = typst_data(report, paper)
        try:
            return typst.compile(contents, charts, now)
        except RenderError as error:
            simple = typst_data(report, paper, simple_text=True)
            if simple == contents:
                raise
            log.error("report with simple text only, since %s", error)
    with start_typst() as typst:
        return typst.compile(simple, charts, now)


def typst_data(report: Report, paper: str, *, simple_text: bool = False) -> dict[str, Any]:
    """The `data` of `report.typ`: every text of the PDF, with glyph fallback."""
    fallback = GlyphFallback(simple=simple_text)
    data: dict[str, Any] = fallback.apply(
        {
            "level": asdict(report.level),
            "evidence": [
                evidence_text(finding, len(finding.days)) for finding in report.level.findings
            ],
            "signs": asdict(report.signs),
            "summary": [asdict(row) for row in report.summary],
            "explanation": report.explanation,
            "background": report.background and [asdict(group) for group in report.background],
            "before_and_after": report.before_and_after,
            "questions": report.questions,
            "charts": [
                {
                    "name": chart.name,
                    "title": chart.title,
                    "sentence": chart.sentence,
                    "description": chart.description,
                    "columns": chart.columns,
                    "widths": _column_widths(chart),
                    "rows": [[str(cell) for cell in row] for row in chart.rows],
                }
                for chart in report.charts
            ],
            "episodes": [_episode_cells(row) for row in report.episodes[:MAX_EPISODES]],
            "summary_page": summary_page(report),
            "strings": pdf_strings(report),
        }
    )
    notices = []
    if len(report.episodes) > MAX_EPISODES:
        counts = {"count": MAX_EPISODES, "all": len(report.episodes)}
        notices.append(_("The newest %(count)s of %(all)s episodes are listed.") % counts)
    if fallback.missing:
        missing = ngettext(
            "� stands for a letter or sign that this document cannot show: %(count)s of them.",
            "� stands for a letter or sign that this document cannot show: %(count)s of them.",
            fallback.missing,
        )
        notices.append(missing % {"count": fallback.missing})
    return data | {
        "notices": notices,
        "language": active_language(),
        "paper": PAPER_SIZES[paper],
        # Without it typst 0.15 panics on Hebrew and Arabic; it costs time that no other text needs.
        "kerning": fallback.right_to_left,
    }


def _column_widths(chart: ChartView) -> list[int]:
    """Characters of the longest cell of each column, within MIN_COLUMN and MAX_COLUMN."""
    columns = zip(chart.columns, *chart.rows, strict=True)
    longest = (max(len(str(cell)) for cell in (*cells, "")) for _title, *cells in columns)
    return [min(max(characters, MIN_COLUMN), MAX_COLUMN) for characters in longest]


def _episode_cells(row: EpisodeRow) -> list[str]:
    """Fewer cells than on the page: each costs typst time and space on the paper."""
    details = " ".join(f"{label}: {text}." for label, text in row.details)
    signs = _("Emergency signs: %(signs)s.") % {"signs": row.signs} if row.signs else ""
    return [
        f"{row.started}\n{row.duration}",
        row.areas,
        f"{row.sensations}\n{row.severity}",
        row.trigger,
        signs,
        details,
        _("“%(words)s”") % {"words": row.note} if row.note else "",
    ]
