"""Making a link to the doctor's page."""

from datetime import datetime

from django.conf import settings

from diary.models import Diary
from sharing import frozen as copies
from sharing import links, passcodes
from sharing.scope import Scope


def page(
    *,
    diary: Diary,
    days: int,
    expires_in_days: int,
    now: datetime,
    label: str | None = None,
    scope: Scope | None = None,
    passcode: str | None = None,
    most_views: int | None = None,
    frozen: bool = False,
    downloads: bool = False,
) -> links.NewLink:
    """`frozen`: the page stays so. `most_views`: how often it may be opened."""
    link, token = links.new(
        diary=diary,
        days=days,
        expires_in_days=expires_in_days,
        label=label,
        scope=scope,
        uses_left=most_views,
        frozen=frozen,
        downloads=downloads,
        now=now,
        **passcodes.columns(passcode),
    )
    links.store(link, list(copies.sealed(link, token, now)) if frozen else ())
    return links.NewLink(link, f"{settings.SITE_URL}/s/{token}")
