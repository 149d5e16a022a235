"""From a diary to the bytes of its PDF: what is told goes to typst as data, never as markup."""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import ngettext

from diary import ports
from diary.languages import in_use
from diary.models import Diary
from sharing import report as reports
from sharing.pdf.first import first_page
from sharing.pdf.letters import Letters, folder
from sharing.pdf.paper import PAPERS
from sharing.pdf.phrases import phrases
from sharing.pdf.pictures import pictures
from sharing.reading import read
from sharing.scope import Scope

if TYPE_CHECKING:
    from typst import Fonts, PDFStandard

HERE = Path(__file__).parent
# Tagged, for screen readers (ISO 14289-1); and to be opened in many years (ISO 19005-2).
STANDARDS: "list[PDFStandard]" = ["ua-1", "a-2a"]


def typeset(diary: Diary, *, days: int, now: datetime, scope: Scope, paper: str) -> bytes:
    found = read(diary, days, now, scope)
    report = reports.of(found, diary, now=now, scope=scope)
    drawn = pictures(found.material, ports.thresholds(diary))
    return compiled(content(report, paper), drawn, now)


def content(report: reports.Report, paper: str) -> dict[str, Any]:
    """All that the PDF says, fit to be shown."""
    letters = Letters()
    told: dict[str, Any] = letters.fit(
        {
            **asdict(report),
            "period": [report.first, report.last],
            "first": first_page(report),
            "say": phrases(report),
        }
    )
    if letters.missing:
        told["missing"] = ngettext(
            "� stands for a letter or sign that this document cannot show: %(count)s of them.",
            "� stands for a letter or sign that this document cannot show: %(count)s of them.",
            letters.missing,
        ) % {"count": letters.missing}
    return told | {"language": in_use(), "paper": PAPERS[paper]}


def compiled(told: dict[str, Any], drawn: dict[str, str], now: datetime) -> bytes:
    from typst import Compiler

    compiler = Compiler(
        HERE / "report.typ",
        root=HERE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(told), "pictures": json.dumps(drawn)},
    )
    made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=int(now.timestamp()))
    assert isinstance(made, bytes)  # noqa: S101 - a list of them is for pictures
    return made


@cache
def _fonts() -> "Fonts":
    from typst import Fonts

    return Fonts(False, False, [str(folder())])
