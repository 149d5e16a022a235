"""Pagination of lists by limit and offset."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request


class Pages(LimitOffsetPagination):
    """`?limit=&offset=` → `{count, next, previous, results}`; a 400 for an invalid number."""

    default_limit = 100
    max_limit = 500
    # A database counts rows in 64 bits; nobody has that many.
    last_offset = 2**31 - 1

    def get_limit(self, request: Request) -> int:
        return min(_number(request, "limit", 1, self.default_limit), self.max_limit)

    def get_offset(self, request: Request) -> int:
        return min(_number(request, "offset", 0, 0), self.last_offset)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            parameter["schema"]["minimum"] = 1 if parameter["name"] == "limit" else 0
        return parameters

    def page(self, queryset: Any, request: Request) -> list[Any]:
        return list(self.paginate_queryset(queryset, request) or [])


def _number(request: Request, name: str, minimum: int, default: int) -> int:
    text = request.query_params.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()):
        raise ValidationError({name: [ErrorDetail(_("This must be a whole number."), "invalid")]})
    # int() refuses more than 4,300 digits; ten digits exceed every limit already.
    value = int(text) if len(text) <= 10 else 10**10
    if value < minimum:
        raise ValidationError(
            {name: [ErrorDetail(_("The least is %(least)s.") % {"least": minimum}, "min_value")]}
        )
    return value
