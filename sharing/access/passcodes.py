"""Passcodes of links. The owner sends the passcode over another channel than the link."""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F

from sharing.links import store
from sharing.models import ShareLink

MAX_ATTEMPTS = 10  # wrong passcodes until a link is locked
MIN_LENGTH, MAX_LENGTH = 4, 64  # characters


class WrongPasscode(Exception):
    def __init__(self, remaining: int) -> None:
        super().__init__(remaining)
        self.remaining = remaining


class LinkUnavailable(Exception):
    """The link is unknown, revoked, expired or used up."""


def passcode_fields(passcode: str | None) -> dict[str, Any]:
    """Model fields of a link for this passcode, which is hashed."""
    if passcode is None:
        return {}
    return {"passcode_hash": make_password(passcode), "tries_left": MAX_ATTEMPTS}


def check_passcode(link: ShareLink, passcode: str | None, now: datetime) -> None:
    """Raises LinkUnavailable, or WrongPasscode with the attempts left; None consumes no attempt.

    The attempt is consumed before the comparison, so that concurrent requests cannot exceed the
    limit. The last wrong one revokes the link.
    """
    if link.passcode_hash is None:
        return
    if passcode is None:
        remaining = _row(link).values_list("tries_left", flat=True).get()
        raise WrongPasscode(remaining) if remaining else LinkUnavailable
    if not _row(link).filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        raise LinkUnavailable
    if check_password(passcode, link.passcode_hash):
        _row(link).filter(revoked_at=None).update(tries_left=F("tries_left") + 1)
        return
    remaining = _row(link).values_list("tries_left", flat=True).get()
    if not remaining:
        store.revoke_link(link, now)
    raise WrongPasscode(remaining)


def _row(link: ShareLink) -> Any:
    return ShareLink.objects.filter(diary_id=link.diary_id, id=link.id)
