"""Sending as beat and the workers do it, in one call."""

from datetime import datetime

from reminders import send


def send_due(now: datetime) -> int:
    """How many reminders were taken."""
    return sum(
        send.send_due_in_range(first, last, now) for first, last in send.due_diary_ranges(now)
    )
