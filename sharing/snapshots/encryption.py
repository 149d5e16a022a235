"""Sealing a file so that only who has the key can read it, as SMART Health Links ask."""

import zlib

from joserfc import jwe
from joserfc.jwk import OctKey

KEY_BYTES = 32


def seal(content: bytes, content_type: str, key: bytes) -> str:
    """Compressed and encrypted (compact JWE: `dir`, A256GCM), with a fresh nonce each time."""
    return _sealed(content, key, {"zip": "DEF", "cty": content_type})


def _sealed(content: bytes, key: bytes, more: dict[str, str]) -> str:
    header = {"alg": "dir", "enc": "A256GCM", **more}
    return jwe.encrypt_compact(header, content, OctKey.import_key(key))


def keep(content: bytes, key: bytes) -> str:
    """Sealed for ourselves: compressed before, as a reader refuses what unfolds to megabytes."""
    return _sealed(zlib.compress(content), key, {})


def kept(sealed: str, key: bytes) -> bytes:
    """What was kept. Raises joserfc's JoseError for another key."""
    return zlib.decompress(jwe.decrypt_compact(sealed, OctKey.import_key(key)).plaintext or b"")
