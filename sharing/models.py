"""Share links, their encrypted files and views, and report jobs."""

from uuid import uuid4

from django.db import models

from diary.models import Diary


class ShareLink(models.Model):
    """A revocable, expiring link to the report of one diary.

    The token is stored as a hash only. A `page` is rendered on each request; a frozen page and a
    `health` link lead to encrypted files (snapshots).
    """

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256, hexadecimal
    kind = models.CharField(max_length=16, default="page")  # page, health
    days = models.PositiveSmallIntegerField()  # the period of the report, which ends today
    label = models.CharField(max_length=100, null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    passcode_hash = models.CharField(max_length=128, null=True)
    # Wrong passcodes left; decremented before the comparison. Null: no passcode.
    tries_left = models.PositiveSmallIntegerField(null=True)
    flags = models.CharField(max_length=4, default="")  # of a health link: L, P, U
    scope = models.JSONField(default=dict)  # Scope as JSON; {}: LEGACY_SCOPE
    uses_left = models.PositiveSmallIntegerField(null=True)  # null: unlimited
    frozen = models.BooleanField(default=False)  # a snapshot
    downloads = models.BooleanField(default=False)  # the page as files too
    last_seen_at = models.DateTimeField(null=True)  # up to when its owner saw the views


class ShareFile(models.Model):
    """An encrypted file of a link. The key is in the link and not in the database."""

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    link_id = models.UUIDField()
    name = models.CharField(max_length=60, default="")  # of a snapshot: `<language>/<file>`
    content_type = models.CharField(max_length=100)
    sealed = models.TextField()  # JWE, compact
    key_hash = models.CharField(max_length=64)  # SHA-256, to verify a key
    sealed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("diary", "link_id", name="share_file_by_link")]


class ShareView(models.Model):
    """A view of a page or a download. For privacy without IP address and full User-Agent."""

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    link_id = models.UUIDField()
    at = models.DateTimeField()
    what = models.CharField(max_length=8, default="page")  # page, or a file of it: pdf, csv, fhir
    client = models.CharField(max_length=40)  # "Chrome on Android"
    # Self-declared, of health links; else null.
    recipient = models.CharField(max_length=100, null=True)

    class Meta:
        indexes = [models.Index("diary", "link_id", "at", name="share_view_by_link")]


class ReportFile(models.Model):
    """A report job: progress, then the PDF until its retention ends.

    One row per request hash, so that jobs of the owner and of readers do not interfere.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)
    wish = models.CharField(max_length=64)  # SHA-256 of the request and of the state of the diary
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
