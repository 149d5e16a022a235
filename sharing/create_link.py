"""Create a link to the doctor's page."""

from datetime import datetime

from django.conf import settings

from diary.models import Diary
from sharing.access import passcodes
from sharing.links import store
from sharing.links.scope import Scope
from sharing.snapshots.snapshots import encrypt_snapshot


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
    """`frozen`: the page is a snapshot. `most_views`: how often it may be opened.

    Raises ReportPending and RenderError, for the PDF of a snapshot; nothing is stored then.
    """
    link, token = store.new_link(
        diary=diary,
        days=days,
        expires_in_days=expires_in_days,
        label=label,
        scope=scope,
        uses_left=most_views,
        frozen=frozen,
        downloads=downloads,
        now=now,
        **passcodes.passcode_fields(passcode),
    )
    store.save_link(link, list(encrypt_snapshot(link, token, now)) if frozen else ())
    return store.NewLink(link, f"{settings.SITE_URL}/s/{token}")
