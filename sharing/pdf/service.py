"""The PDF for whoever asks: set while they wait, or by a worker where that takes long.

A worker never learns of a key: it makes the PDF of the diary as it is, which is forgotten after a
quarter of an hour, and whoever asks again seals it with the key that only they have.
"""

from datetime import datetime

from diary.models import Diary
from sharing.models import ReportFile
from sharing.pdf import jobs
from sharing.pdf.build import build_pdf
from sharing.pdf.tasks import enqueue_report
from sharing.pdf.typst import Failed


class Waiting(Exception):
    """A worker is making it; whoever asks again a little later gets it."""

    def __init__(self, order: ReportFile) -> None:
        super().__init__(order.state)
        self.order = order


def paper(diary: Diary, wish: jobs.Wish, now: datetime) -> bytes:
    """In the language in use. Raises Waiting, Failed."""
    if not jobs.is_long(diary):
        return build_pdf(diary, days=wish.days, now=now, scope=wish.scope, paper=wish.paper)
    order, new = jobs.ask(diary, wish, now)
    if new:
        enqueue_report(diary.pk, order.id)
        order.refresh_from_db()  # where tasks run at once, it is made
    if order.state == ReportFile.State.FAILED:
        raise Failed
    if order.state != ReportFile.State.DONE:
        raise Waiting(order)
    return bytes(order.content)
