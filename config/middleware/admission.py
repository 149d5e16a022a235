"""Refuse a request for which there was no turn (`config/lanes.py`), in the usual envelope."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config import errors
from config.lanes import REFUSED


class AdmissionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return errors.busy(request) if request.META.get(REFUSED) else self.get_response(request)
