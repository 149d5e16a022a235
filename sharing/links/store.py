"""Making, finding and ending share links; `now` is given."""

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
from sharing.links.scope import UNCHOSEN, Scope
from sharing.links.user_agent import coarse_client
from sharing.models import ReportFile, ShareFile, ShareLink, ShareView

LEAST_DAYS, MOST_DAYS = 7, 3650  # of the report's period
LEAST_EXPIRY, MOST_EXPIRY = 1, 90  # days
MOST_VIEWS = 100
MOST_OPEN = 50  # links of one diary that lead somewhere at one time
TOKEN_BYTES = 32


def token_hash(token: str) -> str:
    """A plain hash is enough: the token has 256 random bits, nobody can try them all."""
    return sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link and its address, which nobody can be told again."""

    link: ShareLink
    url: str


def new(
    *,
    diary: Diary,
    days: int,
    expires_in_days: int,
    now: datetime,
    scope: Scope | None = None,
    **more: Any,
) -> tuple[ShareLink, str]:
    """A link of any kind, not stored yet, and its token. Raises ValidationError for too many."""
    open_ones = Q(revoked_at=None, expires_at__gt=now)
    if ShareLink.objects.filter(open_ones, diary_id=diary.pk).count() >= MOST_OPEN:
        said = _("There are %(most)s links already. End one first.") % {"most": MOST_OPEN}
        raise ValidationError([ErrorDetail(said, code="too_many_links")])
    token = token_urlsafe(TOKEN_BYTES)
    link = ShareLink(
        diary=diary,
        token_hash=token_hash(token),
        days=days,
        scope=asdict(scope or Scope()),
        created_at=now,
        expires_at=now + timedelta(days=expires_in_days),
        **more,
    )
    return link, token


def store(link: ShareLink, files: Iterable[ShareFile] = ()) -> None:
    """A new link and what it leads to. Drawing and sealing come before: nobody waits for them."""
    with transaction.atomic():
        link.save(force_insert=True)
        ShareFile.objects.bulk_create(files)


def resolve(token: str, now: datetime, kind: str = "page") -> ShareLink | None:
    """The link that a token opens now: not when it is wrong, revoked or expired. One query.

    One that is used up is found: whoever opened it a short while ago still reads it.
    """
    return (
        ShareLink.objects.select_related("diary")
        .filter(token_hash=token_hash(token), kind=kind, revoked_at=None, expires_at__gt=now)
        .first()
    )


def scope_of(link: ShareLink) -> Scope:
    return Scope(**link.scope) if link.scope else UNCHOSEN


def state(link: ShareLink, now: datetime) -> str:
    """`open`, or why it leads nowhere; `locked`: by as many wrong passcodes as it had."""
    if link.revoked_at is not None:
        return "locked" if link.tries_left == 0 else "revoked"
    if link.expires_at <= now:
        return "expired"
    return "used_up" if link.uses_left == 0 else "open"


def links_of(diary_id: int) -> QuerySet[ShareLink]:
    """Newest first, each with what its owner wants to know of its use; one query."""
    views = ShareView.objects.filter(
        diary_id=OuterRef("diary_id"), link_id=OuterRef("id"), what="page"
    )
    seen = Coalesce(OuterRef("looked_at"), OuterRef("created_at"))
    files = ShareFile.objects.filter(diary_id=OuterRef("diary_id"), link_id=OuterRef("id"))
    deleted = Episode.objects.filter(
        diary_id=OuterRef("diary_id"), deleted_at__gt=OuterRef("kept_at")
    )
    return (
        ShareLink.objects.filter(diary_id=diary_id)
        .annotate(
            views=_count(views, "link_id"),
            last_viewed_at=Subquery(
                views.order_by().values("link_id").annotate(last=Max("at")).values("last")
            ),
            new_views=_count(views.filter(at__gt=seen), "link_id"),
            kept_at=Subquery(
                files.order_by().values("link_id").annotate(last=Max("sealed_at")).values("last")
            ),
        )
        .annotate(deleted_since=_count(deleted, "diary_id"))
        .order_by("-created_at", "id")
    )


def _count(found: Any, by: str) -> Any:
    per_link = found.order_by().values(by).annotate(n=Count("id")).values("n")
    return Coalesce(Subquery(per_link), 0)


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
    _one(link).filter(revoked_at=None).update(revoked_at=now)
    ShareFile.objects.filter(diary_id=link.diary_id, link_id=link.id).delete()


def take_use(link: ShareLink) -> bool:
    """Take one of the times that a link may be opened; False when none is left."""
    if link.uses_left is None:
        return True
    return bool(_one(link).filter(uses_left__gt=0).update(uses_left=F("uses_left") - 1))


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


def views_of(link: ShareLink) -> QuerySet[ShareView]:
    """Newest first."""
    return ShareView.objects.filter(diary_id=link.diary_id, link_id=link.id).order_by("-at", "id")


def looked(diary_id: int, until: datetime) -> None:
    """The owner has seen what happened to the links up to then; never less than before."""
    before = Q(looked_at=None) | Q(looked_at__lt=until)
    ShareLink.objects.filter(before, diary_id=diary_id).update(looked_at=until)


def clear_expired(now: datetime) -> int:
    """Delete what expired links led to; gives how many files. The links stay, to be told of."""
    expired = ShareLink.objects.filter(
        diary_id=OuterRef("diary_id"), id=OuterRef("link_id"), expires_at__lte=now
    )
    found = ShareFile.objects.filter(Exists(expired)).values_list("diary_id", "id")
    gone = 0
    for diary_id, id in list(found):
        gone += ShareFile.objects.filter(diary_id=diary_id, id=id).delete()[0]
    return gone


def forget(*, diary_id: int, **_more: Any) -> None:
    """End every link of a diary whose entries are erased, and what is known of their use."""
    for model in (ShareView, ShareFile, ShareLink, ReportFile):
        model._default_manager.filter(diary_id=diary_id).delete()


def _one(link: ShareLink) -> QuerySet[ShareLink]:
    return ShareLink.objects.filter(diary_id=link.diary_id, id=link.id)
