"""Reminders, and the push subscriptions of browsers."""

from django.contrib.sessions.models import Session
from django.db import models

from diary.models import DiaryScoped


class Reminder(DiaryScoped):
    """One delivery through one channel, for one slot."""

    class State(models.TextChoices):
        PLANNED = "planned"
        SENDING = "sending"  # claimed by a worker
        HANDED = "handed"  # to the mail server, without a reply yet
        SENT = "sent"
        # Answered, raised or corrected away, or a later slot is due too.
        CANCELLED = "cancelled"
        SKIPPED = "skipped"  # turned off, or no address in this channel
        DROPPED = "dropped"  # past `useful_until`
        FAILED = "failed"
        UNSURE = "unsure"  # handed over without a reply: a retry could deliver it twice

    kind = models.CharField(max_length=16)  # see reminders/kinds.py
    # Idempotency key. Prompt: id, round and day; visit: id, date and when; episode: id and
    # minutes; check-in: day.
    slot = models.CharField(max_length=64)
    channel = models.CharField(max_length=16)
    about_id = models.UUIDField(null=True)  # the prompt's, the visit's, or the episode's
    level = models.CharField(max_length=32, null=True)  # the prompt's
    due_at = models.DateTimeField()
    useful_until = models.DateTimeField(null=True)  # null: until it is answered
    state = models.CharField(max_length=16, choices=State, default=State.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)  # tapped, or answered by an action
    reached = models.JSONField(default=list)  # subscriptions that have it, when others are retried
    problem = models.CharField(max_length=32, null=True)  # the kind of the last failure

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["diary", "kind", "slot", "channel"], name="one_reminder_a_slot"
            )
        ]
        indexes = [
            models.Index(
                "channel", "due_at", name="reminder_due", condition=models.Q(state="planned")
            ),
            models.Index(
                "claimed_at",
                name="reminder_claimed",
                condition=models.Q(state__in=["sending", "handed"]),
            ),
            models.Index(
                "diary", "due_at", name="reminder_due_of", condition=models.Q(state="planned")
            ),
            models.Index("diary", "due_at", name="reminder_by_time"),
        ]


class PushSubscription(DiaryScoped):
    """One browser that receives push messages; its endpoint is a secret."""

    endpoint = models.CharField(max_length=2048)
    # SHA-256 of the endpoint; unique, as a browser belongs to one person at a time.
    digest = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=128)
    auth = models.CharField(max_length=64)
    # The browser's sign-in; the subscription ends with it, whoever ended it. Null: subscribed
    # before this column existed, until the browser subscribes again.
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # Also looked up by id alone: another person's id is a 404.
            models.Index("id", name="push_subscription_id"),
        ]
