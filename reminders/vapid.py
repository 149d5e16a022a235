"""Who the push messages are from: the key that signs them (RFC 8292), and its public half."""

import base64
import time
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from py_vapid import Vapid02

HOURS = 12  # a signature is good for; the protocol allows 24


def public_key() -> str | None:
    """What a browser's `pushManager.subscribe` takes; None where there is no key to push with."""
    key = _key()
    if key is None:
        return None
    point = key.public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def authorization(endpoint: str) -> str:
    """The header for a message to this endpoint; made once for many to the same push service.

    It ends by the clock of the wall, whatever moment is being sent for.
    """
    parts = urlsplit(endpoint)
    hour = int(time.time()) // 3600
    return _signed(f"{parts.scheme}://{parts.netloc}", hour, _identity())


@lru_cache(256)
def _signed(origin: str, hour: int, identity: tuple[str, str]) -> str:
    key = _key()
    if key is None:
        raise ValueError("there is no key to sign with")
    claims = {"aud": origin, "exp": (hour + HOURS) * 3600, "sub": settings.VAPID_SUBJECT}
    return str(key.sign(claims)["Authorization"])


def _key() -> Vapid02 | None:
    return _read(*_identity())


def _identity() -> tuple[str, str]:
    return settings.VAPID_PRIVATE_KEY, str(settings.DATA_DIR / "vapid_private.pem")


@lru_cache(4)
def _read(given: str, file: str) -> Vapid02 | None:
    if given:
        return Vapid02.from_string(given)
    path = Path(file)
    return Vapid02.from_pem(path.read_bytes()) if path.exists() else None
