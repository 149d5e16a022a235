"""Report jobs: PDFs that take too long for one request.

A client polls by repeating its request. A poll also requeues a job whose worker died.
"""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from json import dumps
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from diary import i18n
from diary.charts.cached_chart import local_today
from diary.charts.plots import charts
from diary.compute.process import ComputeTimeout
from diary.jobs import RUNNING, WAITING, Clock, Lease, LeaseLost, delete_expired, lease_expired
from diary.models import Diary, Episode
from sharing.links.scope import Scope
from sharing.models import ReportFile
from sharing.pdf.build import build_pdf
from sharing.pdf.typst import RenderError

MAX_INLINE_EPISODES = 1_500  # a report of more is rendered by a worker
RETENTION = timedelta(minutes=15)
MAX_JOBS = 4  # of one diary; a new one replaces the oldest

State = ReportFile.State
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReportRequest:
    days: int
    paper: str
    scope: Scope

    def cache_key(self, diary: Diary, now: datetime) -> str:
        """Equal as long as the same PDF would be rendered."""
        state = [diary.change_seq, local_today(diary, now).isoformat(), i18n.active_language()]
        return sha256(dumps([asdict(self), state]).encode()).hexdigest()


def needs_worker(diary: Diary) -> bool:
    """Whether the report takes too long for one request; one query."""
    episodes = Episode.objects.filter(diary_id=diary.pk, deleted_at=None)
    return episodes.count() > MAX_INLINE_EPISODES


def get_or_create_job(
    diary: Diary, request: ReportRequest, now: datetime
) -> tuple[ReportFile, bool]:
    """The job of this request, and whether it must be queued. A failed one is returned once."""
    jobs = ReportFile.objects.filter(diary_id=diary.pk)
    key = request.cache_key(diary, now)
    job = jobs.filter(wish=key).first()
    if job is not None and job.state == State.FAILED:
        jobs.filter(id=job.id).delete()  # so that the next request tries again
        return job, False
    if job is not None:
        lost = jobs.filter(lease_expired(now), state__in=(WAITING, RUNNING), id=job.id)
        return job, bool(lost.update(state=State.WAITING, done=0, claimed_at=now))
    try:
        with transaction.atomic():
            oldest = jobs.order_by("-created_at").values_list("id", flat=True)[MAX_JOBS - 1 :]
            jobs.filter(id__in=list(oldest)).delete()
            job = ReportFile.objects.create(
                diary_id=diary.pk,
                wish=key,
                choices=asdict(request),
                language=i18n.active_language(),
                created_at=now,
                claimed_at=now,
                total=len(charts()) + 1,
            )
    except IntegrityError:  # a concurrent request created it
        return jobs.get(wish=key), False
    return job, True


def run_report_job(diary_id: int, id: UUID, clock: Clock) -> None:
    """Render the report; a no-op when another worker has the job or it was deleted."""
    row = ReportFile.objects.filter(diary_id=diary_id, id=id)
    try:
        lease = Lease(row, clock, done=0)
        job = row.select_related("diary").get()
        _render(job, lease, clock)
    except (LeaseLost, ReportFile.DoesNotExist):
        pass


def _render(job: ReportFile, lease: Lease, clock: Clock) -> None:
    choices = {**job.choices, "scope": Scope(**job.choices["scope"])}

    def on_chart() -> None:
        lease.renew(done=F("done") + 1)

    try:
        with i18n.override_language(job.language):
            content = build_pdf(job.diary, now=clock(), on_chart=on_chart, **choices)
    except (RenderError, ComputeTimeout) as error:
        log.error("report of diary %s failed: %s", job.diary_id, error)
        lease.renew(state=State.FAILED)
    else:
        lease.renew(state=State.DONE, done=F("total"), content=content, created_at=clock())


def delete_expired_reports(now: datetime) -> None:
    delete_expired(ReportFile.objects.all(), now, RETENTION)
