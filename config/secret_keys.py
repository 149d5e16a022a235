"""The folder of one installation, and the keys that are made in it once.

`secret_key` signs sessions and links; `vapid_private.pem` and `vapid_public` (the
uncompressed P-256 point, base64url without padding: what a browser's
`pushManager.subscribe` takes) sign push messages. Losing them signs everybody out and
ends every push subscription, so they are never overwritten.
"""

import base64
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def prepare(data_dir: Path) -> str:
    """Make the folder (0700) and whichever keys (0600) are missing; gives the secret key."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    data_dir.chmod(0o700)
    secret = _once(data_dir / "secret_key", secrets.token_urlsafe(64))
    _vapid(data_dir)
    return secret


def _vapid(data_dir: Path) -> None:
    private, public = data_dir / "vapid_private.pem", data_dir / "vapid_public"
    if private.exists() and public.exists():
        return
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    kept = _once(private, pem.decode())
    # The public key follows from whichever private key is kept, also after a half-done start.
    key = serialization.load_pem_private_key(kept.encode(), password=None)
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    _once(public, base64.urlsafe_b64encode(point).rstrip(b"=").decode())


def _once(path: Path, content: str) -> str:
    """Write `content` unless the file is there; gives what the file holds afterwards.

    The file appears whole or not at all, also when two starts race or the power fails.
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
