"""/api/v1/health-links: create and refresh SMART Health Links; /share-links does the rest."""

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
from diary.lanes import DOCUMENTS
from diary.reauthentication import RecentlyAuthenticated
from diary.serializers.errors import error_responses
from sharing.api import serializers
from sharing.api.report_pdf import ACCEPTED, ReportFailed, accepted_response
from sharing.links import store
from sharing.links.scope import Scope
from sharing.models import ShareLink
from sharing.pdf.service import ReportPending
from sharing.pdf.typst import RenderError
from sharing.smart_health_links import service
from sharing.smart_health_links.service import Flags


class HealthLinks(APIView):
    lane = DOCUMENTS
    permission_classes = (IsAuthenticated, RecentlyAuthenticated)

    @extend_schema(
        operation_id="health_links_create",
        request=serializers.NewHealthLink,
        responses={
            201: serializers.ShareLinkMade,
            202: ACCEPTED,
            **error_responses(400, 401, 403, 413, 503),
        },
    )
    def post(self, request: Request) -> Response:
        """Create a link to encrypted files. Its URL holds the key and is shown in this reply only.

        For a diary with very many episodes the reply is a 202 with the progress of the PDF: repeat
        the request to create the link when it is ready. Needs a recent sign-in or confirmation,
        else a 403 `reauthentication_required`.
        """
        data = serializers.NewHealthLink().run_validation(request.data)
        flags = Flags(
            long_term=data.pop("long_term"),
            passcode=data["passcode"] is not None,
            direct=data.pop("direct"),
        )
        scope = Scope(*(data.pop(name) for name in ("notes", "background", "questions")))
        options = {"flags": flags, "scope": scope, "now": timezone.now(), **data}
        try:
            link = service.create_health_link(diary=diary_of(request.user), **options)
        except ReportPending as pending:
            return accepted_response(pending)
        except RenderError as error:
            raise ReportFailed from error
        return Response(serializers.ShareLinkMade(link).data, status=status.HTTP_201_CREATED)


class Refresh(APIView):
    lane = DOCUMENTS
    permission_classes = (IsAuthenticated, RecentlyAuthenticated)

    @extend_schema(
        operation_id="health_links_refresh",
        request=serializers.HealthLinkKey,
        responses={202: ACCEPTED, 204: None, **error_responses(400, 401, 403, 404, 413, 503)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Replace the files of a long-term link by the current diary."""
        now = timezone.now()
        try:
            link = store.get_link(diary_of(request.user).pk, id)
        except ShareLink.DoesNotExist:
            raise Http404 from None
        if "L" not in link.flags or link.revoked_at or link.expires_at <= now:
            raise Http404
        key = serializers.HealthLinkKey().run_validation(request.data)["key"]
        try:
            refreshed = service.refresh_files(link, key, now)
        except ReportPending as pending:
            return accepted_response(pending)
        except RenderError as error:
            raise ReportFailed from error
        if not refreshed:
            message = _("This is not the key of the link.")
            raise ValidationError({"key": [ErrorDetail(message, code="wrong_key")]})
        return Response(status=status.HTTP_204_NO_CONTENT)
