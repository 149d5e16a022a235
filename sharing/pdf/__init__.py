"""The report as a PDF: the same content as the doctor's page, on paper."""

from datetime import datetime

from diary.models import Diary
from sharing.pdf.paper import PAPERS
from sharing.pdf.setting import typeset
from sharing.scope import UNCHOSEN, Scope

__all__ = ["PAPERS", "make"]


def make(
    diary: Diary, *, days: int, now: datetime, scope: Scope | None = None, paper: str = "a4"
) -> bytes:
    """The report of the last `days` local days, in the language in use; `paper`: one of PAPERS."""
    return typeset(diary, days=days, now=now, scope=scope or UNCHOSEN, paper=paper)
