"""Ways to a report, and who opened them."""

from uuid import uuid4

from django.db import models

from diary.models import Diary


class ShareLink(models.Model):
    """A revocable, expiring way to the report of one diary.

    The token itself is in nobody's hands but the owner's: what is kept is its hash.
    """

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256, hexadecimal
    days = models.PositiveSmallIntegerField()  # the report's period ends on the day it is opened
    label = models.CharField(max_length=100, null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class ShareView(models.Model):
    """One opening of the page. No address and no full browser string: who it was is not ours."""

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    link_id = models.UUIDField()
    at = models.DateTimeField()
    client = models.CharField(max_length=40)  # "Chrome on Android"

    class Meta:
        indexes = [models.Index("diary", "link_id", "at", name="share_view_by_link")]
