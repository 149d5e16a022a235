"""The report as a PDF: the same content as the doctor's page, on paper."""

from datetime import datetime

from diary.models import Diary
from sharing.links.scope import UNCHOSEN, Scope
from sharing.pdf.build import typeset
from sharing.pdf.paper_sizes import PAPERS

__all__ = ["PAPERS", "make"]


def make(
    diary: Diary, *, days: int, now: datetime, scope: Scope | None = None, paper: str = "a4"
) -> bytes:
    """The report of the last `days` local days, in the language in use; `paper`: one of PAPERS."""
    return typeset(diary, days=days, now=now, scope=scope or UNCHOSEN, paper=paper)
