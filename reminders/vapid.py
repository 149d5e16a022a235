"""VAPID (RFC 8292): the key that signs push messages, and its public key."""

import base64
import time
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from py_vapid import Vapid02

TOKEN_HOURS = 12  # validity of a signature; the protocol allows 24


def public_key() -> str | None:
    """The `applicationServerKey` for `pushManager.subscribe`; None if no key is configured."""
    key = _key()
    if key is None:
        return None
    point = key.public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def authorization(endpoint: str) -> str:
    """The `Authorization` header for this endpoint; cached per push service and hour.

    Expires by the wall clock, whatever `now` is used for sending.
    """
    parts = urlsplit(endpoint)
    hour = int(time.time()) // 3600
    return _sign(f"{parts.scheme}://{parts.netloc}", hour, _identity())


@lru_cache(256)
def _sign(origin: str, hour: int, identity: tuple[str, str]) -> str:
    key = _key()
    if key is None:
        raise ValueError("there is no key to sign with")
    claims = {"aud": origin, "exp": (hour + TOKEN_HOURS) * 3600, "sub": settings.VAPID_SUBJECT}
    return str(key.sign(claims)["Authorization"])


def _key() -> Vapid02 | None:
    return _load_key(*_identity())


def _identity() -> tuple[str, str]:
    return settings.VAPID_PRIVATE_KEY, str(settings.DATA_DIR / "vapid_private.pem")


@lru_cache(4)
def _load_key(private_key: str, file: str) -> Vapid02 | None:
    if private_key:
        return Vapid02.from_string(private_key)
    path = Path(file)
    return Vapid02.from_pem(path.read_bytes()) if path.exists() else None
