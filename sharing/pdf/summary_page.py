"""What the first page says: all of it short, so that it stays one page.

What is cut stands in full behind it, and the page says so.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sharing.pdf.strings import small
from sharing.report.background import KindTold
from sharing.report.build import Report
from sharing.report.level import FindingTold

FINDINGS, SIGNS, QUESTIONS, ITEMS = 6, 3, 4, 3
NAME, MORE, DAYS, TEXT = 40, 40, 70, 120  # characters

Cut = tuple[str, bool]


def first_page(report: Report) -> dict[str, Any]:
    """Texts for the first page; `cut`: which of its parts stand in full behind it."""
    findings = [
        {
            "criterion": one.criterion,
            "level": one.level,
            "addition": one.addition,
            "rest": evidence(one, DAYS),
        }
        for one in report.level.findings[:FINDINGS]
    ]
    signs = [
        {"at": one.noticed, "signs": one.signs, "alone": one.alone}
        for one in report.signs.told[:SIGNS]
    ]
    questions = [shorten(text, TEXT) for text in (report.questions or ())[:QUESTIONS]]
    kinds, kinds_cut = _kinds(report.background or ())
    return {
        "findings": findings,
        "more_findings": _more(len(report.level.findings) - FINDINGS),
        "signs": signs,
        "more_signs": _more(len(report.signs.told) - SIGNS),
        "kinds": kinds,
        "questions": [text for text, _cut in questions],
        "more_questions": _more(len(report.questions or ()) - QUESTIONS),
        "cut": {
            "findings": len(report.level.findings) > FINDINGS
            or any(len(one.days) > DAYS for one in report.level.findings),
            "signs": len(report.signs.told) > SIGNS,
            "background": kinds_cut,
            "questions": len(report.questions or ()) > QUESTIONS
            or any(cut for _text, cut in questions),
            "open": bool(report.level.undetermined),
        },
    }


def shorten(text: str, most: int) -> Cut:
    """One line of it, ending in an ellipsis where more was said."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line, line != text.strip()
    return line[: most - 1].rstrip() + "…", True


def evidence(one: FindingTold, most: int) -> str:
    """`9 days in 28; the limit is 8. On 28, 30 Oct 2026.`; the days cut to so many characters."""
    days, cut = shorten(one.days, most)
    if cut:
        days = days.rpartition(", ")[0] + " …"
    told = [one.measured, _("On %(days)s") % {"days": days} if days else ""]
    sentences = (_large(part) for part in told if part)
    return " ".join(f"{text}{'' if text.endswith('…') else '.'}" for text in sentences)


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("and %(count)s more", "and %(count)s more", count) % {"count": count}


def _kinds(kinds: Sequence[KindTold]) -> tuple[list[dict[str, str]], bool]:
    """A line for each kind with items; those without share one for each answer."""
    told, cut = [], False
    for kind in kinds:
        if not kind.items:
            continue
        names = [shorten(one.name, NAME) for one in kind.items[:ITEMS]]
        mores = [shorten(one.more, MORE) for one in kind.items[:ITEMS]]
        line = "; ".join(
            f"{name} ({more})" if more else name
            for (name, _n), (more, _m) in zip(names, mores, strict=True)
        )
        rest = _more(len(kind.items) - ITEMS)
        told.append({"title": kind.title, "text": f"{line}; {rest}" if rest else line})
        cut = cut or bool(rest) or any(was for _text, was in (*names, *mores))
        cut = cut or any(one.note for one in kind.items)
    for answer in dict.fromkeys(kind.answer for kind in kinds if kind.answer):
        of = _joined(kind.title for kind in kinds if kind.answer == answer)
        told.append({"title": of, "text": answer})
    return told, cut


def _joined(titles: Iterable[str]) -> str:
    first, *others = titles
    return ", ".join([first, *(small(title) for title in others)])
