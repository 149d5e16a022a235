"""GET /s/{token}: the report for who has the link. No account, no script, nothing kept."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from diary.charts import charts
from diary.charts.picture import Picture
from diary.charts.theme import THEMES
from diary.charts.views import PICTURE_POLICY
from diary.languages import in_use
from sharing import links
from sharing import report as reports

PAGE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
Page = Callable[..., HttpResponse]


def kept_private(page: Page) -> Page:
    """Headers that keep a shared page out of caches, indexes and referrers."""

    # Nothing here changes anything: a POST is told so, with or without a CSRF token.
    @csrf_exempt
    @wraps(page)
    def wrapped(request: HttpRequest, **where: str) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            response: HttpResponse = HttpResponseNotAllowed(["GET", "HEAD"])
        else:
            response = page(request, **where)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        return response

    return wrapped


def _other_languages() -> list[tuple[str, str]]:
    """Code and own name of each language that the page is not in."""
    return [(code, name) for code, name in settings.LANGUAGES if code != in_use()]


def _gone(request: HttpRequest) -> HttpResponse:
    """The same answer for a wrong, an ended and an expired link."""
    return render(request, "sharing/gone.html", status=404)


@kept_private
def report(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    link = links.resolve(token, now)
    if link is None:
        return _gone(request)
    found = reports.build(link.diary, days=link.days, now=now)
    if request.method == "GET":
        links.log_view(link, request.headers.get("User-Agent", ""), now)
    return render(
        request,
        "sharing/report.html",
        {"report": found, "token": token, "others": _other_languages()},
    )


@kept_private
def chart(request: HttpRequest, token: str, name: str) -> HttpResponse:
    now = timezone.now()
    link = links.resolve(token, now)
    theme = request.GET.get("theme", "light")
    if link is None or name not in charts() or theme not in THEMES:
        return _gone(request)
    picture = Picture.of(
        link.diary, name, days=link.days, theme=theme, format="svg", now=now, background=False
    )
    response = HttpResponse(picture.draw(), content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response
