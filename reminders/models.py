"""Planned and sent reminders, and the browsers that take push messages."""

from django.contrib.sessions.models import Session
from django.db import models

from diary.models import DiaryScoped


class Reminder(DiaryScoped):
    """One delivery through one channel, for one slot of what there is to remind of."""

    class State(models.TextChoices):
        PLANNED = "planned"
        SENDING = "sending"  # a worker has it
        HANDED = "handed"  # to the mail server, which has not answered yet
        SENT = "sent"
        # Answered, raised or corrected away, or a later slot was due as well.
        CANCELLED = "cancelled"
        SKIPPED = "skipped"  # the person did not choose it, or the channel does not reach them
        DROPPED = "dropped"  # older than its use
        FAILED = "failed"
        UNSURE = "unsure"  # handed over, no answer: sending again could send it twice

    kind = models.CharField(max_length=16)  # see reminders/kinds.py
    # Of a prompt its id, the round and the day; of a visit its id, its date, and when; of an
    # episode its id and the minutes; of a check-in its day.
    slot = models.CharField(max_length=64)
    channel = models.CharField(max_length=16)
    about_id = models.UUIDField(null=True)  # the prompt's, the visit's, or the episode's
    level = models.CharField(max_length=32, null=True)  # the prompt's
    due_at = models.DateTimeField()
    useful_until = models.DateTimeField(null=True)  # null: as long as it is still asked
    state = models.CharField(max_length=16, choices=State, default=State.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)  # tapped, or answered by an action of its own
    reached = models.JSONField(default=list)  # phones that have it, when others are tried again
    problem = models.CharField(max_length=32, null=True)  # the kind of the last failure

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["diary", "kind", "slot", "channel"], name="one_reminder_a_slot"
            )
        ]
        indexes = [
            models.Index(
                "due_at",
                name="reminder_due",
                condition=models.Q(state__in=["planned", "sending", "handed"]),
            ),
            models.Index(
                "diary", "due_at", name="reminder_due_of", condition=models.Q(state="planned")
            ),
            models.Index("diary", "due_at", name="reminder_by_time"),
        ]


class PushSubscription(DiaryScoped):
    """One browser that takes push messages; its address is as good as a key to it."""

    endpoint = models.CharField(max_length=2048)
    digest = models.CharField(max_length=64, unique=True)  # of the endpoint: one person's at a time
    p256dh = models.CharField(max_length=128)
    auth = models.CharField(max_length=64)
    # Of the sign-in that the browser has: it gets nothing any more once that is over, whoever
    # ended it. Null: signed up before this was kept, until the browser signs up again.
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # Ids are looked up alone too: another person's id is a 404.
            models.Index("id", name="push_subscription_id"),
        ]
