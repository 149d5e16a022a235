"""Strict JSON parsing and the error envelope of the API for the endpoints of allauth."""

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError

from config.errors import json_error
from config.parsers import PayloadTooLarge, read_json
from diary.serializers.errors import flatten_errors

PREFIX = "/_allauth/"
ERROR_MESSAGES = {
    HTTPStatus.FORBIDDEN: gettext_lazy("This is not allowed."),
    HTTPStatus.NOT_FOUND: gettext_lazy("There is nothing here."),
    HTTPStatus.METHOD_NOT_ALLOWED: gettext_lazy("This method does not fit this address."),
    HTTPStatus.TOO_MANY_REQUESTS: gettext_lazy("There were too many requests. Wait a while."),
}


class StrictSignInMiddleware:
    """Rejects a body on which allauth would fail with a 500; wraps errors without a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        try:
            validate_json_object(request)
        except APIException as error:
            status = error.status_code
            return JsonResponse(
                {"status": status, "errors": list(flatten_errors(error.detail))}, status=status
            )
        response = self.get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST and not response.content:
            return wrap_error(response)
        return response


def validate_json_object(request: HttpRequest) -> None:
    """Raises an APIException for a body that is not a JSON object, or too large."""
    try:
        body = request.body
    except RequestDataTooBig:
        raise PayloadTooLarge from None
    if body and not isinstance(read_json(body), dict):
        raise ParseError(_("The body must be an object."))


def wrap_error(response: HttpResponse) -> HttpResponse:
    """The error envelope for an error without a body, with its headers and cookies."""
    status = HTTPStatus(response.status_code)
    message = ERROR_MESSAGES.get(status) or _("The request was refused.")
    wrapped = json_error(status, status.name.lower(), str(message))
    for name, value in response.items():
        if name.lower() not in {"content-type", "content-length"}:
            wrapped.headers[name] = value
    wrapped.cookies = response.cookies
    return wrapped
