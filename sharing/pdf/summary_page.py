"""The summary page, the first of the PDF. Its texts are cut so that it stays one page.

What is cut stands in full on the pages behind, and the summary page names that page.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sharing.pdf.strings import lower_first
from sharing.report.background import BackgroundGroup
from sharing.report.build import Report
from sharing.report.level import FindingView

MAX_FINDINGS, MAX_SIGNS, MAX_QUESTIONS, MAX_ITEMS = 6, 3, 4, 3
NAME_LENGTH, DETAILS_LENGTH, DAYS_LENGTH, QUESTION_LENGTH = 40, 40, 70, 120  # characters


def summary_page(report: Report) -> dict[str, Any]:
    """Texts of the page; `cut`: which of its parts stand in full behind it."""
    findings = [
        {
            "criterion": finding.criterion,
            "level": finding.level,
            "addition": finding.addition,
            "evidence": evidence_text(finding, DAYS_LENGTH),
        }
        for finding in report.level.findings[:MAX_FINDINGS]
    ]
    signs = [
        {"noticed": row.noticed, "signs": row.signs, "without_episode": row.without_episode}
        for row in report.signs.rows[:MAX_SIGNS]
    ]
    questions = [
        truncate(text, QUESTION_LENGTH) for text in (report.questions or ())[:MAX_QUESTIONS]
    ]
    background, background_cut = _background_lines(report.background or ())
    return {
        "findings": findings,
        "more_findings": _remaining(len(report.level.findings) - MAX_FINDINGS),
        "signs": signs,
        "more_signs": _remaining(len(report.signs.rows) - MAX_SIGNS),
        "background": background,
        "questions": [text for text, _cut in questions],
        "more_questions": _remaining(len(report.questions or ()) - MAX_QUESTIONS),
        "cut": {
            "findings": len(report.level.findings) > MAX_FINDINGS
            or any(len(finding.days) > DAYS_LENGTH for finding in report.level.findings),
            "signs": len(report.signs.rows) > MAX_SIGNS,
            "background": background_cut,
            "questions": len(report.questions or ()) > MAX_QUESTIONS
            or any(cut for _text, cut in questions),
            "unanswered": bool(report.level.undetermined),
        },
    }


def truncate(text: str, max_length: int) -> tuple[str, bool]:
    """`text` as one line of at most `max_length` characters, and whether something is missing."""
    line = " ".join(text.split())
    if len(line) <= max_length:
        return line, line != text.strip()
    return line[: max_length - 1].rstrip() + "…", True


def evidence_text(finding: FindingView, max_days_length: int) -> str:
    """`9 days in 28; the limit is 8. On 28, 30 Oct 2026.`; the days truncated."""
    days, cut = truncate(finding.days, max_days_length)
    if cut:
        days = days.rpartition(", ")[0] + " …"
    parts = [finding.measurement, _("On %(days)s") % {"days": days} if days else ""]
    sentences = (_upper_first(part) for part in parts if part)
    return " ".join(f"{text}{'' if text.endswith('…') else '.'}" for text in sentences)


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _remaining(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("and %(count)s more", "and %(count)s more", count) % {"count": count}


def _background_lines(groups: Sequence[BackgroundGroup]) -> tuple[list[dict[str, str]], bool]:
    """A line for each kind with items; kinds without share a line per answer. And whether cut."""
    lines, cut = [], False
    for group in groups:
        if not group.items:
            continue
        names = [truncate(item.name, NAME_LENGTH) for item in group.items[:MAX_ITEMS]]
        details = [truncate(item.details, DETAILS_LENGTH) for item in group.items[:MAX_ITEMS]]
        line = "; ".join(
            f"{name} ({detail})" if detail else name
            for (name, _n), (detail, _d) in zip(names, details, strict=True)
        )
        remaining = _remaining(len(group.items) - MAX_ITEMS)
        lines.append({"title": group.title, "text": f"{line}; {remaining}" if remaining else line})
        cut = cut or bool(remaining) or any(was for _text, was in (*names, *details))
        cut = cut or any(item.note for item in group.items)
    for answer in dict.fromkeys(group.answer for group in groups if group.answer):
        titles = _join_titles(group.title for group in groups if group.answer == answer)
        lines.append({"title": titles, "text": answer})
    return lines, cut


def _join_titles(titles: Iterable[str]) -> str:
    first, *others = titles
    return ", ".join([first, *(lower_first(title) for title in others)])
