"""/api/v1/share-links: list, create, change and revoke share links; their views."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.api.pagination import Pages
from diary.lanes import DOCUMENTS
from diary.reauthentication import RecentlyAuthenticated
from diary.serializers.errors import error_responses
from sharing.api import serializers
from sharing.api.report_pdf import ACCEPTED, ReportFailed, accepted_response
from sharing.create_link import create_page_link
from sharing.links import store
from sharing.links.scope import Scope
from sharing.models import ShareLink
from sharing.pdf.service import ReportPending
from sharing.pdf.typst import RenderError

PAGING = [OpenApiParameter("limit", int), OpenApiParameter("offset", int)]


def _link(request: Request, id: UUID) -> ShareLink:
    try:
        return store.get_link(diary_of(request.user).pk, id)
    except ShareLink.DoesNotExist:
        raise Http404 from None


class ShareLinks(APIView):
    lane: ClassVar = {"POST": DOCUMENTS}  # a sealed copy has the whole report

    def get_permissions(self) -> list[Any]:
        """Creating a link needs re-authentication; listing does not."""
        extra = [RecentlyAuthenticated()] if self.request.method == "POST" else []
        return [IsAuthenticated(), *extra]

    @extend_schema(
        operation_id="share_links_list",
        parameters=PAGING,
        responses={200: serializers.ShareLinkPage, **error_responses(401)},
    )
    def get(self, request: Request) -> Response:
        """All links of the diary, also revoked and expired ones, newest first."""
        pages = Pages()
        links = store.links_with_usage(diary_of(request.user).pk)
        page = pages.page(links, request)
        return pages.get_paginated_response(serializers.ShareLinkShown(page, many=True).data)

    @extend_schema(
        operation_id="share_links_create",
        request=serializers.NewShareLink,
        responses={
            201: serializers.ShareLinkMade,
            202: ACCEPTED,
            **error_responses(400, 401, 403, 413, 503),
        },
    )
    def post(self, request: Request) -> Response:
        """Create a link. Its URL is shown in this reply only.

        If the PDF of a snapshot with downloads is still being made (a large diary), the reply is a
        202 with its progress, and no link is created: repeat the request. Needs a recent
        sign-in or confirmation, else a 403 `reauthentication_required`.
        """
        data = serializers.NewShareLink().run_validation(request.data)
        scope = Scope(*(data.pop(name) for name in ("notes", "background", "questions")))
        diary = diary_of(request.user)
        try:
            link = create_page_link(diary=diary, now=timezone.now(), scope=scope, **data)
        except ReportPending as pending:
            return accepted_response(pending)
        except RenderError as error:
            raise ReportFailed from error
        return Response(serializers.ShareLinkMade(link).data, status=status.HTTP_201_CREATED)


class ShareLinkDetail(APIView):
    @extend_schema(
        operation_id="share_links_change",
        request=serializers.ShareLinkChange,
        responses={200: serializers.ShareLinkShown, **error_responses(400, 401, 403, 404, 413)},
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change label or expiry. A new expiry needs re-authentication, as creating a link does."""
        link = _link(request, id)
        data = serializers.ShareLinkChange().run_validation(request.data)
        if "expires_in_days" in data:
            RecentlyAuthenticated().has_permission(request, self)
        store.update_link(link, now=timezone.now(), **data)
        return Response(serializers.ShareLinkShown(link).data)

    @extend_schema(
        operation_id="share_links_revoke", responses={204: None, **error_responses(401, 404)}
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """Revoke a link for good; idempotent."""
        store.revoke_link(_link(request, id), timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class MarkViewsSeen(APIView):
    @extend_schema(
        operation_id="share_links_mark_viewed",
        request=serializers.MarkViewed,
        responses={204: None, **error_responses(400, 401, 403, 413)},
    )
    def post(self, request: Request) -> Response:
        """Mark the views of all links as seen, up to `until`, for all devices."""
        until = serializers.MarkViewed().run_validation(request.data)["until"]
        store.mark_views_seen(diary_of(request.user).pk, min(until, timezone.now()))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ShareLinkViews(APIView):
    @extend_schema(
        operation_id="share_links_views",
        parameters=PAGING,
        responses={200: serializers.ShareViewPage, **error_responses(401, 404)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Views of the page and downloads of its files, newest first."""
        pages = Pages()
        page = pages.page(store.views_of_link(_link(request, id)), request)
        return pages.get_paginated_response(serializers.ShareViewShown(page, many=True).data)
