"""OpenAPI schema: error responses of every operation."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from diary.serializers.errors import ErrorEnvelope


class ErrorResponseSchema(AutoSchema):
    """Adds the error responses that follow from method, path, permissions and parameters."""

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        for status in self._error_statuses():
            if str(status) not in bodies:
                reply = self._get_response_for_code(ErrorEnvelope, str(status))  # type: ignore[no-untyped-call]
                bodies[str(status)] = reply
        return dict(sorted(bodies.items()))

    def _error_statuses(self) -> list[int]:
        statuses = [503]  # unavailable or busy
        statuses += [401] if self.view.permission_classes else []
        if self.method != "GET":
            statuses.append(403)  # the cookie without its CSRF token
            if self.method != "DELETE" and self.get_request_serializer() is not None:
                statuses += [400, 413, 415]
        if self._takes_query():
            statuses.append(400)
        if "{" in self.path:
            statuses.append(404)
        return statuses

    def _takes_query(self) -> bool:
        parameters = self.get_override_parameters()
        filters = self._get_filter_parameters()  # type: ignore[no-untyped-call]
        pages = self._get_pagination_parameters()  # type: ignore[no-untyped-call]
        return bool(filters or pages) or any(
            getattr(parameter, "location", "query") == "query" for parameter in parameters
        )
