"""Access gate of shared pages: when a request counts as a view, and who may read on.

A link with a passcode or a limited number of uses first shows a gate: a page with a button.
Pressing it is logged as a view, consumes a use, and sets a signed cookie. The cookie is valid for
this link alone and for an hour, in which the page, its charts and its files can be read freely.
So link previews, as mail programs and messengers fetch them, consume nothing. Any other link is
open without a cookie, and each load of its page is a view. Charts and files never are.
"""

from datetime import datetime

from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sharing.access import passcodes
from sharing.access.passcodes import LinkUnavailable
from sharing.links import store
from sharing.models import ShareLink

ACCESS_SECONDS = 3600
SALT = "sharing.access.gate"
COOKIE = "__Secure-opened" if settings.SESSION_COOKIE_SECURE else "opened"


class RateLimited(Exception):
    """Too many passcodes in a minute."""


def has_gate(link: ShareLink) -> bool:
    return link.passcode_hash is not None or link.uses_left is not None


def is_unlocked(request: HttpRequest, link: ShareLink) -> bool:
    """True if there is no gate, or this browser passed it within the hour."""
    if not has_gate(link):
        return True
    try:
        link_id = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=ACCESS_SECONDS)
    except signing.BadSignature:
        return False
    return bool(link_id == str(link.id))


def unlock(request: HttpRequest, link: ShareLink, now: datetime) -> None:
    """Check the passcode, consume a use, log the view.

    Raises RateLimited, WrongPasscode or LinkUnavailable.
    """
    if link.passcode_hash is not None:
        # Before the passcode: a rate-limited request consumes no attempt.
        if not ratelimit.consume(request, action="share_passcode", key=str(link.id)):
            raise RateLimited
        passcodes.check_passcode(link, request.POST.get("passcode", ""), now)
    if not store.consume_use(link):
        raise LinkUnavailable
    store.log_view(link, request.headers.get("User-Agent", ""), now)


def set_access_cookie(response: HttpResponse, link: ShareLink, token: str) -> None:
    """A cookie for the paths of this page alone.

    SameSite=Lax, so that a second tap on the link in a mail is not a second view; a request with
    the cookie changes nothing.
    """
    response.set_cookie(
        COOKIE,
        signing.dumps(str(link.id), salt=SALT),
        max_age=ACCESS_SECONDS,
        path=reverse("shared-report", args=[token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
