"""One error envelope for every failure, the same as allauth's:

`{"status": 400, "errors": [{"code": "...", "param": "...", "message": "..."}]}`
"""

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from config.parsers import PayloadTooLarge
from diary.serializers.errors import error_item, flatten_errors


def handle_exception(exc: Exception, context: dict[str, Any]) -> Response | None:
    """EXCEPTION_HANDLER of Django REST framework; status and headers stay."""
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    elif isinstance(exc, RequestDataTooBig):
        exc = PayloadTooLarge()
    response = exception_handler(exc, context)
    if response is None or not isinstance(exc, exceptions.APIException):
        set_rollback()
        return None
    response.data = {"status": response.status_code, "errors": list(flatten_errors(exc.detail))}
    return response


def json_error(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"status": status, "errors": [error_item(code, message)]}, status=status)


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/_allauth/"))


def html_error(status: int, title: str) -> HttpResponse:
    return HttpResponse(
        f'<!doctype html><html lang="{get_language()}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f'<meta name="robots" content="noindex"><title>{title}</title><h1>{title}</h1></html>',
        status=status,
        headers={"Cache-Control": "no-store"},
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        return json_error(400, "bad_request", _("The request could not be read."))
    return html_error(400, _("That request could not be read"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        return json_error(403, "permission_denied", _("This is not allowed."))
    return html_error(403, _("This is not allowed"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        return json_error(404, "not_found", _("There is nothing here."))
    return html_error(404, _("There is nothing here"))


def server_error(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return json_error(
            500, "server_error", _("Something failed on our side; nothing was changed.")
        )
    return html_error(500, _("Something failed on our side"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return json_error(
        403, "csrf_failed", _("The form's protection token is missing or old; reload.")
    )


def not_built(request: HttpRequest) -> HttpResponse:
    """Served instead of the app until it is built."""
    return html_error(503, _("The app is not built yet: run “make build” and start again"))
