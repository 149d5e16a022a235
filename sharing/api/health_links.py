"""/api/v1/health-links: making SMART Health Links. Seen, renamed and ended as all links are."""

from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.reauthentication import RecentlyAuthenticated
from diary.serializers.errors import error_responses
from sharing.api import serializers
from sharing.api.report_pdf import BEING_MADE, NotMade, being_made
from sharing.links import store
from sharing.links.scope import Scope
from sharing.models import ShareLink
from sharing.pdf.service import Waiting
from sharing.pdf.typst import Failed
from sharing.smart_health_links import service
from sharing.smart_health_links.service import Flags


class HealthLinks(APIView):
    permission_classes = (IsAuthenticated, RecentlyAuthenticated)

    @extend_schema(
        operation_id="health_links_create",
        request=serializers.NewHealthLink,
        responses={
            201: serializers.ShareLinkMade,
            202: BEING_MADE,
            **error_responses(400, 401, 403, 413, 503),
        },
    )
    def post(self, request: Request) -> Response:
        """Make a link to sealed files. The link, which holds the key, is told once, here.

        Of a diary with very many episodes the answer is a 202 that says how far its PDF is; asking
        the same again makes the link when the PDF is there.

        Needs a sign-in or a confirmation of a short while ago, else a 403
        `reauthentication_required`.
        """
        wanted = serializers.NewHealthLink().run_validation(request.data)
        flags = Flags(
            long_term=wanted.pop("long_term"),
            passcode=wanted["passcode"] is not None,
            direct=wanted.pop("direct"),
        )
        scope = Scope(*(wanted.pop(name) for name in ("notes", "background", "questions")))
        asked = {"flags": flags, "scope": scope, "now": timezone.now(), **wanted}
        try:
            made = service.create(diary=diary_of(request.user), **asked)
        except Waiting as waiting:
            return being_made(waiting)
        except Failed as error:
            raise NotMade from error
        return Response(serializers.ShareLinkMade(made).data, status=status.HTTP_201_CREATED)


class Refresh(APIView):
    permission_classes = (IsAuthenticated, RecentlyAuthenticated)

    @extend_schema(
        operation_id="health_links_refresh",
        request=serializers.HealthLinkKey,
        responses={202: BEING_MADE, 204: None, **error_responses(400, 401, 403, 404, 413, 503)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Make the files of a long-term link anew, from what the diary says now."""
        now = timezone.now()
        try:
            link = store.find(diary_of(request.user).pk, id)
        except ShareLink.DoesNotExist:
            raise Http404 from None
        if "L" not in link.flags or link.revoked_at or link.expires_at <= now:
            raise Http404
        key = serializers.HealthLinkKey().run_validation(request.data)["key"]
        try:
            refreshed = service.refresh(link, key, now)
        except Waiting as waiting:
            return being_made(waiting)
        except Failed as error:
            raise NotMade from error
        if not refreshed:
            said = _("This is not the key of the link.")
            raise ValidationError({"key": [ErrorDetail(said, code="wrong_key")]})
        return Response(status=status.HTTP_204_NO_CONTENT)
