"""What was found, what was asked of the person, and what was sent to remind them."""

from typing import Any
from uuid import uuid4

from django.db import models

from diary.models import Diary


class OfDiary(models.Model):
    """A row of one diary, with the diary first in its key."""

    pk = models.CompositePrimaryKey("diary_id", "id")
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE, related_name="+", db_index=False)
    id = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        abstract = True


class Assessment(OfDiary):
    """The rules applied to a diary. A new row only when something differs."""

    level = models.CharField(max_length=32, null=True)  # null: nothing matched
    findings = models.JSONField()
    undetermined = models.JSONField()  # rule ids
    facts = models.JSONField(default=dict)  # the counts it rests on, as of `assessed_at`
    rules_version = models.CharField(max_length=32)
    assessed_at = models.DateTimeField()
    # When the same was found last; `assessed_at` is when it was found first.
    checked_at = models.DateTimeField()
    # Since the row before, null for the first: worked out by history.py, not stored.
    changes: dict[str, Any] | None

    class Meta:
        indexes = [models.Index("diary", "assessed_at", name="assessment_by_time")]


class Prompt(OfDiary):
    """The request to act on a level, open until it is answered or corrected away."""

    level = models.CharField(max_length=32)
    findings = models.JSONField()
    opened_at = models.DateTimeField()
    # When the level was last set, or asked for by something new: what corrections are held
    # against.
    raised_at = models.DateTimeField()
    # Grows with each plan of reminders, so that a new plan has new slots.
    round = models.PositiveIntegerField(default=0)
    snoozed_until = models.DateTimeField(null=True)
    # When the person said that they have read it: an emergency alone.
    acknowledged_at = models.DateTimeField(null=True)
    # When the answer that stands was given; the quiet time counts from it.
    closed_at = models.DateTimeField(null=True)
    # booked, seen, declined; snooze or acknowledged: still open; or corrected: its entries
    # no longer match.
    answer = models.CharField(max_length=16, null=True)
    visit_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["diary"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_prompt_a_diary",
            )
        ]
        indexes = [models.Index("diary", "opened_at", name="prompt_by_time")]


class Reminder(OfDiary):
    """One delivery of what a prompt asks through one channel, for one slot."""

    class State(models.TextChoices):
        PLANNED = "planned"
        SENDING = "sending"
        SENT = "sent"
        # The prompt was answered, raised or corrected away, or a later slot was due as well.
        CANCELLED = "cancelled"
        SKIPPED = "skipped"  # the channel may not be used for this diary
        FAILED = "failed"
        UNSURE = "unsure"  # handed over, no answer: sending again could send it twice

    kind = models.CharField(max_length=16)  # prompt; visit: whether they went to it
    # The prompt's id, the round and the day; of a visit the prompt's id and its date.
    slot = models.CharField(max_length=64)
    channel = models.CharField(max_length=16)
    prompt_id = models.UUIDField()
    level = models.CharField(max_length=32)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State, default=State.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["diary", "kind", "slot", "channel"], name="one_reminder_a_slot"
            )
        ]
        indexes = [
            models.Index(
                "due_at", name="reminder_due", condition=models.Q(state__in=["planned", "sending"])
            ),
            models.Index("diary", "due_at", name="reminder_by_time"),
        ]


class Tally(models.Model):
    """Something counted by all processes, and longer than any of them lives."""

    name = models.CharField(max_length=32, primary_key=True)
    count = models.PositiveBigIntegerField(default=0)
