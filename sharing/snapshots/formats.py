"""The page as files: to print, for a spreadsheet, and for a hospital's system."""

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
from diary.kinds import EPISODE
from sharing.fhir import document
from sharing.links import store
from sharing.models import ShareLink
from sharing.pdf import jobs, service


@dataclass(frozen=True, slots=True)
class Form:
    """`kind`: what the access log calls it. `make` speaks the language in use."""

    kind: str
    label: str | Promise
    content_type: str
    make: Callable[[ShareLink, datetime], bytes]


def _csv(link: ShareLink, now: datetime) -> bytes:
    """The episodes of the period, oldest first, safe in a spreadsheet."""
    notes = store.scope_of(link).notes
    found = load_chart_data(link.diary, link.days, now, background=False)
    wanted = {str(entry.id) for entry in found.entries}
    rows = (row for row in record_rows(link.diary_id, EPISODE) if row["id"] in wanted)
    out = io.StringIO(newline="")
    write_episodes(out, (row if notes else {**row, "note": None} for row in rows))
    return out.getvalue().encode()


def _pdf(link: ShareLink, now: datetime) -> bytes:
    """Raises Waiting, Failed."""
    return service.paper(link.diary, jobs.Wish(link.days, "a4", store.scope_of(link)), now)


def _fhir(link: ShareLink, now: datetime) -> bytes:
    bundle = document.build(link.diary, days=link.days, now=now, scope=store.scope_of(link))
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()


# By the last part of their address, in the order they are offered.
FILES: Final[dict[str, Form]] = {
    "report.pdf": Form("pdf", gettext_lazy("PDF to print"), "application/pdf", _pdf),
    "episodes.csv": Form("csv", gettext_lazy("table (CSV)"), "text/csv; charset=utf-8", _csv),
    "record.fhir.json": Form(
        "fhir", gettext_lazy("for a hospital’s system (FHIR)"), "application/fhir+json", _fhir
    ),
}
