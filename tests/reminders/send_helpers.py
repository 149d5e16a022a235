"""Send reminders as beat and the workers do, in one call."""

from datetime import datetime

from reminders import send


def send_due(now: datetime) -> int:
    """The number of claimed reminders."""
    return sum(
        send.send_due_in_range(first, last, now) for first, last in send.due_diary_ranges(now)
    )
