"""Who is asking: the app's browser session, or another client's session token."""

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SessionToken(XSessionTokenAuthentication):
    """`X-Session-Token`, as given by the sign-in of a client that is not a browser."""

    def authenticate_header(self, request: Request) -> str:
        return "X-Session-Token"  # makes a missing sign-in a 401, not a 403


class BrowserSession(SessionAuthentication):
    """The session cookie, with the CSRF token on every change."""


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = SessionToken
    name = "sessionToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}


class BrowserSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = BrowserSession
    name = "browserSession"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "session"}
