"""/api/v1/episodes"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.api.filters import EpisodeFilter
from diary.api.pagination import Pages
from diary.api.views import record
from diary.api.views.record import KEY
from diary.models import Episode, Revision
from diary.schema.kinds import EPISODE
from diary.schema.types import to_json
from diary.serializers.records import (
    fields_serializer,
    parse_patch,
    put_serializer,
    record_serializer,
    serialize_record,
)
from diary.serializers.responses import EpisodeRevision, verdict_serializer
from diary.writes.merge import ERASED
from diary.writes.service import patch_record, restore_version

VERSION = OpenApiParameter("version", int, OpenApiParameter.PATH)


class EpisodeList(record.RecordList):
    kind = EPISODE
    order = ("-started_at", "-id")
    queryset = Episode.objects.none()
    filterset_class = EpisodeFilter

    @extend_schema(operation_id="episodes_list", responses=record_serializer(EPISODE)(many=True))
    def get(self, request: Request) -> Response:
        """List episodes that are not deleted, newest start first."""
        return self.records(request)


class EpisodeDetail(APIView):
    @extend_schema(
        operation_id="episodes_read", parameters=[KEY], responses=record_serializer(EPISODE)
    )
    def get(self, request: Request, key: UUID) -> Response:
        """Read an episode."""
        episode = Episode.objects.filter(
            pk=(diary_of(request.user).pk, key), deleted_at=None
        ).first()
        if episode is None:
            raise Http404
        return Response(serialize_record(EPISODE, episode))

    @extend_schema(
        operation_id="episodes_put",
        parameters=[KEY],
        request=put_serializer(EPISODE),
        responses={200: verdict_serializer(EPISODE), 201: verdict_serializer(EPISODE)},
    )
    def put(self, request: Request, key: UUID) -> Response:
        """Create or replace an episode; missing fields become null. The reply includes the verdict.

        Idempotent: the same body again changes nothing. With `base_version`, concurrent edits
        since that version are merged field by field, and a replay of an edit accepted before a
        deletion does not undo the deletion. Without `base_version` the body replaces the record,
        and a PUT of a deleted episode restores it, even with the same body.
        """
        return record.put_response(request, EPISODE, key)

    @extend_schema(
        operation_id="episodes_patch",
        parameters=[KEY],
        request=fields_serializer(EPISODE),
        responses=verdict_serializer(EPISODE),
    )
    def patch(self, request: Request, key: UUID) -> Response:
        """Change some fields of an episode."""
        now, body = timezone.now(), request.data

        def revise(present: dict[str, Any]) -> Mapping[str, Any]:
            return parse_patch(EPISODE, body, present, now)

        result = record.not_found_as_404(
            lambda: patch_record(
                diary_id=diary_of(request.user).pk, kind=EPISODE, key=key, revise=revise, now=now
            )
        )
        return record.record_response(request, EPISODE, result)

    @extend_schema(operation_id="episodes_delete", parameters=[KEY], responses={204: None})
    def delete(self, request: Request, key: UUID) -> Response:
        """Delete an episode. Its revisions remain; a later PUT restores it.

        A client that retries PUTs should send `base_version`, so that a replay does not undo
        the deletion.
        """
        return record.delete_response(request, EPISODE, key)


class EpisodeRevisions(GenericAPIView[Revision]):
    queryset = Revision.objects.none()
    pagination_class = Pages
    filter_backends = ()
    paginator: Pages

    @extend_schema(
        operation_id="episodes_revisions",
        parameters=[KEY],
        responses=EpisodeRevision(many=True),
    )
    def get(self, request: Request, key: UUID) -> Response:
        """List the revisions of an episode, newest first; also of a deleted episode."""
        revisions = Revision.objects.filter(
            diary_id=diary_of(request.user).pk, kind=EPISODE.name, key=str(key)
        ).exclude(data=ERASED)
        page = self.paginator.page(revisions.order_by("-version"), request)
        if self.paginator.count == 0:
            raise Http404
        return self.paginator.get_paginated_response([revision_json(revision) for revision in page])


class EpisodeRestore(APIView):
    @extend_schema(
        operation_id="episodes_restore",
        parameters=[KEY, VERSION],
        request=None,
        responses=verdict_serializer(EPISODE),
    )
    def post(self, request: Request, key: UUID, version: int) -> Response:
        """Restore the content of an earlier version as a new version."""
        result = record.not_found_as_404(
            lambda: restore_version(
                diary_id=diary_of(request.user).pk,
                kind=EPISODE,
                key=key,
                version=version,
                now=timezone.now(),
            )
        )
        return record.record_response(request, EPISODE, result)


def revision_json(revision: Revision) -> dict[str, Any]:
    return {
        "version": revision.version,
        "at": to_json(revision.at),
        "deleted": revision.deleted,
        "base_version": revision.base_version,
        "clock_ahead": revision.clock_ahead,
        "data": revision.data,
        "submitted": revision.submitted,
    }
