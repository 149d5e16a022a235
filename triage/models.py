"""Assessments, the prompts that they open, and counters for /metrics."""

from typing import Any

from django.db import models

from diary.models import DiaryScoped


class Assessment(DiaryScoped):
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


class Prompt(DiaryScoped):
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


class Tally(models.Model):
    """Something counted by all processes, and longer than any of them lives."""

    name = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveBigIntegerField(default=0)
