"""SMART Health Links: made, sealed anew, and opened. The key is told once and never kept.

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
from sharing.access.passcodes import Gone
from sharing.fhir import document
from sharing.links import store
from sharing.links.scope import Scope
from sharing.models import ShareFile, ShareLink
from sharing.pdf import service
from sharing.pdf.jobs import Wish
from sharing.snapshots.encryption import KEY_BYTES, seal

FHIR = "application/fhir+json"
MOST_LABEL = 80  # characters, says the specification


@dataclass(frozen=True, slots=True)
class Flags:
    """`long_term`: its files may be made anew. `direct`: one file, without asking for a list."""

    long_term: bool = False
    passcode: bool = False
    direct: bool = False

    def __str__(self) -> str:
        return "L" * self.long_term + "P" * self.passcode + "U" * self.direct


def create(
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
    """A link whose files say what the diary says now, in the language in use.

    Raises Waiting and Failed, of the PDF; nothing is stored then.
    """
    key = token_bytes(KEY_BYTES)
    link, token = store.new(
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
        **passcodes.columns(passcode),
    )
    store.store(link, [_sealed(link, key, now)])
    payload = {
        "url": f"{settings.SITE_URL}/shl/{token}",
        "key": _text(key),
        "exp": int(link.expires_at.timestamp()),
        **({"flag": str(flags)} if str(flags) else {}),
        **({"label": label[:MOST_LABEL]} if label else {}),
        "v": 1,
    }
    return store.NewLink(link, "shlink:/" + _text(json.dumps(payload).encode()))


def refresh(link: ShareLink, key: str, now: datetime) -> bool:
    """Seal what the diary says now with the link's own key, which only the owner still has.

    False when it is another key; nothing is changed then. Raises Waiting, Failed.
    """
    file = _files(link).first()
    if file is None or not compare_digest(file.key_hash, store.token_hash(key)):
        return False
    anew = _sealed(link, urlsafe_b64decode(key + "="), now)
    with transaction.atomic():
        _files(link).delete()
        anew.save(force_insert=True)
    return True


def _sealed(link: ShareLink, key: bytes, now: datetime) -> ShareFile:
    scope = store.scope_of(link)
    # The specification's files are FHIR: so the PDF is in the document, not beside it.
    paper = service.paper(link.diary, Wish(link.days, "a4", scope), now)
    bundle = document.build(link.diary, days=link.days, now=now, scope=scope, paper=paper)
    content = json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()
    return ShareFile(
        diary_id=link.diary_id,
        link_id=link.id,
        content_type=FHIR,
        sealed=seal(content, FHIR, key),
        key_hash=store.token_hash(_text(key)),
        sealed_at=now,
    )


def _files(link: ShareLink) -> Any:
    """In a fixed order."""
    found = ShareFile.objects.filter(diary_id=link.diary_id, link_id=link.id)
    return found.order_by("content_type", "id")


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Opened:
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
) -> Opened:
    """The sealed files. Raises Gone, or WrongPasscode with the tries that are left."""
    link = store.resolve(token, now, "health")
    if link is None or ("U" in link.flags) != direct:
        raise Gone
    passcodes.check(link, passcode, now)
    if not store.take_use(link):
        raise Gone
    store.log_view(link, user_agent, now, recipient[:100])
    return Opened(link, list(_files(link)))


def file_of(token: str, id: str, now: datetime) -> ShareFile:
    """A file that a list named a short while ago. Raises Gone."""
    link = store.resolve(token, now, "health")
    found = _files(link).filter(id=id).first() if link else None
    if found is None:
        raise Gone
    return found  # type: ignore[no-any-return]
