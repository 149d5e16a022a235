"""What every resource is made of: ids, references, instants, clean text and narrative."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from html import escape
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from diary.kinds import to_json
from sharing.fhir.terms import Json

MINUTE = timedelta(minutes=1)
FARTHEST = timedelta(hours=14)
# What neither FHIR nor XHTML takes, and blanks that FHIR knows nothing of.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
ODD_BLANK = re.compile("(?:[^\\S \r\n\t]|\ufeff)")


def clean(text: str | None) -> str:
    """Text as FHIR takes it; may be empty, and then must be left out."""
    return ODD_BLANK.sub(" ", NO_TEXT.sub("", text or "")).strip()


def derived(id: str | UUID, what: str) -> str:
    """An id that is the same each time, for what goes with a record of ours."""
    return str(uuid5(UUID(str(id)), what))


def reference(resource: Json) -> Json:
    return {"reference": f"urn:uuid:{resource['id']}"}


def uri_identifier(id: str | UUID) -> Json:
    """The id of our record, which stays the same when it is sent again."""
    return {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{id}"}


def moment(at: datetime, zone: str) -> str:
    """On the clock of the zone; in UTC where its offset is none that FHIR can write."""
    local = at.astimezone(ZoneInfo(zone))
    offset = local.utcoffset() or timedelta()
    if offset % MINUTE or abs(offset) > FARTHEST:
        return str(to_json(at))
    return local.isoformat()


def entry(resource: Json) -> Json:
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def narrative(*parts: str) -> Json:
    """Parts made by the functions below: nothing else may reach it unescaped."""
    inside = "".join(parts)
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{inside}</div>',
    }


def said(text: str) -> str:
    """Any text, made inert."""
    return escape(clean(text))


def paragraph(text: str) -> str:
    return f"<p>{said(text)}</p>" if clean(text) else ""


def listing(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{said(text)}</li>" for text in texts if clean(text))
    return f"<ul>{items}</ul>" if items else ""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{said(column)}</th>" for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{said(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
