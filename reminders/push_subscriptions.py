"""Push subscriptions of browsers."""

import base64
import binascii
import hashlib
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import IntegrityError, transaction

from diary.models import Diary
from reminders.models import PushSubscription
from reminders.ssrf import BlockedAddress, check_url

MAX_SUBSCRIPTIONS = 20  # per person; the oldest is deleted


class SubscriptionNotFound(Exception):
    """The id is another person's, or the session is over."""


class InvalidSubscription(Exception):
    """`param`: the field that no message can be sent with."""

    def __init__(self, param: str) -> None:
        super().__init__(param)
        self.param = param


def save_subscription(
    diary: Diary,
    id: UUID,
    *,
    endpoint: str,
    p256dh: str,
    auth: str,
    now: datetime,
    session: str | None = None,
) -> tuple[PushSubscription, bool]:
    """Store it until the browser's `session` ends; return it, and True if it is new.

    A browser receives the messages of one person only: the last who subscribed. Raises
    SubscriptionNotFound or InvalidSubscription.
    """
    _check(endpoint, p256dh, auth)
    try:
        with transaction.atomic():
            Diary.objects.select_for_update().get(pk=diary.pk)
            if PushSubscription.objects.filter(id=id).exclude(diary_id=diary.pk).exists():
                raise SubscriptionNotFound
            digest = hashlib.sha256(endpoint.encode()).hexdigest()
            mine = PushSubscription.objects.filter(diary_id=diary.pk)
            PushSubscription.objects.filter(digest=digest).exclude(
                diary_id=diary.pk, id=id
            ).delete()
            fields = {
                "endpoint": endpoint,
                "digest": digest,
                "p256dh": p256dh,
                "auth": auth,
                "session_id": session,
            }
            subscription, new = mine.update_or_create(
                diary_id=diary.pk,
                id=id,
                defaults=fields,
                create_defaults={**fields, "created_at": now},
            )
            newest = mine.order_by("-created_at", "id").values_list("id", flat=True)[
                :MAX_SUBSCRIPTIONS
            ]
            mine.exclude(id__in=list(newest)).delete()
    except IntegrityError as error:  # the session ended meanwhile
        raise SubscriptionNotFound from error
    return subscription, new


def delete_subscription(diary: Diary, id: UUID) -> None:
    """Raises SubscriptionNotFound."""
    if not PushSubscription.objects.filter(diary_id=diary.pk, id=id).delete()[0]:
        raise SubscriptionNotFound


def _check(endpoint: str, p256dh: str, auth: str) -> None:
    try:
        check_url(endpoint)
    except BlockedAddress:
        raise InvalidSubscription("endpoint") from None
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decode(p256dh))
    except ValueError:
        raise InvalidSubscription("keys.p256dh") from None
    try:
        valid = len(_decode(auth)) == 16
    except ValueError:
        valid = False
    if not valid:
        raise InvalidSubscription("keys.auth")


def _decode(text: str) -> bytes:
    """Decode base64url, with or without padding. Raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
