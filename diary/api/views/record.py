"""Shared by the record views: list, put, delete."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from diary import hooks
from diary.accounts import diary_of
from diary.api.pagination import Pages
from diary.models import Alert, Episode, record_model
from diary.schema.kind import Kind
from diary.serializers.records import parse_put, serialize_record
from diary.writes.commands import RecordNotFound
from diary.writes.service import delete_record, put_record
from diary.writes.unit_of_work import WriteResult

T = TypeVar("T")
KEY = OpenApiParameter("key", UUID, OpenApiParameter.PATH, description="Made by the client.")


class RecordList(GenericAPIView[Any]):
    """The records of one kind that are not deleted, a page at a time: two queries."""

    kind: Kind
    order: tuple[str, ...]
    queryset: QuerySet[Any] = Episode.objects.none()
    pagination_class = Pages
    paginator: Pages

    def records(self, request: Request) -> Response:
        records = (
            record_model(self.kind)
            ._default_manager.filter(diary_id=diary_of(request.user).pk, deleted_at=None)
            .order_by(*self.order)
        )
        page = self.paginator.page(self.filter_queryset(records), request)
        return self.paginator.get_paginated_response(
            [serialize_record(self.kind, record) for record in page]
        )


def put_response(request: Request, kind: Kind, key: UUID | date) -> Response:
    """201 if created, else 200; with the verdict for episodes and alerts."""
    now = timezone.now()
    content, base_version = parse_put(kind, key, request.data, now)
    result = not_found_as_404(
        lambda: put_record(
            diary_id=diary_of(request.user).pk,
            kind=kind,
            key=key,
            content=content,
            base_version=base_version,
            now=now,
        )
    )
    return record_response(request, kind, result)


def record_response(request: Request, kind: Kind, result: WriteResult) -> Response:
    result.record.diary = diary_of(request.user)  # loaded at authentication: saves a query
    body = serialize_record(kind, result.record)
    if isinstance(result.record, Episode | Alert):
        body["verdict"] = hooks.record_verdict(result.record)
    return Response(body, status=201 if result.created else 200)


def delete_response(request: Request, kind: Kind, key: UUID | date) -> Response:
    not_found_as_404(
        lambda: delete_record(
            diary_id=diary_of(request.user).pk, kind=kind, key=key, now=timezone.now()
        )
    )
    return Response(status=204)


def not_found_as_404(call: Callable[[], T]) -> T:
    """The result of the call; a 404 for what is not in the caller's diary."""
    try:
        return call()
    except RecordNotFound:
        raise Http404 from None
