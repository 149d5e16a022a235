"""Reports that take too long for one request: asked for, made by a worker, fetched, forgotten.

Asking again is how one hears how far it is, and how one whose worker died goes on.
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
from diary.jobs import RUNNING, WAITING, Clock, Lease, LeaseLost, delete_expired, lease_expired
from diary.models import Diary, Episode
from sharing.links.scope import Scope
from sharing.models import ReportFile
from sharing.pdf.build import build_pdf
from sharing.pdf.typst import Failed

AT_ONCE = 1_500  # episodes that are set while who asked waits
KEPT = timedelta(minutes=15)
MOST = 4  # of one diary at a time; the oldest makes room

State = ReportFile.State
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    days: int
    paper: str
    scope: Scope

    def of(self, diary: Diary, now: datetime) -> str:
        """The same for as long as the same would be made."""
        state = [diary.change_seq, local_today(diary, now).isoformat(), i18n.active_language()]
        return sha256(dumps([asdict(self), state]).encode()).hexdigest()


def is_long(diary: Diary) -> bool:
    """One query."""
    return Episode.objects.filter(diary_id=diary.pk, deleted_at=None).count() > AT_ONCE


def ask(diary: Diary, wish: Wish, now: datetime) -> tuple[ReportFile, bool]:
    """The order, new or old, and whether a worker has to be told of it."""
    mine = ReportFile.objects.filter(diary_id=diary.pk)
    wanted = wish.of(diary, now)
    found = mine.filter(wish=wanted).first()
    if found is not None and found.state == State.FAILED:
        mine.filter(id=found.id).delete()  # told once; who asks again after that tries again
        return found, False
    if found is not None:
        lost = mine.filter(lease_expired(now), state__in=(WAITING, RUNNING), id=found.id)
        return found, bool(lost.update(state=State.WAITING, done=0, claimed_at=now))
    try:
        with transaction.atomic():
            oldest = mine.order_by("-created_at").values_list("id", flat=True)[MOST - 1 :]
            mine.filter(id__in=list(oldest)).delete()
            made = ReportFile.objects.create(
                diary_id=diary.pk,
                wish=wanted,
                choices=asdict(wish),
                language=i18n.active_language(),
                created_at=now,
                claimed_at=now,
                total=len(charts()) + 1,
            )
    except IntegrityError:  # asked twice at the same time
        return mine.get(wish=wanted), False
    return made, True


def run(diary_id: int, id: UUID, clock: Clock) -> None:
    """Make it; nothing when somebody else has it, or it is no longer wanted."""
    row = ReportFile.objects.filter(diary_id=diary_id, id=id)
    try:
        lease = Lease(row, clock, done=0)
        job = row.select_related("diary").get()
        _render(job, lease, clock)
    except (LeaseLost, ReportFile.DoesNotExist):
        pass


def _render(job: ReportFile, lease: Lease, clock: Clock) -> None:
    choices = {**job.choices, "scope": Scope(**job.choices["scope"])}

    def step() -> None:
        lease.renew(done=F("done") + 1)

    try:
        with i18n.override_language(job.language):
            content = build_pdf(job.diary, now=clock(), step=step, **choices)
    except Failed as error:
        log.error("the report of diary %s was not made: %s", job.diary_id, error)
        lease.renew(state=State.FAILED)
    else:
        lease.renew(state=State.DONE, done=F("total"), content=content, created_at=clock())


def clear(now: datetime) -> None:
    """Forget what was made, and what nobody asks for any more."""
    delete_expired(ReportFile.objects.all(), now, KEPT)
