"""Assessments, the prompts that they open, and counters for /metrics."""

from typing import Any

from django.db import models

from diary.models import DiaryScoped


class Assessment(DiaryScoped):
    """The outcome of the rules for a diary. A new row only if it differs from the latest."""

    level = models.CharField(max_length=32, null=True)  # null: nothing matched
    findings = models.JSONField()
    undetermined = models.JSONField()  # rule ids
    facts = models.JSONField(default=dict)  # the counts at `assessed_at`
    rules_version = models.CharField(max_length=32)
    assessed_at = models.DateTimeField()
    # The last evaluation with this outcome; `assessed_at` is the first.
    checked_at = models.DateTimeField()
    # Since the row before, None for the first; set by assessment_history.py, not stored.
    changes: dict[str, Any] | None

    class Meta:
        indexes = [models.Index("diary", "assessed_at", name="assessment_by_time")]


class Prompt(DiaryScoped):
    """A request to act on a level, open until it is answered or corrected away."""

    level = models.CharField(max_length=32)
    findings = models.JSONField()
    opened_at = models.DateTimeField()
    # When the level was last set, or a new finding reached it: corrections are evaluated at
    # this moment.
    raised_at = models.DateTimeField()
    # Incremented with each schedule of reminders, so that it has new slots.
    round = models.PositiveIntegerField(default=0)
    snoozed_until = models.DateTimeField(null=True)
    # When the person acknowledged it; only an emergency.
    acknowledged_at = models.DateTimeField(null=True)
    # When the current answer was given; the quiet period counts from it.
    closed_at = models.DateTimeField(null=True)
    # booked, seen, declined; snooze and acknowledged leave it open; corrected: its entries no
    # longer match.
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


class Tally(models.Model):
    """A counter for /metrics, shared by all processes."""

    name = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveBigIntegerField(default=0)
