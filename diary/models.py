"""Models: accounts, diaries, records, and the revision log of every change.

Primary keys of diary tables start with the diary, so that they can be partitioned
or sharded by diary. The fields of records are declared in schema/, with their codes.
"""

import secrets
from collections.abc import Mapping
from datetime import time
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Case, When
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.utils import timezone

from diary.schema.kind import Kind
from diary.schema.kinds import ALERT, BACKGROUND, CHECK_IN, EPISODE, QUESTION


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who can sign in, known by e-mail address alone."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"


class Diary(models.Model):
    """A person's diary with its settings; every other row belongs to exactly one diary."""

    owner = models.OneToOneField(User, on_delete=models.CASCADE, related_name="diary")
    zone = models.CharField(max_length=64, default="UTC")
    locale = models.CharField(max_length=16, default="en")
    emergency_number = models.CharField(max_length=16, default="911")
    quiet_start = models.TimeField(default=time(21))
    quiet_end = models.TimeField(default=time(8))
    # Reminder channels and topics; reminders within the app are always on.
    email_reminders = models.BooleanField(default=True)
    push_reminders = models.BooleanField(default=True)
    see_provider_reminders = models.BooleanField(default=True)
    visit_reminders = models.BooleanField(default=True)
    still_numb_reminders = models.BooleanField(default=True)
    check_in_reminders = models.BooleanField(default=False)
    # Whether reminders may have health details, which others could read on a lock screen.
    reminder_details = models.BooleanField(default=False)
    # Evening check-in reminders: since when, end of the last planned day, and when they were
    # stopped because nobody answered.
    check_ins_since = models.DateTimeField(null=True)
    check_ins_planned_to = models.DateTimeField(null=True)
    check_ins_stopped_at = models.DateTimeField(null=True)
    # Threshold overrides, {name: whole number}, and the time of each change, {name: instant}.
    thresholds = models.JSONField(default=dict)
    thresholds_since = models.JSONField(default=dict)
    # Sequence number of the last change; incremented by every accepted write.
    change_seq = models.PositiveBigIntegerField(default=0)
    # Since when an assessment is due, after a write or a failed assessment; null: none is.
    assessment_due = models.DateTimeField(null=True)
    # When the passing of time may change the outcome: sliding windows, timers.
    next_assessment_at = models.DateTimeField(null=True)
    # When the last assessment failed; null if it succeeded.
    could_not_check_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                "assessment_due",
                name="diary_due",
                condition=models.Q(assessment_due__isnull=False),
            ),
            models.Index(
                "next_assessment_at",
                name="diary_next_assessment",
                condition=models.Q(next_assessment_at__isnull=False),
            ),
            models.Index(
                "check_ins_planned_to",
                name="diary_check_ins_planned",
                condition=models.Q(check_ins_planned_to__isnull=False),
            ),
            models.Index(
                "could_not_check_at",
                name="diary_could_not_check",
                condition=models.Q(could_not_check_at__isnull=False),
            ),
        ]


class DiaryScoped(models.Model):
    """A row of a diary with a server-generated id; the composite key starts with the diary."""

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        abstract = True


class Record(models.Model):
    """One thing a person wrote down; `deleted_at` set makes it a tombstone."""

    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    change_seq = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class IdentifiedRecord(Record):
    """A record with an id generated by the client (UUID version 7)."""

    pk = models.CompositePrimaryKey("diary_id", "id")
    id = models.UUIDField(editable=False)

    class Meta:
        abstract = True
        # Index for lookups by id alone: an id of another diary is a 404, not a second record.
        indexes = [models.Index("id", name="%(class)s_id")]


def _contains(field: str, word: str) -> Contains:
    return Contains(Cast(field, models.TextField()), word)


class Episode(IdentifiedRecord):
    """One stretch of numbness or tingling. Null means "not asked", empty "asked: none"."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # null: ongoing
    zone = models.CharField(max_length=64)
    start_precision = models.CharField(max_length=16, null=True)
    onset = models.CharField(max_length=16, null=True)
    areas = models.JSONField(null=True)  # list of "side.zone"
    spread = models.CharField(max_length=16, null=True)
    sensations = models.JSONField(null=True)  # list of codes
    severity = models.PositiveSmallIntegerField(null=True)  # 0 to 10
    interference = models.PositiveSmallIntegerField(null=True)  # 0 to 4
    trigger = models.CharField(max_length=16, null=True)
    relief = models.CharField(max_length=16, null=True)
    relief_minutes = models.FloatField(null=True)
    symptoms = models.JSONField(null=True)  # {code: bool}
    pain = models.PositiveSmallIntegerField(null=True)  # 0 to 10
    leg_changes = models.JSONField(null=True)  # list of codes
    red_flags = models.JSONField(null=True)  # {code: bool}
    note = models.TextField(null=True)
    clinician_assessed_at = models.DateTimeField(null=True)
    # The end of the episode; null while it is ongoing, and always null with an emergency
    # sign, since rules read those without a time limit.
    settled_at = models.GeneratedField(
        expression=Case(
            When(_contains("red_flags", "true"), then=None),
            When(_contains("areas", "middle.saddle"), then=None),
            default="ended_at",
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

    class Meta(IdentifiedRecord.Meta):
        indexes = [
            *IdentifiedRecord.Meta.indexes,
            models.Index("diary", "started_at", name="episode_by_start"),
            models.Index("diary", "settled_at", name="episode_by_settled"),
        ]


class Alert(IdentifiedRecord):
    """Emergency signs noticed without an episode."""

    noticed_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    red_flags = models.JSONField()  # {code: bool}
    last_known_well_at = models.DateTimeField(null=True)
    clinician_assessed_at = models.DateTimeField(null=True)


class CheckIn(Record):
    """ "No numbness on this local day"."""

    pk = models.CompositePrimaryKey("diary_id", "date")
    date = models.DateField()


class BackgroundItem(IdentifiedRecord):
    """A medication, supplement, vaccination, injury, condition or visit, with dates.

    An empty name: asked, and there is none of this kind.
    """

    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=64, null=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    dose = models.CharField(max_length=200, null=True)
    note = models.TextField(null=True)


class Question(IdentifiedRecord):
    """Something to ask at the visit."""

    text = models.CharField(max_length=500)
    discussed = models.BooleanField(default=False)


_RECORD_MODELS: Mapping[str, type[Record]] = {
    EPISODE.name: Episode,
    ALERT.name: Alert,
    CHECK_IN.name: CheckIn,
    BACKGROUND.name: BackgroundItem,
    QUESTION.name: Question,
}


def record_model(kind: Kind) -> type[Record]:
    """The model that stores the records of this kind."""
    return _RECORD_MODELS[kind.name]


def record_manager(kind: Kind) -> models.Manager[Any]:
    return record_model(kind)._default_manager


def random_token() -> int:
    """A random number of 63 bits, which both databases store as an integer."""
    return secrets.randbits(63)


class Revision(models.Model):
    """Content of a record after one accepted write: the change feed of the diary.

    Append-only. Erasure (writes/erasure.py) empties rows but never removes them: a client whose
    `change_seq` and `token` are missing concludes that the history was rewritten (docs/sync.md).
    """

    pk = models.CompositePrimaryKey("diary_id", "change_seq")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    change_seq = models.PositiveBigIntegerField()
    # Random, the same for the rows of one write: distinguishes two histories with equal numbers.
    token = models.BigIntegerField(default=random_token)
    kind = models.CharField(max_length=16)  # episode, alert, check_in, background, question
    key = models.CharField(max_length=36)  # the record's id, or a check-in's date
    version = models.PositiveIntegerField()
    # The version that the write was based on; null if unknown.
    base_version = models.PositiveIntegerField(null=True)
    # Of an offer after a rewritten history: when the server made the offered version, which is
    # `base_version`; else null.
    offered_at = models.DateTimeField(null=True)
    # The submitted fields; null if equal to `data`, that is, without a merge.
    submitted = models.JSONField(null=True)
    data = models.JSONField()
    deleted = models.BooleanField(default=False)
    at = models.DateTimeField()
    # Clock skew of the client in seconds, positive if ahead of the server; null if unknown.
    clock_ahead = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["diary", "kind", "key", "version"], name="one_revision_a_version"
            )
        ]


class Import(models.Model):
    """An import job with its file and progress; at most one per diary.

    The compressed file is stored until the import has finished, so that any worker can resume.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        PREVIEW = "preview"  # validated and compared; not written until started
        DONE = "done"
        REFUSED = "refused"

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.OneToOneField(Diary, on_delete=models.CASCADE, related_name="+")
    id = models.UUIDField(editable=False)
    state = models.CharField(max_length=16, default=State.WAITING)
    media_type = models.CharField(max_length=32)
    content = models.BinaryField()
    choices = models.JSONField()
    language = models.CharField(max_length=16)  # of the sender, for error messages
    created_at = models.DateTimeField()
    # Heartbeat of the worker's lease, and attempts since the last batch.
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Valid records, and how many of them were processed.
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    # Counts, problems and format, as the API returns them.
    result = models.JSONField(default=dict)
