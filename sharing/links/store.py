"""Share links in the database: create, resolve, list, update, revoke, delete."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from diary.models import Diary, Episode
from sharing.links.scope import LEGACY_SCOPE, Scope
from sharing.links.user_agent import coarse_client
from sharing.models import ReportFile, ShareFile, ShareLink, ShareView

MIN_DAYS, MAX_DAYS = 7, 3650  # of the report's period
MIN_EXPIRY_DAYS, MAX_EXPIRY_DAYS = 1, 90  # days
MAX_VIEWS = 100
MAX_OPEN_LINKS = 50  # links of one diary that are neither revoked nor expired
TOKEN_BYTES = 32


def token_hash(token: str) -> str:
    """SHA-256 without salt or stretching: a token of 256 random bits cannot be brute-forced."""
    return sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link and its URL, which is not stored and cannot be shown again."""

    link: ShareLink
    url: str


def new_link(
    *,
    diary: Diary,
    days: int,
    expires_in_days: int,
    now: datetime,
    scope: Scope | None = None,
    **fields: Any,
) -> tuple[ShareLink, str]:
    """A link of any kind, not saved yet, and its token.

    Raises ValidationError if the diary has MAX_OPEN_LINKS open ones.
    """
    is_open = Q(revoked_at=None, expires_at__gt=now)
    if ShareLink.objects.filter(is_open, diary_id=diary.pk).count() >= MAX_OPEN_LINKS:
        message = _("There are %(most)s links already. End one first.") % {"most": MAX_OPEN_LINKS}
        raise ValidationError([ErrorDetail(message, code="too_many_links")])
    token = token_urlsafe(TOKEN_BYTES)
    link = ShareLink(
        diary=diary,
        token_hash=token_hash(token),
        days=days,
        scope=asdict(scope or Scope()),
        created_at=now,
        expires_at=now + timedelta(days=expires_in_days),
        **fields,
    )
    return link, token


def save_link(link: ShareLink, files: Iterable[ShareFile] = ()) -> None:
    """Insert a link with its files, which were rendered and encrypted outside the transaction."""
    with transaction.atomic():
        link.save(force_insert=True)
        ShareFile.objects.bulk_create(files)


def resolve_token(token: str, now: datetime, kind: str = "page") -> ShareLink | None:
    """The link of a token; None if it is unknown, revoked or expired. One query.

    A used-up link is returned: who opened it may read on for an hour.
    """
    return (
        ShareLink.objects.select_related("diary")
        .filter(token_hash=token_hash(token), kind=kind, revoked_at=None, expires_at__gt=now)
        .first()
    )


def link_scope(link: ShareLink) -> Scope:
    return Scope(**link.scope) if link.scope else LEGACY_SCOPE


def link_state(link: ShareLink, now: datetime) -> str:
    """`open`, or why it is not; `locked`: by too many wrong passcodes."""
    if link.revoked_at is not None:
        return "locked" if link.tries_left == 0 else "revoked"
    if link.expires_at <= now:
        return "expired"
    return "used_up" if link.uses_left == 0 else "open"


def links_with_usage(diary_id: int) -> QuerySet[ShareLink]:
    """Links of the diary with usage statistics, newest first; one query."""
    views = ShareView.objects.filter(
        diary_id=OuterRef("diary_id"), link_id=OuterRef("id"), what="page"
    )
    seen = Coalesce(OuterRef("last_seen_at"), OuterRef("created_at"))
    files = ShareFile.objects.filter(diary_id=OuterRef("diary_id"), link_id=OuterRef("id"))
    deleted = Episode.objects.filter(
        diary_id=OuterRef("diary_id"), deleted_at__gt=OuterRef("snapshot_at")
    )
    return (
        ShareLink.objects.filter(diary_id=diary_id)
        .annotate(
            views=_count(views, "link_id"),
            last_viewed_at=Subquery(
                views.order_by().values("link_id").annotate(last=Max("at")).values("last")
            ),
            new_views=_count(views.filter(at__gt=seen), "link_id"),
            snapshot_at=Subquery(
                files.order_by().values("link_id").annotate(last=Max("sealed_at")).values("last")
            ),
        )
        .annotate(deleted_since=_count(deleted, "diary_id"))
        .order_by("-created_at", "id")
    )


def _count(rows: Any, by: str) -> Any:
    per_link = rows.order_by().values(by).annotate(n=Count("id")).values("n")
    return Coalesce(Subquery(per_link), 0)


def get_link(diary_id: int, id: UUID) -> ShareLink:
    """Raises ShareLink.DoesNotExist for another person's id."""
    return links_with_usage(diary_id).get(id=id)


def update_link(link: ShareLink, *, now: datetime, **fields: Any) -> ShareLink:
    """Set `label`, or an expiry `expires_in_days` from now.

    Raises ValidationError for the expiry of a health link, which is part of its URL.
    """
    if link.kind == "health" and "expires_in_days" in fields:
        message = _("A health link carries its end with it. End it, and make a new one.")
        raise ValidationError({"expires_in_days": [ErrorDetail(message, code="fixed_end")]})
    if "label" in fields:
        link.label = fields["label"]
    if "expires_in_days" in fields:
        link.expires_at = now + timedelta(days=fields["expires_in_days"])
    link.save(update_fields=["label", "expires_at"])
    return link


def revoke_link(link: ShareLink, now: datetime) -> None:
    """Revoke a link for good and delete its files. Idempotent."""
    _row(link).filter(revoked_at=None).update(revoked_at=now)
    ShareFile.objects.filter(diary_id=link.diary_id, link_id=link.id).delete()


def consume_use(link: ShareLink) -> bool:
    """Decrement the uses left; False if there are none."""
    if link.uses_left is None:
        return True
    return bool(_row(link).filter(uses_left__gt=0).update(uses_left=F("uses_left") - 1))


def log_view(
    link: ShareLink,
    user_agent: str,
    now: datetime,
    recipient: str | None = None,
    what: str = "page",
) -> None:
    ShareView.objects.create(
        diary_id=link.diary_id,
        link_id=link.id,
        at=now,
        what=what,
        client=coarse_client(user_agent),
        recipient=recipient,
    )


def views_of_link(link: ShareLink) -> QuerySet[ShareView]:
    """Newest first."""
    return ShareView.objects.filter(diary_id=link.diary_id, link_id=link.id).order_by("-at", "id")


def mark_views_seen(diary_id: int, until: datetime) -> None:
    """Note that the owner saw the views up to `until`; monotonic."""
    before = Q(last_seen_at=None) | Q(last_seen_at__lt=until)
    ShareLink.objects.filter(before, diary_id=diary_id).update(last_seen_at=until)


def delete_expired_files(now: datetime) -> int:
    """Delete the files of expired links, and return their number. The links stay listed."""
    expired = ShareLink.objects.filter(
        diary_id=OuterRef("diary_id"), id=OuterRef("link_id"), expires_at__lte=now
    )
    rows = ShareFile.objects.filter(Exists(expired)).values_list("diary_id", "id")
    deleted = 0
    for diary_id, id in list(rows):
        deleted += ShareFile.objects.filter(diary_id=diary_id, id=id).delete()[0]
    return deleted


def delete_all_sharing(*, diary_id: int, **_kwargs: Any) -> None:
    """Delete links, files, views and reports of a diary whose entries are erased."""
    for model in (ShareView, ShareFile, ShareLink, ReportFile):
        model._default_manager.filter(diary_id=diary_id).delete()


def _row(link: ShareLink) -> QuerySet[ShareLink]:
    return ShareLink.objects.filter(diary_id=link.diary_id, id=link.id)
