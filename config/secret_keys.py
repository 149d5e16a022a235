"""The data folder of an installation, and the keys that are generated in it once.

`secret_key` signs sessions and links; `vapid_private.pem` and `vapid_public` (the
uncompressed P-256 point, base64url without padding: what a browser's
`pushManager.subscribe` takes) sign push messages. They are never overwritten:
losing them signs everybody out and ends every push subscription.
"""

import base64
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def ensure_keys(data_dir: Path) -> str:
    """Create the folder (0700) and the missing keys (0600); return the secret key."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    data_dir.chmod(0o700)
    secret = _write_if_absent(data_dir / "secret_key", secrets.token_urlsafe(64))
    _ensure_vapid_keys(data_dir)
    return secret


def _ensure_vapid_keys(data_dir: Path) -> None:
    private, public = data_dir / "vapid_private.pem", data_dir / "vapid_public"
    if private.exists() and public.exists():
        return
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    stored = _write_if_absent(private, pem.decode())
    # Derived from the stored private key, also after an interrupted start.
    key = serialization.load_pem_private_key(stored.encode(), password=None)
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    _write_if_absent(public, base64.urlsafe_b64encode(point).rstrip(b"=").decode())


def _write_if_absent(path: Path, content: str) -> str:
    """Write `content` unless the file exists; return the content of the file.

    Atomic, also if two starts race or the power fails.
    """
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent)  # 0600 from the start
        try:
            with os.fdopen(descriptor, "w") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            os.link(draft, path)  # unlike a rename, a link never overwrites
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text().strip()
