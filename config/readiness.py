"""Whether a write would be taken now: the probe of `/readyz` makes one.

What stops the writes of people stops the probe: a full disk, a standby that is read-only, a
locked file, a database that is silent or not migrated.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore, Lock
from time import monotonic

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from triage import metrics

PROBE = "readiness_probes"  # a counter that the probe increments
PROBE_SECONDS = 4  # for the lock, and for each statement
MAX_WAITING = 4  # requests that ask at one time; more are told that it is busy
# Bytes that must be free beside the SQLite file: the largest request, its revisions, the WAL.
MIN_FREE = 8_000_000

logger = logging.getLogger(__name__)


class Readiness:
    """Shares one probe among those who ask while it runs: probes cannot pile up."""

    def __init__(self, probe: Callable[[], dict[str, str]]) -> None:
        self._probe = probe
        self._lock, self._places = Lock(), BoundedSemaphore(MAX_WAITING)
        self._began = -1.0
        self._problems: dict[str, str] = {}

    def problems(self) -> dict[str, str]:
        """By part, why a write would not be taken; empty: it would."""
        asked = monotonic()
        if not self._places.acquire(blocking=False):
            return {"database": "is slow: others wait for the same probe"}
        try:
            with self._lock:
                if self._began < asked:
                    self._began = monotonic()
                    self._problems = self._probe()
                return self._problems
        finally:
            self._places.release()


def find_problems() -> dict[str, str]:
    """By part (`database`, `migrations`, `disk`), why a write would not be taken."""
    try:
        if _pending_migrations():
            return {"migrations": "not applied: run manage.py migrate"}
        _write()
        free = _free_bytes()
    except (Error, OSError) as error:  # a connection that broke is an InterfaceError
        logger.error("readyz: %s", type(error).__name__, exc_info=error)
        return {"database": "takes no write"}
    if free is not None and free < MIN_FREE:
        return {"disk": "is full"}
    return {}


def _pending_migrations() -> bool:
    connection.ensure_connection()
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _write() -> None:
    """Commit a write that needs new pages of the disk, within `PROBE_SECONDS`."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            wait = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {PROBE_SECONDS * 1000}")
            try:
                metrics.increment_counter(PROBE)
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {wait}")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{PROBE_SECONDS}s'")
        cursor.execute(f"SET LOCAL lock_timeout = '{PROBE_SECONDS}s'")
        # New pages: an update alone may find room in pages that are there.
        cursor.execute(
            "CREATE TEMPORARY TABLE readiness_probe ON COMMIT DROP AS"
            " SELECT repeat('x', 1000) AS filler FROM generate_series(1, 64)"
        )
        metrics.increment_counter(PROBE)


def _free_bytes() -> int | None:
    """Free bytes beside the SQLite file; None for another database, or one in memory."""
    name = Path(str(settings.DATABASES["default"]["NAME"]))
    if connection.vendor != "sqlite" or not name.is_file():
        return None
    disk = os.statvfs(name.parent)
    return disk.f_bavail * disk.f_frsize


readiness = Readiness(find_problems)
