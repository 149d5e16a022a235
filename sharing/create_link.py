"""Making a link to the doctor's page."""

from datetime import datetime

from django.conf import settings

from diary.models import Diary
from sharing.access import passcodes
from sharing.links import store
from sharing.links.scope import Scope
from sharing.snapshots import snapshots as copies


def create_page_link(
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
) -> store.NewLink:
    """`frozen`: the page stays so. `most_views`: how often it may be opened."""
    link, token = store.new(
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
    store.store(link, list(copies.sealed(link, token, now)) if frozen else ())
    return store.NewLink(link, f"{settings.SITE_URL}/s/{token}")
