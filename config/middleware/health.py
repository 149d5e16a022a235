"""Serve `/healthz`, `/readyz` and `/metrics` before anything that may refuse or hold up a request.

Probes come from a container engine, by an IP address and without TLS: neither the Host header
nor a redirect to https may keep them out.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config import health

VIEWS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": health.healthz,
    "/readyz": health.readyz,
    "/metrics": health.metrics,
}


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return VIEWS.get(request.path_info, self.get_response)(request)
