"""/api/v1/sync"""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.accounts import diary_of
from diary.serializers.responses import SyncReply
from diary.sync import exchange
from diary.sync.request import SyncRequest, parse_sync_request


class Sync(APIView):
    # Text that no database takes spoils one of these, not the request.
    validated_later = "changes"

    @extend_schema(operation_id="sync", request=SyncRequest, responses=SyncReply)
    def post(self, request: Request) -> Response:
        """Send changes of records of every kind, and be told what changed elsewhere.

        Any request can be sent again: what was taken in already changes nothing. A change that
        is refused does not hold up the others. Edits that were made elsewhere since
        `base_version` are merged field by field; a value that loses stays in the revisions.
        While `more` is true, ask again with the new cursor.
        """
        body = parse_sync_request(request.data)
        reply = exchange.synchronize(
            diary_of(request.user),
            body["cursor"],
            body["changes"],
            timezone.now(),
            body.get("sent_at"),
        )
        return Response(reply)
