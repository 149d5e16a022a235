"""Liveness (`/healthz`), readiness (`/readyz`) and Prometheus metrics. No health data."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from math import nan

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.celery import QUEUES
from config.readiness import readiness
from diary.models import Diary
from reminders import metrics as reminder_metrics
from reminders import send
from reminders.channels import CHANNELS
from reminders.models import Reminder
from triage import failures

HEARTBEAT_KEY = "heartbeat:"
HEARTBEAT_TTL = 86_400  # seconds in the cache


def record_heartbeat(queue: str, now: datetime) -> None:
    """Store that a worker of this queue ran a task of beat at `now`: both are alive."""
    cache.set(HEARTBEAT_KEY + queue, now.timestamp(), HEARTBEAT_TTL)


def heartbeat_ages(now: datetime) -> dict[str, float | None]:
    """By queue, seconds since its last heartbeat; None if there was none for a day."""
    last = cache.get_many([HEARTBEAT_KEY + queue for queue in QUEUES])
    moments = {queue: last.get(HEARTBEAT_KEY + queue) for queue in QUEUES}
    return {
        queue: None if moment is None else now.timestamp() - moment
        for queue, moment in moments.items()
    }


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    problems = readiness.problems()
    if problems:
        reply = JsonResponse({"status": "not ready", "missing": problems}, status=503)
        # No error in the log while the site starts.
        reply._has_been_logged = True  # type: ignore[attr-defined]
        return reply
    return JsonResponse({"status": "ready"})


Series = Mapping[str, float | int]


def render_metrics(now: datetime) -> str:
    """Metrics in the text format of Prometheus."""
    counters = {
        "footnote_checks_failed_total": failures.count_failures(),
        **{
            f'footnote_reminders_total{{channel="{channel}",outcome="{outcome}"}}': count
            for channel, outcome, count in reminder_metrics.read_outcomes()
        },
    }
    lines = [
        *_render("gauge", _gauges(now)),
        *_render("counter", counters),
        *_lateness("footnote_reminder_lateness_seconds"),
    ]
    return "".join(f"{line}\n" for line in lines)


def _gauges(now: datetime) -> Series:
    due = Diary.objects.filter(assessment_due__isnull=False)
    oldest = due.order_by("assessment_due").values_list("assessment_due", flat=True).first()
    return {
        **{
            f'footnote_heartbeat_age_seconds{{queue="{queue}"}}': nan if age is None else age
            for queue, age in heartbeat_ages(now).items()
        },
        "footnote_assessments_due": due.count(),
        "footnote_assessments_oldest_due_seconds": _age(oldest, now),
        **_reminder_gauges(now),
        "footnote_diaries_not_checked": failures.count_failing_diaries(),
    }


def _reminder_gauges(now: datetime) -> Series:
    """What is due and for how long, and what senders have claimed and for how long."""
    gauges: dict[str, float | int] = {}
    for channel in CHANNELS:
        due = Reminder.objects.filter(
            channel=channel, state=Reminder.State.PLANNED, due_at__lte=now
        )
        label = f'{{channel="{channel}"}}'
        oldest = due.order_by("due_at").values_list("due_at", flat=True).first()
        gauges[f"footnote_reminders_due{label}"] = due.count()
        gauges[f"footnote_reminders_oldest_due_seconds{label}"] = _age(oldest, now)
    claims = Reminder.objects.filter(state__in=send.CLAIMED)
    moments = claims.aggregate(first=Min("claimed_at"), count=Count("claimed_at"))
    gauges["footnote_reminders_claimed"] = moments["count"]
    gauges["footnote_reminders_oldest_claim_seconds"] = _age(moments["first"], now)
    return gauges


def _age(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else (now - moment).total_seconds()


def _render(kind: str, series: Series) -> Iterator[str]:
    for name, keys in groupby(sorted(series), key=lambda key: key.partition("{")[0]):
        yield f"# TYPE {name} {kind}"
        for key in keys:
            value = series[key]
            text = str(value) if isinstance(value, int) else f"{value:.3f}"
            yield f"{key} {text.replace('nan', 'NaN')}"


def _lateness(name: str) -> Iterator[str]:
    """How long after its time each reminder was sent."""
    yield f"# TYPE {name} histogram"
    for channel, total, buckets in reminder_metrics.read_lateness():
        for bound, count in buckets.items():
            yield f'{name}_bucket{{channel="{channel}",le="{bound}"}} {count}'
        yield f'{name}_sum{{channel="{channel}"}} {total}'
        yield f'{name}_count{{channel="{channel}"}} {count}'


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
