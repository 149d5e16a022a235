"""Encryption of files with a key that is in the link alone (JWE)."""

import zlib

from joserfc import jwe
from joserfc.jwk import OctKey

KEY_BYTES = 32
MAX_CIPHERTEXT_BYTES = 256 << 20


class _Registry(jwe.JWERegistry):
    """joserfc decrypts no more than 64 kB by default; a PDF of a long diary has some megabytes."""

    max_ciphertext_length = MAX_CIPHERTEXT_BYTES


_registry = _Registry()


def encrypt_health_file(content: bytes, content_type: str, key: bytes) -> str:
    """Compact JWE (`dir`, A256GCM, DEF) with a fresh nonce, as SMART Health Links specify."""
    return _encrypt(content, key, {"zip": "DEF", "cty": content_type})


def _encrypt(content: bytes, key: bytes, header: dict[str, str]) -> str:
    protected = {"alg": "dir", "enc": "A256GCM", **header}
    return jwe.encrypt_compact(protected, content, OctKey.import_key(key))


def encrypt(content: bytes, key: bytes) -> str:
    """Compact JWE; compressed beforehand, as joserfc limits what `zip` may inflate to."""
    return _encrypt(zlib.compress(content), key, {})


def decrypt(token: str, key: bytes) -> bytes:
    """The content given to `encrypt`. Raises JoseError (joserfc) for another key."""
    result = jwe.decrypt_compact(token, OctKey.import_key(key), registry=_registry)
    return zlib.decompress(result.plaintext or b"")
