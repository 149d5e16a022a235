"""/shl/{token}: the HTTP API of SMART Health Links. All files are encrypted."""

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
from sharing.access.passcodes import LinkUnavailable, WrongPasscode
from sharing.models import ShareFile
from sharing.smart_health_links import service

TICKET_SECONDS = 3600
SALT = "sharing.smart_health_links.views"
JOSE = "application/jose"


class ManifestRequest(serializers.Serializer[Any]):
    """The fields of the specification; others are ignored."""

    recipient = fields.StringField(max_length=1000)
    passcode = fields.StringField(max_length=1000, required=False, allow_null=True, default=None)
    embeddedLengthMax = fields.StrictIntegerField(
        min_value=0, required=False, allow_null=True, default=None
    )

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            fields.raise_invalid("not_an_object", _("This must be an object."))
        return super().to_internal_value(data)


class HealthLinkView(APIView):
    """CORS for every origin, no authentication, no caching."""

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
            message = error_item(
                "wrong_passcode", _("The passcode is missing or wrong."), "passcode"
            )
            content = {"status": 401, "errors": [message], "remainingAttempts": exc.remaining}
            return Response(content, status=401)
        return super().handle_exception(Http404() if isinstance(exc, LinkUnavailable) else exc)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


class Manifest(HealthLinkView):
    def post(self, request: Request, token: str) -> Response:
        """The manifest: each file embedded, or with a location that is valid for an hour."""
        query = ManifestRequest().run_validation(request.data)
        opened = self.open_link(request, token, direct=False, **query)
        max_embedded_length = query["embeddedLengthMax"]
        return Response(
            {
                "status": "can-change" if "L" in opened.link.flags else "finalized",
                "files": [_file_entry(file, token, max_embedded_length) for file in opened.files],
            }
        )

    def get(self, request: Request, token: str) -> HttpResponse:
        """The one file of a direct link."""
        recipient = request.query_params.get("recipient", "")
        query = ManifestRequest().run_validation({"recipient": recipient})
        opened = self.open_link(request, token, direct=True, **query)
        return HttpResponse(opened.files[0].sealed, content_type=JOSE)

    def open_link(
        self, request: Request, token: str, *, direct: bool, **query: Any
    ) -> service.OpenedLink:
        return service.open_link(
            token,
            direct=direct,
            passcode=query["passcode"],
            recipient=query["recipient"],
            user_agent=request.headers.get("User-Agent", ""),
            now=timezone.now(),
        )


def _file_entry(file: ShareFile, token: str, max_embedded_length: int | None) -> dict[str, Any]:
    entry = {
        "contentType": file.content_type,
        "lastUpdated": file.sealed_at.isoformat(),
    }
    if max_embedded_length is None or len(file.sealed) <= max_embedded_length:
        return entry | {"embedded": file.sealed}
    ticket = signing.dumps(str(file.id), salt=SALT)
    return entry | {"location": f"{settings.SITE_URL}/shl/{token}/files/{ticket}"}


class EncryptedFile(HealthLinkView):
    def get(self, request: Request, token: str, ticket: str) -> HttpResponse:
        try:
            id = signing.loads(ticket, salt=SALT, max_age=TICKET_SECONDS)
        except signing.BadSignature:
            raise LinkUnavailable from None
        file = service.get_file(token, id, timezone.now())
        return HttpResponse(file.sealed, content_type=JOSE)
