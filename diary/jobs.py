"""Jobs as database rows: claim, heartbeat, recovery from dead workers, retention.

The model of a job has `state` (with "waiting" and "running"), `claimed_at` and `created_at`. A
worker claims a row by a conditional update and renews `claimed_at` with every step. A row whose
`claimed_at` is older than LEASE lost its worker, and another may claim it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

LEASE = timedelta(minutes=3)
WAITING, RUNNING = "waiting", "running"

Clock = Callable[[], datetime]


class LeaseLost(Exception):
    """Another worker has the job, or it was deleted."""


def lease_expired(now: datetime) -> Q:
    return Q(claimed_at__lt=now - LEASE)


def claimable(now: datetime) -> Q:
    """Jobs that no worker has: queued, or their worker died."""
    return Q(state=WAITING) | (Q(state=RUNNING) & lease_expired(now))


def delete_expired(jobs: QuerySet[Any], now: datetime, retention: timedelta) -> None:
    jobs.filter(created_at__lt=now - retention).delete()


class Lease:
    """The claim of one worker on one job; `claimed_at` is its fencing token."""

    def __init__(self, row: QuerySet[Any], clock: Clock, **values: Any) -> None:
        """Claim the job of the query `row`, and set `values`. Raises LeaseLost."""
        self._row, self._clock, self._claimed_at = row, clock, clock()
        free = row.filter(claimable(self._claimed_at))
        if not free.update(state=RUNNING, claimed_at=self._claimed_at, **values):
            raise LeaseLost

    def renew(self, **values: Any) -> None:
        """Store `values` (the progress) with a heartbeat. Raises LeaseLost."""
        now = max(self._clock(), self._claimed_at)
        mine = self._row.filter(state=RUNNING, claimed_at=self._claimed_at)
        if not mine.update(**{"claimed_at": now, **values}):
            raise LeaseLost
        self._claimed_at = now
