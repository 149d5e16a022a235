"""The file formats of a shared page: PDF, CSV and FHIR."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from diary.charts.cached_chart import load_chart_data
from diary.exporter.common.records import record_rows
from diary.exporter.csv import write_episodes
from diary.schema.kinds import EPISODE
from sharing.fhir.document import build_document
from sharing.links import store
from sharing.models import ShareLink
from sharing.pdf import jobs, service


@dataclass(frozen=True, slots=True)
class FileFormat:
    """`kind`: its name in the access log. `render` uses the active language."""

    kind: str
    label: str | Promise
    content_type: str
    render: Callable[[ShareLink, datetime], bytes]


def _csv(link: ShareLink, now: datetime) -> bytes:
    """The episodes of the period, oldest first, without formula injection."""
    notes = store.link_scope(link).notes
    material = load_chart_data(link.diary, link.days, now, background=False)
    ids = {str(entry.id) for entry in material.entries}
    rows = (row for row in record_rows(link.diary_id, EPISODE) if row["id"] in ids)
    out = io.StringIO(newline="")
    write_episodes(out, (row if notes else {**row, "note": None} for row in rows))
    return out.getvalue().encode()


def _pdf(link: ShareLink, now: datetime) -> bytes:
    """Raises ReportPending, RenderError."""
    return service.render_or_enqueue(
        link.diary, jobs.ReportRequest(link.days, "a4", store.link_scope(link)), now
    )


def _fhir(link: ShareLink, now: datetime) -> bytes:
    bundle = build_document(link.diary, days=link.days, now=now, scope=store.link_scope(link))
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()


# By the last part of the URL, in the order of the page.
FORMATS: Final[dict[str, FileFormat]] = {
    "report.pdf": FileFormat("pdf", gettext_lazy("PDF to print"), "application/pdf", _pdf),
    "episodes.csv": FileFormat("csv", gettext_lazy("table (CSV)"), "text/csv; charset=utf-8", _csv),
    "record.fhir.json": FileFormat(
        "fhir", gettext_lazy("for a hospital’s system (FHIR)"), "application/fhir+json", _fhir
    ),
}
