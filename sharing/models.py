"""Ways to a report, what they lead to, and who opened them."""

from uuid import uuid4

from django.db import models

from diary.models import Diary


class ShareLink(models.Model):
    """A revocable, expiring way to the report of one diary.

    The token itself is in nobody's hands but the owner's: what is kept is its hash. A `page`
    is drawn anew each time it is opened; a frozen one, and a `health` link, lead to files that
    were sealed.
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
    flags = models.CharField(max_length=4, default="")  # what a health link may do: L, P, U
    scope = models.JSONField(default=dict)  # what was chosen to be in it; {}: no choice yet
    uses_left = models.PositiveSmallIntegerField(null=True)  # null: as often as one likes
    frozen = models.BooleanField(default=False)  # shows what the diary said when it was made
    downloads = models.BooleanField(default=False)  # the page as files
    looked_at = models.DateTimeField(null=True)  # up to when its owner saw who opened it


class ShareFile(models.Model):
    """What a link leads to, sealed: the key is in the link and nowhere here."""

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    link_id = models.UUIDField()
    name = models.CharField(max_length=60, default="")  # which part of a frozen page
    content_type = models.CharField(max_length=100)
    sealed = models.TextField()  # JWE, compact
    key_hash = models.CharField(max_length=64)  # SHA-256: whether it is this key, no more
    sealed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("diary", "link_id", name="share_file_by_link")]


class ShareView(models.Model):
    """One opening. No address and no full browser string: who it was is not ours."""

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    link_id = models.UUIDField()
    at = models.DateTimeField()
    what = models.CharField(max_length=8, default="page")  # page, or a file of it: pdf, csv, fhir
    client = models.CharField(max_length=40)  # "Chrome on Android"
    # Who the opener says to be, for the owner to read; null where nobody was asked.
    recipient = models.CharField(max_length=100, null=True)

    class Meta:
        indexes = [models.Index("diary", "link_id", "at", name="share_view_by_link")]


class ReportFile(models.Model):
    """A PDF that takes too long for one request: how far it is, then the file for a short while.

    One for each wish: the owner's and those of who reads by a link do not get in each other's way.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    wish = models.CharField(max_length=64)  # SHA-256 of what was asked, and of which state
    choices = models.JSONField()
    language = models.CharField(max_length=16)
    state = models.CharField(max_length=16, default=State.WAITING)
    created_at = models.DateTimeField()
    # When it was queued, or its worker last renewed its lease.
    claimed_at = models.DateTimeField()
    done = models.PositiveSmallIntegerField(default=0)  # of `total` steps
    total = models.PositiveSmallIntegerField(default=0)
    content = models.BinaryField(default=bytes)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["diary", "wish"], name="one_file_a_wish")]
