"""Opening a page: what counts as one, and the hour in which it is read.

A link with a passcode, or that may be opened a few times only, first shows a page with a button.
Pressing it is the opening: it is logged, takes one of the times, and gives that browser a signed
cookie that is good for this link alone and for an hour, in which the page, its charts and its
files are read as often as one likes. Whatever only looks at an address, as mail programs and
messengers do, uses nothing up. Any other link is open to whoever has it, without a cookie: each
time its page is loaded is an opening. Charts and files never are.
"""

from datetime import datetime

from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sharing.access import passcodes
from sharing.access.passcodes import Gone
from sharing.links import store
from sharing.models import ShareLink

SECONDS = 3600
SALT = "sharing.access.gate"
COOKIE = "__Secure-opened" if settings.SESSION_COOKIE_SECURE else "opened"


class TooMany(Exception):
    """Passcodes in a minute."""


def has_gate(link: ShareLink) -> bool:
    return link.passcode_hash is not None or link.uses_left is not None


def is_open(request: HttpRequest, link: ShareLink) -> bool:
    """Whether this browser may read what is behind the link now."""
    if not has_gate(link):
        return True
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return False
    return bool(said == str(link.id))


def enter(request: HttpRequest, link: ShareLink, now: datetime) -> None:
    """Raises TooMany, WrongPasscode or Gone; else it is open, and counted."""
    if link.passcode_hash is not None:
        # Before a try is taken: who is in a hurry loses none.
        if not ratelimit.consume(request, action="share_passcode", key=str(link.id)):
            raise TooMany
        passcodes.check(link, request.POST.get("passcode", ""), now)
    if not store.take_use(link):
        raise Gone
    store.log_view(link, request.headers.get("User-Agent", ""), now)


def remember(response: HttpResponse, link: ShareLink, token: str) -> None:
    """For this page's addresses only. Lax, so that a second tap on the link in a mail is no
    second opening; nothing is changed by a request that brings it."""
    response.set_cookie(
        COOKIE,
        signing.dumps(str(link.id), salt=SALT),
        max_age=SECONDS,
        path=reverse("shared-report", args=[token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
