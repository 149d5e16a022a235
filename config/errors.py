"""One error envelope for every failure, the same as allauth's:

`{"status": 400, "errors": [{"code": "...", "param": "...", "message": "..."}]}`
"""

import logging
import sys
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from redis.exceptions import ConnectionError as RedisUnavailable
from redis.exceptions import TimeoutError as RedisTimeout
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from config.parsers import PayloadTooLarge
from diary.accounts import MailUnavailable
from diary.compute.process import ComputeTimeout
from diary.serializers.errors import error_item, flatten_errors

RETRY_AFTER = 5  # seconds
UNAVAILABLE = (OperationalError, InterfaceError, RedisUnavailable, RedisTimeout, ComputeTimeout)
READ_ONLY = "25006"  # read_only_sql_transaction, of a standby

log = logging.getLogger(__name__)


def handle_exception(exc: Exception, context: dict[str, Any]) -> Response | None:
    """EXCEPTION_HANDLER of Django REST framework; status and headers stay."""
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    elif isinstance(exc, RequestDataTooBig):
        exc = PayloadTooLarge()
    elif is_unavailable(exc):
        log.error("a request failed: %s", describe_database_error(exc))
        set_rollback()
        errors = [error_item("unavailable", unavailable_message())]
        headers = {"Retry-After": str(RETRY_AFTER)}
        return Response({"status": 503, "errors": errors}, status=503, headers=headers)
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


def is_unavailable(error: BaseException | None) -> bool:
    """Whether the database, the cache or the compute process cannot do it now, and may later."""
    if isinstance(error, UNAVAILABLE):
        return True
    return isinstance(error, DatabaseError) and sqlstate(error) == READ_ONLY


def sqlstate(error: BaseException) -> str:
    return str(getattr(error.__cause__, "sqlstate", None) or "")


def describe_database_error(error: BaseException) -> str:
    """Class and SQLSTATE; the message of a database may quote the diary."""
    return f"{type(error).__name__} {sqlstate(error)}".strip()


def unavailable_message() -> str:
    return _("Your diary cannot be read or saved just now. Please try again in a moment.")


def unavailable(request: HttpRequest) -> HttpResponse:
    return _later(request, "unavailable", unavailable_message())


def busy(request: HttpRequest) -> HttpResponse:
    return _later(
        request, "busy", _("Too many people are using this just now. Please try again in a moment.")
    )


def mail_unavailable(request: HttpRequest) -> HttpResponse:
    message = _("The e-mail could not be sent, and nothing was changed. Try again in a minute.")
    return _later(request, "mail_unavailable", message)


def _later(request: HttpRequest, code: str, message: str) -> HttpResponse:
    response = json_error(503, code, message) if wants_json(request) else html_error(503, message)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    # The handler is called while the exception is handled.
    error = sys.exc_info()[1]
    if is_unavailable(error):
        return unavailable(request)
    if isinstance(error, MailUnavailable):
        return mail_unavailable(request)
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
