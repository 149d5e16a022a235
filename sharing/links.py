"""Making, finding and ending share links; `now` is given."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from diary.models import Diary
from sharing.clients import coarse_client
from sharing.models import ShareFile, ShareLink, ShareView

LEAST_DAYS, MOST_DAYS = 7, 3650  # of the report's period
LEAST_EXPIRY, MOST_EXPIRY = 1, 90  # days
TOKEN_BYTES = 32


def token_hash(token: str) -> str:
    """A plain hash is enough: the token has 256 random bits, nobody can try them all."""
    return sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link and its address, which nobody can be told again."""

    link: ShareLink
    url: str


def create(
    *, diary: Diary, days: int, expires_in_days: int, label: str | None, now: datetime
) -> NewLink:
    link, token = store(
        diary=diary, days=days, expires_in_days=expires_in_days, label=label, now=now
    )
    return NewLink(link, f"{settings.SITE_URL}/s/{token}")


def store(
    *, diary: Diary, days: int, expires_in_days: int, now: datetime, **more: Any
) -> tuple[ShareLink, str]:
    """A link of any kind and its token."""
    token = token_urlsafe(TOKEN_BYTES)
    link = ShareLink.objects.create(
        diary=diary,
        token_hash=token_hash(token),
        days=days,
        created_at=now,
        expires_at=now + timedelta(days=expires_in_days),
        **more,
    )
    return link, token


def resolve(token: str, now: datetime, kind: str = "page") -> ShareLink | None:
    """The link that a token opens now: not when it is wrong, revoked or expired. One query."""
    return (
        ShareLink.objects.select_related("diary")
        .filter(token_hash=token_hash(token), kind=kind, revoked_at=None, expires_at__gt=now)
        .first()
    )


def links_of(diary_id: int) -> QuerySet[ShareLink]:
    """Newest first, each with how often it was opened; one query."""
    opened = ShareView.objects.filter(diary_id=OuterRef("diary_id"), link_id=OuterRef("id"))
    per_link = opened.order_by().values("link_id")
    return (
        ShareLink.objects.filter(diary_id=diary_id)
        .annotate(
            views=Coalesce(Subquery(per_link.annotate(n=Count("id")).values("n")), 0),
            last_viewed_at=Subquery(per_link.annotate(last=Max("at")).values("last")),
        )
        .order_by("-created_at", "id")
    )


def find(diary_id: int, id: UUID) -> ShareLink:
    """Raises ShareLink.DoesNotExist for another person's id."""
    return links_of(diary_id).get(id=id)


def change(link: ShareLink, *, now: datetime, **fields: Any) -> ShareLink:
    """Rename a link, or give it a new end `expires_in_days` from now.

    Raises ValidationError for the end of a health link, which says it itself.
    """
    if link.kind == "health" and "expires_in_days" in fields:
        said = _("A health link carries its end with it. End it, and make a new one.")
        raise ValidationError({"expires_in_days": [ErrorDetail(said, code="fixed_end")]})
    if "label" in fields:
        link.label = fields["label"]
    if "expires_in_days" in fields:
        link.expires_at = now + timedelta(days=fields["expires_in_days"])
    link.save(update_fields=["label", "expires_at"])
    return link


def revoke(link: ShareLink, now: datetime) -> None:
    """End a link for good, with what it leads to. Ending it again changes nothing."""
    ShareLink.objects.filter(diary_id=link.diary_id, id=link.id, revoked_at=None).update(
        revoked_at=now
    )
    ShareFile.objects.filter(diary_id=link.diary_id, link_id=link.id).delete()


def log_view(link: ShareLink, user_agent: str, now: datetime, recipient: str | None = None) -> None:
    ShareView.objects.create(
        diary_id=link.diary_id,
        link_id=link.id,
        at=now,
        client=coarse_client(user_agent),
        recipient=recipient,
    )


def views_of(link: ShareLink) -> QuerySet[ShareView]:
    """Newest first."""
    return ShareView.objects.filter(diary_id=link.diary_id, link_id=link.id).order_by("-at", "id")


def forget(*, diary_id: int, **_more: Any) -> None:
    """End every link of a diary whose entries are erased, and what is known of their use."""
    for model in (ShareView, ShareFile, ShareLink):
        model._default_manager.filter(diary_id=diary_id).delete()
