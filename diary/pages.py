"""Lists come in pages."""

from typing import Any

from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request


class Pages(LimitOffsetPagination):
    """`?limit=&offset=` → `{count, next, previous, results}`."""

    default_limit = 100
    max_limit = 500
    # A database counts rows in 64 bits; nobody has that many.
    last_offset = 2**31 - 1

    def get_offset(self, request: Request) -> int:
        return min(super().get_offset(request), self.last_offset)

    def page(self, found: Any, request: Request) -> list[Any]:
        return list(self.paginate_queryset(found, request) or [])
