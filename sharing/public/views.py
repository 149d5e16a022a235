"""/s/{token}: the report for whoever has the link. No account, no script, no caching."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from diary.api.views.charts import PICTURE_POLICY
from diary.charts.cached_chart import CachedChart
from diary.charts.plots import charts
from diary.charts.theme import THEMES
from diary.i18n import other_languages
from diary.lanes import DOCUMENTS, DRAWINGS, in_lane
from sharing.access import gate
from sharing.access.passcodes import LinkUnavailable, WrongPasscode
from sharing.links import store
from sharing.models import ShareLink
from sharing.pdf.service import ReportPending
from sharing.pdf.typst import RenderError
from sharing.report import formatting
from sharing.report.build import build_report
from sharing.snapshots import formats, snapshots

PAGE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none';"
    " form-action {forms}; frame-ancestors 'none'"
)
MAX_POLLS = 30  # reloads of the page that waits for a PDF
Page = Callable[..., HttpResponse]


def private(*methods: str) -> Callable[[Page], Page]:
    """Decorator: headers that keep a page out of caches, search indexes and referrers."""

    def wrap(page: Page) -> Page:
        # A POST needs the token, and a cookie gives it no further rights.
        @csrf_exempt
        @wraps(page)
        def wrapped(request: HttpRequest, **kwargs: str) -> HttpResponse:
            if request.method not in methods:
                response: HttpResponse = HttpResponseNotAllowed(methods)
            else:
                response = page(request, **kwargs)
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers.setdefault(
                "Content-Security-Policy", PAGE_POLICY.format(forms="'none'")
            )
            return response

        return wrapped

    return wrap


def _link_unavailable(request: HttpRequest) -> HttpResponse:
    """The same 404 for an unknown, a revoked, an expired and a used-up link."""
    return render(request, "sharing/link_unavailable.html", status=404)


@in_lane(DOCUMENTS)
@private("GET", "HEAD", "POST")
def shared_report(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    link = store.resolve_token(token, now)
    if link is None:
        return _link_unavailable(request)
    if request.method == "POST":
        return _unlock(request, link, token, now)
    if not gate.is_unlocked(request, link):
        return _gate_page(request, link, token)
    if request.method == "GET" and not gate.has_gate(link):
        store.log_view(link, request.headers.get("User-Agent", ""), now)
    return _report_page(request, link, token, now)


def _unlock(request: HttpRequest, link: ShareLink, token: str, now: datetime) -> HttpResponse:
    """Replies with the page, not a redirect, so that it works in a browser without cookies."""
    if not gate.has_gate(link):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not gate.is_unlocked(request, link):  # else the form was submitted again
        try:
            gate.unlock(request, link, now)
        except gate.RateLimited:
            return _gate_page(request, link, token, 429, rate_limited=True)
        except WrongPasscode as error:
            return _gate_page(request, link, token, 403, attempts_left=error.remaining)
        except LinkUnavailable:
            return _link_unavailable(request)
    response = _report_page(request, link, token, now)
    gate.set_access_cookie(response, link, token)
    return response


def _gate_page(
    request: HttpRequest, link: ShareLink, token: str, status: int = 200, **context: Any
) -> HttpResponse:
    if link.uses_left == 0 or context.get("attempts_left") == 0:
        return _link_unavailable(request)
    context |= {"link": link, "token": token, "other_languages": other_languages()}
    response = render(request, "sharing/gate.html", context, status=status)
    response.headers["Content-Security-Policy"] = PAGE_POLICY.format(forms="'self'")
    return response


def _report_page(request: HttpRequest, link: ShareLink, token: str, now: datetime) -> HttpResponse:
    context = {
        "token": token,
        "other_languages": other_languages(),
        "page_info": {
            "frozen_at": formatting.format_datetime(link.created_at, link.diary.zone)
            if link.frozen
            else None,
            "files": list(formats.FORMATS.items()) if link.downloads else [],
        },
    }
    if not link.frozen:
        scope = store.link_scope(link)
        report = build_report(link.diary, days=link.days, now=now, scope=scope)
        return render(request, "sharing/report.html", {"report": report, **context})
    content = snapshots.read_snapshot(link, token, "page")
    if content is None:
        return _link_unavailable(request)
    return render(request, "sharing/snapshot.html", {"content": content.decode(), **context})


@in_lane(DRAWINGS)
@private("GET", "HEAD")
def shared_chart(request: HttpRequest, token: str, name: str) -> HttpResponse:
    now = timezone.now()
    link = store.resolve_token(token, now)
    theme = request.GET.get("theme", "light")
    if link is None or theme not in THEMES or not gate.is_unlocked(request, link):
        return _link_unavailable(request)
    background = store.link_scope(link).background
    if name not in charts(background=background):
        return _link_unavailable(request)
    if link.frozen:
        svg = snapshots.read_snapshot_chart(link, token, name, theme)
    else:
        picture = CachedChart.create(
            link.diary,
            name,
            days=link.days,
            theme=theme,
            format="svg",
            now=now,
            background=background,
        )
        svg = picture.render()
    if svg is None:
        return _link_unavailable(request)
    response = HttpResponse(svg, content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response


@in_lane(DOCUMENTS)
@private("GET", "HEAD")
def shared_file(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """A file of the page, if its owner allows downloads; logged for the owner."""
    now = timezone.now()
    link = store.resolve_token(token, now)
    format = formats.FORMATS.get(name)
    if link is None or format is None or not link.downloads or not gate.is_unlocked(request, link):
        return _link_unavailable(request)
    try:
        content = (
            snapshots.read_snapshot(link, token, name) if link.frozen else format.render(link, now)
        )
    except ReportPending:
        return _pdf_pending(request, token)
    except RenderError:
        return render(request, "sharing/pdf_failed.html", {"token": token}, status=503)
    if content is None:
        return _link_unavailable(request)
    if request.method == "GET":
        store.log_view(link, request.headers.get("User-Agent", ""), now, what=format.kind)
    response = HttpResponse(content, content_type=format.content_type)
    filename = f"footnote-{link.created_at if link.frozen else now:%Y-%m-%d}-{name}"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _pdf_pending(request: HttpRequest, token: str) -> HttpResponse:
    """A page that polls by meta refresh, ever more slowly, at most MAX_POLLS times."""
    poll = request.GET.get("poll", "")
    polls = min(int(poll), MAX_POLLS) if poll.isascii() and poll.isdecimal() else 0
    if polls == MAX_POLLS:
        return render(request, "sharing/pdf_failed.html", {"token": token}, status=503)
    context = {"token": token, "next_poll": polls + 1, "delay_seconds": 3 + polls}
    return render(request, "sharing/pdf_pending.html", context, status=202)
