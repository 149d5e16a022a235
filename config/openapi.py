"""How the schema tells of errors: who can get which status."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from diary.serializers.errors import ErrorEnvelope


class Schema(AutoSchema):
    """Adds to every operation the errors it can answer with, so that none is forgotten."""

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        for status in self._failures():
            if str(status) not in bodies:
                reply = self._get_response_for_code(ErrorEnvelope, str(status))  # type: ignore[no-untyped-call]
                bodies[str(status)] = reply
        return dict(sorted(bodies.items()))

    def _failures(self) -> list[int]:
        found = [401] if self.view.permission_classes else []
        if self.method != "GET":
            found.append(403)  # the cookie without its CSRF token
            if self.method != "DELETE" and self.get_request_serializer() is not None:
                found += [400, 413, 415]
        if self._takes_query():
            found.append(400)
        if "{" in self.path:
            found.append(404)
        return found

    def _takes_query(self) -> bool:
        said = self.get_override_parameters()
        filters = self._get_filter_parameters()  # type: ignore[no-untyped-call]
        pages = self._get_pagination_parameters()  # type: ignore[no-untyped-call]
        return bool(filters or pages) or any(
            getattr(one, "location", "query") == "query" for one in said
        )
