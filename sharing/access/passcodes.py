"""The passcode of a link, which travels another way than the link itself."""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F

from sharing.links import store
from sharing.models import ShareLink

TRIES = 10  # wrong passcodes in the whole life of a link
LEAST, MOST = 4, 64  # characters


class WrongPasscode(Exception):
    def __init__(self, remaining: int) -> None:
        super().__init__(remaining)
        self.remaining = remaining


class Gone(Exception):
    """The link is not there, or leads nowhere any more."""


def columns(passcode: str | None) -> dict[str, Any]:
    """What a link keeps of its passcode: not the passcode."""
    if passcode is None:
        return {}
    return {"passcode_hash": make_password(passcode), "tries_left": TRIES}


def check(link: ShareLink, passcode: str | None, now: datetime) -> None:
    """Raises Gone, or WrongPasscode with the tries that are left; None is no guess.

    Takes one of the tries before it looks, so that many at once are no more than there are. The
    last wrong one ends the link for good.
    """
    if link.passcode_hash is None:
        return
    if passcode is None:
        remaining = _one(link).values_list("tries_left", flat=True).get()
        raise WrongPasscode(remaining) if remaining else Gone
    if not _one(link).filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        raise Gone
    if check_password(passcode, link.passcode_hash):
        _one(link).filter(revoked_at=None).update(tries_left=F("tries_left") + 1)
        return
    remaining = _one(link).values_list("tries_left", flat=True).get()
    if not remaining:
        store.revoke(link, now)
    raise WrongPasscode(remaining)


def _one(link: ShareLink) -> Any:
    return ShareLink.objects.filter(diary_id=link.diary_id, id=link.id)
