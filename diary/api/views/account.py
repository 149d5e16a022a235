"""/api/v1/account, and what erases: the rest of an account is allauth's, below /_allauth/"""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary import reauthentication
from diary.accounts import allow_sign_up_mail, diary_of, person, second_step
from diary.reauthentication import RecentlyAuthenticated
from diary.serializers import fields
from diary.serializers.errors import error_responses
from diary.serializers.records import StrictSerializer
from diary.writes.erasure import delete_account, erase_entries


class Entries(APIView):
    permission_classes = (IsAuthenticated, RecentlyAuthenticated)

    @extend_schema(operation_id="entries_erase", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Erase every entry of the diary, for good; the account and its settings stay.

        What was written is gone, from the revisions too, with the assessments, the prompts and
        the links that were shared. Other devices are told at their next sync. Needs a sign-in
        or a confirmation of a short while ago, else a 403 `reauthentication_required`.
        """
        erase_entries(diary_of(request.user).pk, timezone.now())
        return Response(status=204)


class Account(APIView):
    permission_classes = (IsAuthenticated, RecentlyAuthenticated)

    @extend_schema(operation_id="account_delete", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Delete the account and everything that belongs to it, and end every session.

        Requires a recent authentication, as erasing entries does.
        """
        user = person(request.user)
        delete_account(user)
        reauthentication.session_of(request).flush()
        allow_sign_up_mail(user.email)

        def send_notice() -> None:
            get_adapter().send_mail("account/email/account_deleted", user.email, {})

        # Robust: the account is deleted even if the mail server fails.
        transaction.on_commit(send_notice, robust=True)
        return Response(status=204)


class Code(StrictSerializer):
    code = fields.StringField(max_length=20)


class MailCode(APIView):
    @extend_schema(
        operation_id="mail_code_send", request=None, responses={204: None} | error_responses(429)
    )
    def post(self, request: Request) -> Response:
        """Mail a reauthentication code to the signed-in person.

        Refused (403 `second_step`) if the account has a second factor.
        """
        user = person(request.user)
        if second_step(user):
            raise PermissionDenied(_("Use the authenticator app for this."), "second_step")
        reauthentication.send_code(request, user.email, time.time())
        return Response(status=204)


class MailCodeCheck(APIView):
    @extend_schema(operation_id="mail_code_check", request=Code, responses={204: None})
    def post(self, request: Request) -> Response:
        """Verify the mailed code; the session then counts as recently authenticated."""
        body: dict[str, Any] = Code().run_validation(request.data)
        reauthentication.check_code(request, person(request.user).email, body["code"], time.time())
        return Response(status=204)
