"""Render the PDF inline, or queue a job if there are more than MAX_INLINE_EPISODES episodes.

A worker never learns the key of a link: it renders the diary as it is, the PDF is deleted after
RETENTION, and the client that polls encrypts it with the key that only the client has.
"""

from datetime import datetime

from diary.models import Diary
from sharing.models import ReportFile
from sharing.pdf import jobs
from sharing.pdf.build import build_pdf
from sharing.pdf.tasks import enqueue_report
from sharing.pdf.typst import RenderError


class ReportPending(Exception):
    """A worker renders the report; the client repeats its request a little later."""

    def __init__(self, job: ReportFile) -> None:
        super().__init__(job.state)
        self.job = job


def render_or_enqueue(diary: Diary, request: jobs.ReportRequest, now: datetime) -> bytes:
    """The PDF in the active locale. Raises ReportPending, RenderError."""
    if not jobs.needs_worker(diary):
        return build_pdf(
            diary, days=request.days, now=now, scope=request.scope, paper=request.paper
        )
    job, must_enqueue = jobs.get_or_create_job(diary, request, now)
    if must_enqueue:
        enqueue_report(diary.pk, job.id)
        job.refresh_from_db()  # an eager broker has rendered it already
    if job.state == ReportFile.State.FAILED:
        raise RenderError
    if job.state != ReportFile.State.DONE:
        raise ReportPending(job)
    return bytes(job.content)
