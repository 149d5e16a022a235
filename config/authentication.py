"""Authentication by the browser session of the app, or the session token of other clients."""

from typing import Any

from allauth.core.internal.sessionkit import get_session_user
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from config.sessions import SessionStore
from diary.models import User


class SessionToken(BaseAuthentication):
    """`X-Session-Token`, from the sign-in of a client that is not a browser.

    A malformed, unknown or expired token is a 401, even with a valid cookie.
    """

    def authenticate(self, request: Request) -> tuple[User, SessionBase] | None:
        token = request.headers.get("X-Session-Token")
        if token is None:
            return None
        session = SessionStore(token)
        user = get_session_user(session)
        if user is None:
            raise AuthenticationFailed(_("The session token is unknown or has expired."))
        session.update_last_seen()
        return user, session

    def authenticate_header(self, request: Request) -> str:
        return "X-Session-Token"  # so that a missing sign-in is a 401, not a 403


class BrowserSession(SessionAuthentication):
    """The session cookie, with the CSRF token on every change."""

    def authenticate(self, request: Request) -> Any:
        user_and_auth = super().authenticate(request)
        if user_and_auth is not None:
            session: SessionStore = request.session  # type: ignore[assignment]
            session.update_last_seen()
        return user_and_auth


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = SessionToken
    name = "sessionToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}


class BrowserSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = BrowserSession
    name = "browserSession"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
