"""The visits of a diary as a calendar file (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class Visit:
    """One day, or several, at a provider's; the same visit keeps its id."""

    id: str
    day: date
    last: date | None = None


def write(visits: Iterable[Visit], summary: str, now: datetime) -> bytes:
    """Whole days. `summary` is all that a calendar shows, also to others: nothing about health.

    The ids are those that the app gives its calendar files, so that a calendar moves what it has.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Footnote//Visits//EN")
    calendar.add("method", "PUBLISH")
    for visit in visits:
        event = Event()
        event.add("uid", f"{visit.id}@footnote")
        event.add("dtstamp", now)
        event.add("sequence", int(now.timestamp() // 60))
        event.add("dtstart", visit.day)
        if visit.last is not None and visit.last > visit.day:
            event.add("dtend", visit.last + timedelta(days=1))
        event.add("summary", summary)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
