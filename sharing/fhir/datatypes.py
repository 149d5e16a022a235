"""FHIR data types: ids, references, dateTime, text and narrative."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from html import escape
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from diary.schema.types import to_json
from sharing.fhir.terms import Json

MINUTE = timedelta(minutes=1)
MAX_OFFSET = timedelta(hours=14)
# Characters that FHIR or XHTML forbids; and spaces that the regex of FHIR strings lacks.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
OTHER_SPACE = re.compile("(?:[^\\S \r\n\t]|\ufeff)")


def clean_text(text: str | None) -> str:
    """Text without the characters that FHIR forbids. If empty, the element must be omitted."""
    return OTHER_SPACE.sub(" ", FORBIDDEN.sub("", text or "")).strip()


def derived_id(id: str | UUID, what: str) -> str:
    """A stable id (UUIDv5) of a resource that belongs to the record `id`."""
    return str(uuid5(UUID(str(id)), what))


def reference(resource: Json) -> Json:
    return {"reference": f"urn:uuid:{resource['id']}"}


def uri_identifier(id: str | UUID) -> Json:
    """The id of a record, stable over exports."""
    return {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{id}"}


def fhir_datetime(at: datetime, zone: str) -> str:
    """Local time of the zone; UTC if its offset is not in whole minutes within 14 h."""
    local = at.astimezone(ZoneInfo(zone))
    offset = local.utcoffset() or timedelta()
    if offset % MINUTE or abs(offset) > MAX_OFFSET:
        return str(to_json(at))
    return local.isoformat()


def bundle_entry(resource: Json) -> Json:
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def narrative(*parts: str) -> Json:
    """`parts`: results of the functions below, which escape their texts."""
    content = "".join(parts)
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{content}</div>',
    }


def escape_text(text: str) -> str:
    """Text as XHTML."""
    return escape(clean_text(text))


def paragraph(text: str) -> str:
    return f"<p>{escape_text(text)}</p>" if clean_text(text) else ""


def bullet_list(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{escape_text(text)}</li>" for text in texts if clean_text(text))
    return f"<ul>{items}</ul>" if items else ""


def html_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape_text(column)}</th>" for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape_text(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
