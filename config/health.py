"""Liveness (`/healthz`), readiness (`/readyz`) and Prometheus metrics. No health data."""

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
from triage.metrics import read_counters

HEARTBEAT_KEY = "heartbeat"
HEARTBEAT_EVERY = 5  # seconds between two heartbeats sent by beat
HEARTBEAT_LATE = 20  # seconds after which worker or beat counts as gone
HEARTBEAT_TTL = 3600  # seconds in the cache

logger = logging.getLogger(__name__)


def record_heartbeat(now: datetime) -> None:
    """Store that a worker ran the heartbeat task at `now`: beat and the worker are alive."""
    cache.set(HEARTBEAT_KEY, now.timestamp(), HEARTBEAT_TTL)


def heartbeat_age(now: datetime) -> float | None:
    """Seconds since the last heartbeat; None if there was none in the last hour."""
    last = cache.get(HEARTBEAT_KEY)
    return None if last is None else now.timestamp() - last


def readiness_problems(now: datetime) -> dict[str, str]:
    """By part (`database`, `migrations`, `cache`, `background`), why the site is not ready."""
    problems: dict[str, str] = {}
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            problems["migrations"] = "not applied: run manage.py migrate"
    except Error:  # a connection that broke is an InterfaceError, no DatabaseError
        logger.exception("readyz: the database")
        problems["database"] = "does not answer"
    try:
        age = heartbeat_age(now)
    except Exception:  # each cache has errors of its own; the log has this one
        logger.exception("readyz: the cache")
        problems["cache"] = "does not answer"
        return problems
    if age is None:
        problems["background"] = "no heartbeat: is a worker running, and beat?"
    elif age > HEARTBEAT_LATE:
        problems["background"] = f"the last heartbeat was {age:.0f} s ago"
    return problems


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    problems = readiness_problems(timezone.now())
    if problems:
        reply = JsonResponse({"status": "not ready", "missing": problems}, status=503)
        # No error in the log while the site starts.
        reply._has_been_logged = True  # type: ignore[attr-defined]
        return reply
    return JsonResponse({"status": "ready"})


def render_metrics(now: datetime) -> str:
    """Metrics in the text format of Prometheus."""
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
            for name, count in read_counters(send.COUNTER_PREFIX).items()
            for channel, _, outcome in [name.partition(":")]
        },
    }
    lines: list[str] = []
    for kind, metric_values in (("gauge", gauges), ("counter", counters)):
        for name, series in groupby(sorted(metric_values), key=lambda key: key.partition("{")[0]):
            lines += [f"# TYPE {name} {kind}", *(f"{key} {metric_values[key]}" for key in series)]
    return "".join(f"{line}\n" for line in lines)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = settings.METRICS_TOKEN
    same = secrets.compare_digest(token.encode(), expected.encode())
    if not expected or scheme.lower() != "bearer" or not same:
        raise Http404
    return HttpResponse(
        render_metrics(timezone.now()), content_type="text/plain; version=0.0.4; charset=utf-8"
    )
