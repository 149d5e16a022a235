"""Sealing a file so that only who has the key can read it, as SMART Health Links ask."""

from joserfc import jwe
from joserfc.jwk import OctKey

KEY_BYTES = 32


def seal(content: bytes, content_type: str, key: bytes) -> str:
    """Compressed and encrypted (compact JWE: `dir`, A256GCM), with a fresh nonce each time."""
    header = {"alg": "dir", "enc": "A256GCM", "zip": "DEF", "cty": content_type}
    return jwe.encrypt_compact(header, content, OctKey.import_key(key))
