"""Export of the visits as a calendar file, iCalendar (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from diary.exporter.common.export import Export
from diary.exporter.common.visits import Visit, fetch_visits
from diary.models import Diary


def write_calendar(visits: Iterable[Visit], summary: str, now: datetime) -> bytes:
    """All-day events. A calendar shows `summary`, also to others: nothing about health in it.

    The UIDs are those of the calendar files that the app writes, so that a calendar updates its
    events instead of doubling them.
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


def write(diary: Diary, now: datetime) -> Iterator[str]:
    """Two queries; in the active language."""
    yield write_calendar(fetch_visits(diary.pk), _("Appointment"), now).decode()


EXPORT = Export(
    order=30,
    media_type="text/calendar; charset=utf-8",
    filename="footnote-visits.ics",
    write=write,
    description="""\
The visits that have a day, booked ones and those of the background, for a calendar.

Nothing in it tells of health. Asks as `export.json` does who it is.""",
    content="RFC 5545.",
)
