"""From a diary to the bytes of its PDF: what is told goes to typst as data, never as markup."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import ngettext

from diary import hooks
from diary.i18n import active_language
from diary.models import Diary
from sharing.links.scope import UNCHOSEN, Scope
from sharing.pdf.charts import pictures
from sharing.pdf.glyphs import Letters
from sharing.pdf.paper_sizes import PAPERS
from sharing.pdf.strings import phrases
from sharing.pdf.summary_page import evidence, first_page
from sharing.pdf.typst import started
from sharing.report.build import Report, report_from
from sharing.report.charts import ChartTold
from sharing.report.data import read
from sharing.report.episodes import EpisodeTold
from sharing.report.formatting import said as _

LISTED = 5_000  # episodes, with which typst takes 700 MB; that there are others is said
LEAST, WIDEST = 9, 30  # letters for which a column of a chart's table has room
Step = Callable[[], None]


def build_pdf(
    diary: Diary,
    *,
    days: int,
    now: datetime,
    scope: Scope | None = None,
    paper: str = "a4",
    step: Step = lambda: None,
) -> bytes:
    """Render the report of the last `days` local days, in the active locale.

    `paper` is a key of PAPERS. `step` is called after each chart: they are most of the work.
    Raises Failed.
    """
    scope = scope or UNCHOSEN
    with started() as press:
        found = read(diary, days, now, scope)
        report = report_from(found, diary, now=now, scope=scope)
        drawn = pictures(found.material, hooks.effective_thresholds(diary), step)
        return press.make(content(report, paper), drawn, now)


def content(report: Report, paper: str) -> dict[str, Any]:
    """All that the PDF says, fit to be shown."""
    letters = Letters()
    told: dict[str, Any] = letters.fit(
        {
            "level": asdict(report.level),
            "evidence": [evidence(one, len(one.days)) for one in report.level.findings],
            "signs": asdict(report.signs),
            "lines": [asdict(line) for line in report.lines],
            "explanation": report.explanation,
            "background": report.background and [asdict(kind) for kind in report.background],
            "before_and_after": report.before_and_after,
            "questions": report.questions,
            "charts": [
                {
                    "name": one.name,
                    "title": one.title,
                    "sentence": one.sentence,
                    "description": one.description,
                    "columns": one.columns,
                    "widths": _widths(one),
                    "rows": [[str(cell) for cell in row] for row in one.rows],
                }
                for one in report.charts
            ],
            "episodes": [_row(one) for one in report.episodes[:LISTED]],
            "first": first_page(report),
            "say": phrases(report),
        }
    )
    notices = []
    if len(report.episodes) > LISTED:
        most = {"count": LISTED, "all": len(report.episodes)}
        notices.append(_("The newest %(count)s of %(all)s episodes are listed.") % most)
    if letters.missing:
        missing = ngettext(
            "� stands for a letter or sign that this document cannot show: %(count)s of them.",
            "� stands for a letter or sign that this document cannot show: %(count)s of them.",
            letters.missing,
        )
        notices.append(missing % {"count": letters.missing})
    return told | {"notices": notices, "language": active_language(), "paper": PAPERS[paper]}


def _widths(one: ChartTold) -> list[int]:
    """The longest text of each column, as far as it is worth the room of the others."""
    columns = zip(one.columns, *one.rows, strict=True)
    longest = (max(len(str(cell)) for cell in (*cells, "")) for _title, *cells in columns)
    return [min(max(letters, LEAST), WIDEST) for letters in longest]


def _row(one: EpisodeTold) -> list[str]:
    """Its cells: fewer than the page has, since each of them costs time and room."""
    more = " ".join(f"{label}: {text}." for label, text in one.more)
    signs = _("Emergency signs: %(signs)s.") % {"signs": one.signs} if one.signs else ""
    return [
        f"{one.started}\n{one.lasted}",
        one.place,
        f"{one.feeling}\n{one.strength}",
        one.doing,
        signs,
        more,
        _("“%(words)s”") % {"words": one.note} if one.note else "",
    ]
