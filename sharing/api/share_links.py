"""/api/v1/share-links: the owner's side of sharing."""

from typing import Any
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
from diary.reauthentication import RecentlyAuthenticated
from diary.serializers.errors import error_responses
from sharing.api import serializers
from sharing.api.report_pdf import BEING_MADE, NotMade, being_made
from sharing.create_link import create_page_link
from sharing.links import store
from sharing.links.scope import Scope
from sharing.models import ShareLink
from sharing.pdf.service import Waiting
from sharing.pdf.typst import Failed

PAGING = [OpenApiParameter("limit", int), OpenApiParameter("offset", int)]


def _link(request: Request, id: UUID) -> ShareLink:
    try:
        return store.find(diary_of(request.user).pk, id)
    except ShareLink.DoesNotExist:
        raise Http404 from None


class ShareLinks(APIView):
    def get_permissions(self) -> list[Any]:
        """To share is grave; to see what is shared is not."""
        more = [RecentlyAuthenticated()] if self.request.method == "POST" else []
        return [IsAuthenticated(), *more]

    @extend_schema(
        operation_id="share_links_list",
        parameters=PAGING,
        responses={200: serializers.ShareLinkPage, **error_responses(401)},
    )
    def get(self, request: Request) -> Response:
        """Every link of the diary, ended ones too, newest first."""
        pages = Pages()
        found = store.links_of(diary_of(request.user).pk)
        shown = pages.page(found, request)
        return pages.get_paginated_response(serializers.ShareLinkShown(shown, many=True).data)

    @extend_schema(
        operation_id="share_links_create",
        request=serializers.NewShareLink,
        responses={
            201: serializers.ShareLinkMade,
            202: BEING_MADE,
            **error_responses(400, 401, 403, 413, 503),
        },
    )
    def post(self, request: Request) -> Response:
        """Make a link. Its address is told once, here.

        For a copy of a diary with very many episodes, with files, the answer is a 202 that says
        how far its PDF is; asking the same again makes the link when the PDF is there.

        Needs a sign-in or a confirmation of a short while ago, else a 403
        `reauthentication_required`.
        """
        wanted = serializers.NewShareLink().run_validation(request.data)
        scope = Scope(*(wanted.pop(name) for name in ("notes", "background", "questions")))
        diary = diary_of(request.user)
        try:
            made = create_page_link(diary=diary, now=timezone.now(), scope=scope, **wanted)
        except Waiting as waiting:
            return being_made(waiting)
        except Failed as error:
            raise NotMade from error
        return Response(serializers.ShareLinkMade(made).data, status=status.HTTP_201_CREATED)


class OneShareLink(APIView):
    @extend_schema(
        operation_id="share_links_change",
        request=serializers.ShareLinkChange,
        responses={200: serializers.ShareLinkShown, **error_responses(400, 401, 403, 404, 413)},
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Rename a link, or let it end later or sooner, which asks as making one does."""
        link = _link(request, id)
        wanted = serializers.ShareLinkChange().run_validation(request.data)
        if "expires_in_days" in wanted:
            RecentlyAuthenticated().has_permission(request, self)
        store.change(link, now=timezone.now(), **wanted)
        return Response(serializers.ShareLinkShown(link).data)

    @extend_schema(
        operation_id="share_links_revoke", responses={204: None, **error_responses(401, 404)}
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """End a link for good; ending it again changes nothing."""
        store.revoke(_link(request, id), timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Looked(APIView):
    @extend_schema(
        operation_id="share_links_looked",
        request=serializers.Looked,
        responses={204: None, **error_responses(400, 401, 403, 413)},
    )
    def post(self, request: Request) -> Response:
        """Note that the owner has seen who opened the links, on whichever device."""
        until = serializers.Looked().run_validation(request.data)["until"]
        store.looked(diary_of(request.user).pk, min(until, timezone.now()))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ShareLinkViews(APIView):
    @extend_schema(
        operation_id="share_links_views",
        parameters=PAGING,
        responses={200: serializers.ShareViewPage, **error_responses(401, 404)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Every opening, and every file that was fetched, newest first."""
        pages = Pages()
        shown = pages.page(store.views_of(_link(request, id)), request)
        return pages.get_paginated_response(serializers.ShareViewShown(shown, many=True).data)
