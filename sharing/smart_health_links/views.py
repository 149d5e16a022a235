"""/shl/{token}: what a reader of SMART Health Links asks for. Everything it gets is sealed."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.serializers import fields
from diary.serializers.errors import error_item
from sharing.access.passcodes import Gone, WrongPasscode
from sharing.models import ShareFile
from sharing.smart_health_links import service

TICKET_SECONDS = 3600
SALT = "sharing.smart_health_links.views"
JOSE = "application/jose"


class ManifestRequest(serializers.Serializer[Any]):
    """What the specification names; what else a reader sends is none of our concern."""

    recipient = fields.StringField(max_length=1000)
    passcode = fields.StringField(max_length=1000, required=False, allow_null=True, default=None)
    embeddedLengthMax = fields.StrictIntegerField(
        min_value=0, required=False, allow_null=True, default=None
    )

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            fields.raise_invalid("not_an_object", _("This must be an object."))
        return super().to_internal_value(data)


class Open(APIView):
    """For any reader, in any page: no cookie counts here, and nothing is kept by others."""

    authentication_classes = ()
    permission_classes = ()
    schema = None
    http_method_names = ["get", "post", "options"]

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(
            status=204,
            headers={
                "Access-Control-Allow-Methods": "GET, POST",
                "Access-Control-Allow-Headers": "Content-Type",
                "Access-Control-Max-Age": "86400",
            },
        )

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, WrongPasscode):
            said = error_item("wrong_passcode", _("The passcode is missing or wrong."), "passcode")
            content = {"status": 401, "errors": [said], "remainingAttempts": exc.remaining}
            return Response(content, status=401)
        return super().handle_exception(Http404() if isinstance(exc, Gone) else exc)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


class Manifest(Open):
    def post(self, request: Request, token: str) -> Response:
        """The list of files, each sealed: in the list, or where to fetch it within the hour."""
        asked = ManifestRequest().run_validation(request.data)
        opened = self.opened(request, token, direct=False, **asked)
        most = asked["embeddedLengthMax"]
        return Response(
            {
                "status": "can-change" if "L" in opened.link.flags else "finalized",
                "files": [_listed(file, token, most) for file in opened.files],
            }
        )

    def get(self, request: Request, token: str) -> HttpResponse:
        """The one file of a direct link."""
        recipient = request.query_params.get("recipient", "")
        asked = ManifestRequest().run_validation({"recipient": recipient})
        opened = self.opened(request, token, direct=True, **asked)
        return HttpResponse(opened.files[0].sealed, content_type=JOSE)

    def opened(self, request: Request, token: str, *, direct: bool, **asked: Any) -> service.Opened:
        return service.open_link(
            token,
            direct=direct,
            passcode=asked["passcode"],
            recipient=asked["recipient"],
            user_agent=request.headers.get("User-Agent", ""),
            now=timezone.now(),
        )


def _listed(file: ShareFile, token: str, most: int | None) -> dict[str, Any]:
    known = {
        "contentType": file.content_type,
        "lastUpdated": file.sealed_at.isoformat(),
    }
    if most is None or len(file.sealed) <= most:
        return known | {"embedded": file.sealed}
    ticket = signing.dumps(str(file.id), salt=SALT)
    return known | {"location": f"{settings.SITE_URL}/shl/{token}/files/{ticket}"}


class File(Open):
    def get(self, request: Request, token: str, ticket: str) -> HttpResponse:
        try:
            id = signing.loads(ticket, salt=SALT, max_age=TICKET_SECONDS)
        except signing.BadSignature:
            raise Gone from None
        file = service.file_of(token, id, timezone.now())
        return HttpResponse(file.sealed, content_type=JOSE)
