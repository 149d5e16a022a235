"""Send reminders as beat and the workers do, in one call."""

from datetime import datetime, timedelta

from django.db.models import F

from reminders import send
from reminders.channels import CHANNELS
from reminders.channels.base import ChannelDown
from reminders.models import Reminder


def send_due(now: datetime) -> int:
    """The number of claimed reminders. Raises the failures of all channels as one group."""
    count, failures = 0, list[Exception]()
    for name, senders in send.count_senders(now).items():
        try:
            count += send.send_due(CHANNELS[name], lambda: now) if senders else 0
        except (ChannelDown, ExceptionGroup) as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("channels", failures)
    return count


def claim_all(now: datetime) -> list[Reminder]:
    """A batch of each channel, as a sender that then dies."""
    return [reminder for channel in CHANNELS.values() for reminder in send.claim_due(channel, now)]


def age_claims(by: timedelta) -> None:
    """Let time pass for the claims; leases are measured by the clock of the database."""
    claims = Reminder.objects.filter(state__in=send.CLAIMED)
    claims.update(claimed_at=F("claimed_at") - by)
