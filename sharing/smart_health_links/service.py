"""SMART Health Links: create, refresh and open. The key is shown once and not stored.

https://hl7.org/fhir/uv/smart-health-cards-and-links/links-specification.html
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from secrets import token_bytes
from typing import Any

from django.conf import settings
from django.db import transaction

from diary.models import Diary
from sharing.access import passcodes
from sharing.access.passcodes import LinkUnavailable
from sharing.fhir.document import build_document
from sharing.links import store
from sharing.links.scope import Scope
from sharing.models import ShareFile, ShareLink
from sharing.pdf.jobs import ReportRequest
from sharing.pdf.service import render_or_enqueue
from sharing.snapshots.encryption import KEY_BYTES, encrypt_health_file

FHIR = "application/fhir+json"
MAX_LABEL_LENGTH = 80  # characters, by the specification


@dataclass(frozen=True, slots=True)
class Flags:
    """`long_term` (L): the files may be refreshed. `passcode` (P). `direct` (U): no manifest."""

    long_term: bool = False
    passcode: bool = False
    direct: bool = False

    def __str__(self) -> str:
        return "L" * self.long_term + "P" * self.passcode + "U" * self.direct


def create_health_link(
    *,
    diary: Diary,
    days: int,
    expires_in_days: int,
    label: str | None,
    passcode: str | None,
    single_use: bool,
    flags: Flags,
    scope: Scope,
    now: datetime,
) -> store.NewLink:
    """A link whose files are a snapshot of the diary, in the active language.

    Raises ReportPending and RenderError, for the PDF; nothing is stored then.
    """
    key = token_bytes(KEY_BYTES)
    link, token = store.new_link(
        diary=diary,
        kind="health",
        days=days,
        expires_in_days=expires_in_days,
        label=label,
        frozen=True,
        uses_left=1 if single_use else None,
        flags=str(flags),
        scope=scope,
        now=now,
        **passcodes.passcode_fields(passcode),
    )
    store.save_link(link, [_encrypted_file(link, key, now)])
    payload = {
        "url": f"{settings.SITE_URL}/shl/{token}",
        "key": _base64url(key),
        "exp": int(link.expires_at.timestamp()),
        **({"flag": str(flags)} if str(flags) else {}),
        **({"label": label[:MAX_LABEL_LENGTH]} if label else {}),
        "v": 1,
    }
    return store.NewLink(link, "shlink:/" + _base64url(json.dumps(payload).encode()))


def refresh_files(link: ShareLink, key: str, now: datetime) -> bool:
    """Replace the files by the current diary, encrypted with the key of the link.

    False for another key; nothing is changed then. Raises ReportPending, RenderError.
    """
    file = _files(link).first()
    if file is None or not compare_digest(file.key_hash, store.token_hash(key)):
        return False
    replacement = _encrypted_file(link, urlsafe_b64decode(key + "="), now)
    with transaction.atomic():
        _files(link).delete()
        replacement.save(force_insert=True)
    return True


def _encrypted_file(link: ShareLink, key: bytes, now: datetime) -> ShareFile:
    scope = store.link_scope(link)
    # Files of the specification are FHIR: the PDF is embedded in the document.
    pdf = render_or_enqueue(link.diary, ReportRequest(link.days, "a4", scope), now)
    bundle = build_document(link.diary, days=link.days, now=now, scope=scope, pdf=pdf)
    content = json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()
    return ShareFile(
        diary_id=link.diary_id,
        link_id=link.id,
        content_type=FHIR,
        sealed=encrypt_health_file(content, FHIR, key),
        key_hash=store.token_hash(_base64url(key)),
        sealed_at=now,
    )


def _files(link: ShareLink) -> Any:
    """In a fixed order."""
    files = ShareFile.objects.filter(diary_id=link.diary_id, link_id=link.id)
    return files.order_by("content_type", "id")


def _base64url(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class OpenedLink:
    link: ShareLink
    files: list[ShareFile]


def open_link(
    token: str,
    *,
    direct: bool,
    passcode: str | None,
    recipient: str,
    user_agent: str,
    now: datetime,
) -> OpenedLink:
    """Log the view, return the files. Raises LinkUnavailable, WrongPasscode."""
    link = store.resolve_token(token, now, "health")
    if link is None or ("U" in link.flags) != direct:
        raise LinkUnavailable
    passcodes.check_passcode(link, passcode, now)
    if not store.consume_use(link):
        raise LinkUnavailable
    store.log_view(link, user_agent, now, recipient[:100])
    return OpenedLink(link, list(_files(link)))


def get_file(token: str, id: str, now: datetime) -> ShareFile:
    """A file of a manifest. Raises LinkUnavailable."""
    link = store.resolve_token(token, now, "health")
    file = _files(link).filter(id=id).first() if link else None
    if file is None:
        raise LinkUnavailable
    return file  # type: ignore[no-any-return]
