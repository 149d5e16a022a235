"""/s/{token}: the report for who has the link. No account, no script, nothing kept."""

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
from diary.charts.render_queue import QueueFull
from diary.charts.theme import THEMES
from diary.i18n import other_languages
from sharing.access import gate
from sharing.access.passcodes import Gone, WrongPasscode
from sharing.links import store
from sharing.models import ShareLink
from sharing.pdf.service import Waiting
from sharing.pdf.typst import Failed
from sharing.report import formatting
from sharing.report.build import build_report
from sharing.snapshots import formats, snapshots

PAGE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none';"
    " form-action {forms}; frame-ancestors 'none'"
)
MOST_ASKED = 30  # times that the page of a PDF in the making asks for it
Page = Callable[..., HttpResponse]


def kept_private(*methods: str) -> Callable[[Page], Page]:
    """Headers that keep a shared page out of caches, indexes and referrers."""

    def wrap(page: Page) -> Page:
        # Who posts must know the token, and no cookie of theirs makes it do more.
        @csrf_exempt
        @wraps(page)
        def wrapped(request: HttpRequest, **where: str) -> HttpResponse:
            if request.method not in methods:
                response: HttpResponse = HttpResponseNotAllowed(methods)
            else:
                response = page(request, **where)
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers.setdefault(
                "Content-Security-Policy", PAGE_POLICY.format(forms="'none'")
            )
            return response

        return wrapped

    return wrap


def _gone(request: HttpRequest) -> HttpResponse:
    """The same answer for a wrong, an ended, an expired and a used-up link."""
    return render(request, "sharing/gone.html", status=404)


@kept_private("GET", "HEAD", "POST")
def report(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    link = store.resolve(token, now)
    if link is None:
        return _gone(request)
    if request.method == "POST":
        return _enter(request, link, token, now)
    if not gate.is_open(request, link):
        return _gate(request, link, token)
    if request.method == "GET" and not gate.has_gate(link):
        store.log_view(link, request.headers.get("User-Agent", ""), now)
    return _report(request, link, token, now)


def _enter(request: HttpRequest, link: ShareLink, token: str, now: datetime) -> HttpResponse:
    """Answered with the page itself, so that it can be read by a browser without cookies too."""
    if not gate.has_gate(link):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not gate.is_open(request, link):  # else it is sent once more
        try:
            gate.enter(request, link, now)
        except gate.TooMany:
            return _gate(request, link, token, 429, hurried=True)
        except WrongPasscode as wrong:
            return _gate(request, link, token, 403, left=wrong.remaining)
        except Gone:
            return _gone(request)
    response = _report(request, link, token, now)
    gate.remember(response, link, token)
    return response


def _gate(
    request: HttpRequest, link: ShareLink, token: str, status: int = 200, **told: Any
) -> HttpResponse:
    if link.uses_left == 0 or told.get("left") == 0:
        return _gone(request)
    told |= {"link": link, "token": token, "others": other_languages()}
    response = render(request, "sharing/gate.html", told, status=status)
    response.headers["Content-Security-Policy"] = PAGE_POLICY.format(forms="'self'")
    return response


def _report(request: HttpRequest, link: ShareLink, token: str, now: datetime) -> HttpResponse:
    around = {
        "token": token,
        "others": other_languages(),
        "handed": {
            "frozen_at": formatting.at(link.created_at, link.diary.zone) if link.frozen else None,
            "files": list(formats.FILES.items()) if link.downloads else [],
        },
    }
    if not link.frozen:
        scope = store.scope_of(link)
        found = build_report(link.diary, days=link.days, now=now, scope=scope)
        return render(request, "sharing/report.html", {"report": found, **around})
    content = snapshots.read(link, token, "page")
    if content is None:
        return _gone(request)
    return render(request, "sharing/frozen.html", {"content": content.decode(), **around})


@kept_private("GET", "HEAD")
def chart(request: HttpRequest, token: str, name: str) -> HttpResponse:
    now = timezone.now()
    link = store.resolve(token, now)
    theme = request.GET.get("theme", "light")
    if link is None or theme not in THEMES or not gate.is_open(request, link):
        return _gone(request)
    background = store.scope_of(link).background
    if name not in charts(background=background):
        return _gone(request)
    if link.frozen:
        drawn = snapshots.chart(link, token, name, theme)
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
        try:
            drawn = picture.render(fail_if_busy=True)
        except QueueFull as busy:
            return HttpResponse(status=503, headers={"Retry-After": f"{busy.retry_after}"})
    if drawn is None:
        return _gone(request)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response


@kept_private("GET", "HEAD")
def download(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """A file of the page, where its owner allows it; the owner is told."""
    now = timezone.now()
    link = store.resolve(token, now)
    form = formats.FILES.get(name)
    if link is None or form is None or not link.downloads or not gate.is_open(request, link):
        return _gone(request)
    try:
        content = snapshots.read(link, token, name) if link.frozen else form.make(link, now)
    except Waiting:
        return _wait(request, token)
    except Failed:
        return render(request, "sharing/failed.html", {"token": token}, status=503)
    if content is None:
        return _gone(request)
    if request.method == "GET":
        store.log_view(link, request.headers.get("User-Agent", ""), now, what=form.kind)
    response = HttpResponse(content, content_type=form.content_type)
    saved_as = f"footnote-{link.created_at if link.frozen else now:%Y-%m-%d}-{name}"
    response.headers["Content-Disposition"] = f'attachment; filename="{saved_as}"'
    return response


def _wait(request: HttpRequest, token: str) -> HttpResponse:
    """A page that asks again by itself, without script: ever more slowly, and not for ever."""
    asked = request.GET.get("asked", "")
    times = min(int(asked), MOST_ASKED) if asked.isascii() and asked.isdecimal() else 0
    if times == MOST_ASKED:
        return render(request, "sharing/failed.html", {"token": token}, status=503)
    told = {"token": token, "next": times + 1, "pause": 3 + times}
    return render(request, "sharing/waiting.html", told, status=202)
