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
    # Text that the database cannot store rejects a single change, not the request.
    validated_later = "changes"

    @extend_schema(operation_id="sync", request=SyncRequest, responses=SyncReply)
    def post(self, request: Request) -> Response:
        """Push local changes of records and pull the changes of other clients since the cursor.

        Idempotent: a request can be retried, and changes accepted before have no effect. A
        rejected change does not block the others. Concurrent edits since `base_version` are
        merged field by field; a value that loses stays in the revisions. While `more` is true,
        repeat with the new cursor. `history_rewritten`: the server was restored from a backup
        that lacks what this client has read, and nothing was applied; begin without a cursor and
        offer every record with `base_updated_at`.
        """
        body = parse_sync_request(request.data)
        reply = exchange.synchronize(
            diary_of(request.user),
            body.get("cursor"),
            body["changes"],
            timezone.now(),
            body.get("sent_at"),
        )
        return Response(reply)
