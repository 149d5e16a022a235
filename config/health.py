"""Is it up, is it ready, what is due: for a balancer, a container, and a monitor.

None of the answers tells anything of anybody's diary.
"""

import logging
import secrets
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diary.models import Diary
from reminders import send
from reminders.models import Reminder
from triage import failures
from triage import metrics as counts

HEARTBEAT_KEY = "heartbeat"
HEARTBEAT_EVERY = 5  # seconds between two heartbeats sent by beat
HEARTBEAT_LATE = 20  # seconds after which worker or beat counts as gone
HEARTBEAT_KEPT = 3600  # seconds the cache keeps the last one, so that its age can be told

logger = logging.getLogger(__name__)


def beat(now: datetime) -> None:
    """Note that beat sent the heartbeat and a worker ran it at `now`."""
    cache.set(HEARTBEAT_KEY, now.timestamp(), HEARTBEAT_KEPT)


def heartbeat_age(now: datetime) -> float | None:
    """Seconds since the last heartbeat; None when there was none in the last hour."""
    last = cache.get(HEARTBEAT_KEY)
    return None if last is None else now.timestamp() - last


def missing(now: datetime) -> dict[str, str]:
    """What keeps the site from serving, by part: `database`, `migrations`, `background`."""
    found: dict[str, str] = {}
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            found["migrations"] = "not applied: run manage.py migrate"
    except Error:  # a connection that broke is an InterfaceError, no DatabaseError
        logger.exception("readyz: the database")
        found["database"] = "does not answer"
    try:
        age = heartbeat_age(now)
    except Exception:  # each cache has errors of its own; the log has this one
        logger.exception("readyz: the cache")
        found["cache"] = "does not answer"
        return found
    if age is None:
        found["background"] = "no heartbeat: is a worker running, and beat?"
    elif age > HEARTBEAT_LATE:
        found["background"] = f"the last heartbeat was {age:.0f} s ago"
    return found


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    found = missing(timezone.now())
    if found:
        reply = JsonResponse({"status": "not ready", "missing": found}, status=503)
        # A start that takes a moment is no error in the log.
        reply._has_been_logged = True  # type: ignore[attr-defined]
        return reply
    return JsonResponse({"status": "ready"})


def measurements(now: datetime) -> str:
    """Counts in Prometheus' text format."""
    age = heartbeat_age(now)
    due = Diary.objects.filter(assessment_due__isnull=False)
    oldest = due.order_by("assessment_due").values_list("assessment_due", flat=True).first()
    reminders = Reminder.objects.filter(state=Reminder.State.PLANNED, due_at__lte=now)
    gauges = {
        "footnote_heartbeat_age_seconds": "NaN" if age is None else f"{age:.3f}",
        "footnote_assessments_due": str(due.count()),
        "footnote_assessments_oldest_due_seconds": (
            f"{(now - oldest).total_seconds():.3f}" if oldest else "0"
        ),
        "footnote_reminders_due": str(reminders.count()),
        "footnote_diaries_not_checked": str(failures.count_failing_diaries()),
    }
    counters = {
        "footnote_checks_failed_total": str(failures.count_failures()),
        **{
            f'footnote_reminders_total{{channel="{channel}",outcome="{outcome}"}}': str(count)
            for name, count in counts.read_counters(send.COUNTER_PREFIX).items()
            for channel, _, outcome in [name.partition(":")]
        },
    }
    lines: list[str] = []
    for kind, found in (("gauge", gauges), ("counter", counters)):
        for name, of_it in groupby(sorted(found), key=lambda one: one.partition("{")[0]):
            lines += [f"# TYPE {name} {kind}", *(f"{one} {found[one]}" for one in of_it)]
    return "".join(f"{line}\n" for line in lines)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.METRICS_TOKEN
    same = secrets.compare_digest(given.encode(), wanted.encode())
    if not wanted or scheme.lower() != "bearer" or not same:
        raise Http404
    return HttpResponse(
        measurements(timezone.now()), content_type="text/plain; version=0.0.4; charset=utf-8"
    )
