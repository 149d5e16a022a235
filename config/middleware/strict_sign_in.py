"""Requests to allauth get what the API's get: a body read strictly, and the one envelope."""

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError

from config.errors import reply
from config.parsers import PayloadTooLarge, read_json
from diary.serializers.errors import flatten_errors

SIGN_IN = "/_allauth/"
REFUSED = {
    HTTPStatus.FORBIDDEN: gettext_lazy("This is not allowed."),
    HTTPStatus.NOT_FOUND: gettext_lazy("There is nothing here."),
    HTTPStatus.METHOD_NOT_ALLOWED: gettext_lazy("This method does not fit this address."),
    HTTPStatus.TOO_MANY_REQUESTS: gettext_lazy("There were too many requests. Wait a while."),
}


class StrictSignIn:
    """Refuses, before allauth reads it, a body that allauth would fail on with a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(SIGN_IN):
            return self.get_response(request)
        try:
            check_body(request)
        except APIException as error:
            status = error.status_code
            return JsonResponse(
                {"status": status, "errors": list(flatten_errors(error.detail))}, status=status
            )
        response = self.get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST and not response.content:
            return enveloped(response)
        return response


def check_body(request: HttpRequest) -> None:
    """Raises an APIException for a body that is not a JSON object, or too large."""
    try:
        body = request.body
    except RequestDataTooBig:
        raise PayloadTooLarge from None
    if body and not isinstance(read_json(body), dict):
        raise ParseError(_("The body must be an object."))


def enveloped(response: HttpResponse) -> HttpResponse:
    """The envelope for an error that says nothing, with the headers and cookies it had."""
    status = HTTPStatus(response.status_code)
    message = REFUSED.get(status) or _("The request was refused.")
    body = reply(status, status.name.lower(), str(message))
    for name, value in response.items():
        if name.lower() not in {"content-type", "content-length"}:
            body.headers[name] = value
    body.cookies = response.cookies
    return body
