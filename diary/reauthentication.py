"""Reauthentication: required before exports, erasure and changes of credentials.

A recent sign-in counts, and so does a later confirmation: the password, a TOTP code, a passkey
(these three by allauth), or a code sent by mail (here).
"""

import time
from secrets import choice
from string import digits
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied, Throttled, ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

# Session keys: a Unix time in seconds; and the mailed code with its time and number of tries.
CONFIRMED_AT = "confirmed_at"
MAIL_CODE = "confirming_code"


def session_of(request: Any) -> SessionBase:
    """The session of the cookie or of the token."""
    auth = getattr(request, "auth", None)
    session: SessionBase = auth if isinstance(auth, SessionBase) else request.session
    return session


def record_authentication(session: SessionBase, now: float) -> None:
    session[CONFIRMED_AT] = now


def recently_authenticated(session: SessionBase, now: float) -> bool:
    """`now`: Unix time in seconds. Authentications recorded by allauth count, too."""
    methods = session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    times = [session.get(CONFIRMED_AT, 0.0)]
    times += [method.get("at", 0.0) for method in methods if method.get("reauthenticated")]
    return bool(0 <= now - max(times) < app_settings.REAUTHENTICATION_TIMEOUT)


class RecentlyAuthenticated(BasePermission):
    """Refuses with the code `reauthentication_required`, so that the app starts it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not recently_authenticated(session_of(request), time.time()):
            raise PermissionDenied(
                _("Show once more that it is you, then try again."), "reauthentication_required"
            )
        return True


def send_code(request: Request, email: str, now: float) -> None:
    """Mail a code to this address, which must be the user's own. Raises Throttled."""
    if not ratelimit.consume(request._request, action="confirming_code", user=request.user):
        raise Throttled
    code = "".join(choice(digits) for _ in range(8))
    session_of(request)[MAIL_CODE] = {"code": code, "email": email, "at": now, "tries": 0}
    _save(request)
    shown = f"{code[:4]}-{code[4:]}"
    get_adapter().send_mail("account/email/confirm_code", email, {"code": shown})


def check_code(request: Request, email: str, code: str, now: float) -> None:
    """Verify the code that was sent to this address; it is single-use. Raises ValidationError."""
    session = session_of(request)
    sent = session.get(MAIL_CODE)
    if (
        sent is None
        or sent["email"] != email
        or now - sent["at"] > app_settings.LOGIN_BY_CODE_TIMEOUT
        or sent["tries"] >= app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS
    ):
        raise ValidationError({"code": [_("This code is old. Ask for a new one.")]}, "expired_code")
    if not compare_user_code(actual=code, expected=sent["code"]):
        session[MAIL_CODE] = sent | {"tries": sent["tries"] + 1}
        _save(request)
        raise ValidationError({"code": [_("This is not the code.")]}, "incorrect_code")
    del session[MAIL_CODE]
    record_authentication(session, now)
    _save(request)


def _save(request: Request) -> None:
    """Save a token's session; the middleware saves a cookie's with the response."""
    if session_of(request) is request.auth:
        request.auth.save()
