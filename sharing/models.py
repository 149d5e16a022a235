"""Ways to a report, what they lead to, and who opened them."""

from uuid import uuid4

from django.db import models

from diary.models import Diary


class ShareLink(models.Model):
    """A revocable, expiring way to the report of one diary.

    The token itself is in nobody's hands but the owner's: what is kept is its hash. A `page`
    is drawn anew each time it is opened, a `health` link leads to files that were sealed.
    """

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256, hexadecimal
    kind = models.CharField(max_length=16, default="page")  # page, health
    days = models.PositiveSmallIntegerField()  # the report's period ends on the day it is opened
    label = models.CharField(max_length=100, null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    passcode_hash = models.CharField(max_length=128, null=True)
    # Of the link's whole life; counted down before a passcode is looked at. Null: no passcode.
    tries_left = models.PositiveSmallIntegerField(null=True)
    # Of a health link: what it may do (L, P, U), and what was chosen to be in it.
    flags = models.CharField(max_length=4, default="")
    scope = models.JSONField(default=dict)
    uses_left = models.PositiveSmallIntegerField(null=True)  # null: as often as one likes


class ShareFile(models.Model):
    """What a health link leads to, sealed: the key is in the link and nowhere here."""

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    link_id = models.UUIDField()
    content_type = models.CharField(max_length=100)
    sealed = models.TextField()  # JWE, compact
    key_hash = models.CharField(max_length=64)  # SHA-256: whether it is this key, no more
    sealed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("diary", "link_id", name="share_file_by_link")]


class ShareView(models.Model):
    """One opening of the page. No address and no full browser string: who it was is not ours."""

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    link_id = models.UUIDField()
    at = models.DateTimeField()
    client = models.CharField(max_length=40)  # "Chrome on Android"
    # Who the opener says to be, for the owner to read; null where nobody was asked.
    recipient = models.CharField(max_length=100, null=True)

    class Meta:
        indexes = [models.Index("diary", "link_id", "at", name="share_view_by_link")]
