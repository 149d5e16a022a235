"""The browsers that a person signed up for push messages."""

import base64
import binascii
import hashlib
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import IntegrityError, transaction

from diary.models import Diary
from reminders.models import PushSubscription
from reminders.ssrf import NotPublic, check

MOST = 20  # browsers of one person; the one that was signed up longest ago makes room


class NotHere(Exception):
    """The id is another person's, or the session is over."""


class NotTaken(Exception):
    """`param` says which value is none that messages can be sent with."""

    def __init__(self, param: str) -> None:
        super().__init__(param)
        self.param = param


def put(
    diary: Diary,
    id: UUID,
    *,
    endpoint: str,
    p256dh: str,
    auth: str,
    now: datetime,
    session: str | None = None,
) -> tuple[PushSubscription, bool]:
    """Keep it until the browser's `session` ends; says whether it is new. A browser gets the
    messages of one person alone: of the last who signed it up. Raises NotHere or NotTaken.
    """
    _check(endpoint, p256dh, auth)
    try:
        with transaction.atomic():
            Diary.objects.select_for_update().get(pk=diary.pk)
            if PushSubscription.objects.filter(id=id).exclude(diary_id=diary.pk).exists():
                raise NotHere
            digest = hashlib.sha256(endpoint.encode()).hexdigest()
            mine = PushSubscription.objects.filter(diary_id=diary.pk)
            PushSubscription.objects.filter(digest=digest).exclude(
                diary_id=diary.pk, id=id
            ).delete()
            told = {
                "endpoint": endpoint,
                "digest": digest,
                "p256dh": p256dh,
                "auth": auth,
                "session_id": session,
            }
            found, new = mine.update_or_create(
                diary_id=diary.pk,
                id=id,
                defaults=told,
                create_defaults={**told, "created_at": now},
            )
            kept = mine.order_by("-created_at", "id").values_list("id", flat=True)[:MOST]
            mine.exclude(id__in=list(kept)).delete()
    except IntegrityError as error:  # the session ended meanwhile
        raise NotHere from error
    return found, new


def delete(diary: Diary, id: UUID) -> None:
    """Gone for good; raises NotHere when it never was."""
    if not PushSubscription.objects.filter(diary_id=diary.pk, id=id).delete()[0]:
        raise NotHere


def _check(endpoint: str, p256dh: str, auth: str) -> None:
    try:
        check(endpoint)
    except NotPublic:
        raise NotTaken("endpoint") from None
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(p256dh))
    except ValueError:
        raise NotTaken("keys.p256dh") from None
    try:
        fits = len(_bytes(auth)) == 16
    except ValueError:
        fits = False
    if not fits:
        raise NotTaken("keys.auth")


def _bytes(text: str) -> bytes:
    """Of base64url, with or without its padding. Raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
