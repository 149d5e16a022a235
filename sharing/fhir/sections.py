"""The sections of the Composition: a narrative, and references to its resources.

An empty section of the background has an emptyReason: nil known, or not asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from diary.models import BackgroundItem
from diary.statistics.insights import Insights
from diary.summary import Period, Summary
from sharing.fhir.background import item_name
from sharing.fhir.datatypes import bullet_list, html_table, narrative, paragraph, reference
from sharing.fhir.terms import Json, concept, hl7
from sharing.report import formatting
from sharing.report.background import KINDS, empty_answer, item_dates
from sharing.report.data import ReportData
from sharing.report.episodes import EpisodeRow, alert_rows, episode_report_rows
from sharing.report.summary import summary_rows


@dataclass(frozen=True, slots=True)
class SectionResources:
    """The resources that sections refer to."""

    level: Json
    episodes: Sequence[Json]
    symptom_free: Sequence[Json]
    alerts: Sequence[Json]
    items: Mapping[UUID, Json]
    pdf: Json | None


def document_title(period: Period) -> str:
    period_texts = {
        "first": formatting.format_long_date(period.first),
        "last": formatting.format_long_date(period.last),
    }
    return _("Numbness diary, %(first)s to %(last)s") % period_texts


def document_type() -> Json:
    return concept("diary", _("diary of numbness and tingling"))


def composition_text(summary: Summary, zone: str) -> Json:
    about_period = _(
        "%(days)s days, written down by the person. Times in %(zone)s unless another zone is named."
    ) % {"days": len(summary.period), "zone": zone}
    warning = _(
        "This is not a diagnosis and not a medical record. It is what one person wrote down,"
        " checked against fixed rules. The rules do not examine anyone, and what was not written"
        " down is not here. No match does not mean that all is well."
    )
    return narrative(
        paragraph(document_title(summary.period)), paragraph(about_period), paragraph(warning)
    )


def build_sections(
    data: ReportData, parts: SectionResources, *, zone: str, now: datetime, notes: bool
) -> list[Json]:
    sections = [
        _level(data, parts),
        _section("numbers", _("In numbers"), _summary(data.insights)),
        _episodes(data, parts, zone, now, notes),
    ]
    if parts.symptom_free:
        days = (
            formatting.format_long_date(day.date)
            for day in data.summary.days
            if day.state == "symptom_free"
        )
        text = paragraph("; ".join(days))
        sections.append(
            _section("symptom_free", _("Days without numbness"), text, parts.symptom_free)
        )
    if parts.alerts:
        signs = alert_rows(data.alerts, data.summary.period, zone)
        text = bullet_list(f"{row.noticed}: {row.signs}" for row in signs)
        heading = _("Emergency signs written down by themselves")
        sections.append(_section("alerts", heading, text, parts.alerts))
    if data.background is not None:
        sections += [_background(kind, data.background, parts, notes) for kind in KINDS]
    if data.questions:
        texts = (question.text for question in data.questions)
        sections.append(_section("questions", _("Questions for the visit"), bullet_list(texts)))
    if parts.pdf:
        heading = parts.pdf["description"]
        sections.append(_section("paper", heading, paragraph(heading), [parts.pdf]))
    return sections


def _section(code: str, heading: str, text: str, resources: Iterable[Json] = ()) -> Json:
    entries = [reference(resource) for resource in resources]
    return {
        "title": heading,
        "code": concept(f"section.{code}", heading),
        "text": narrative(text),
        **({"entry": entries} if entries else {}),
    }


def _level(data: ReportData, parts: SectionResources) -> Json:
    level = data.level
    if level.could_not_check:
        details = paragraph(
            _("The rules did not run on this diary. Nothing can be said from them.")
        )
    elif not level.findings:
        details = paragraph(_("This does not mean that all is well."))
    else:
        details = bullet_list(
            " · ".join(
                part for part in (row.criterion, row.level, row.measurement, row.days) if part
            )
            for row in level.findings
        )
    if level.stale:
        details += paragraph(_("The newest entries are not checked yet."))
    if level.undetermined:
        count = {"count": len(level.undetermined)}
        details += paragraph(_("An open question is not a “no”."))
        details += paragraph(_("Rules that could not be told for this reason: %(count)s") % count)
    assessed = "" if level.could_not_check else paragraph(parts.level["method"]["text"])
    heading = _("What the rules match")
    return _section("level", heading, paragraph(level.title) + details + assessed, [parts.level])


def _summary(insights: Insights) -> str:
    return bullet_list(
        f"{row.label}: {' '.join([f'{row.value}.' if row.value else '', *row.sentences])}"
        for row in summary_rows(insights)
    )


def _episodes(
    data: ReportData, parts: SectionResources, zone: str, now: datetime, notes: bool
) -> Json:
    if not data.entries:
        text = paragraph(_("No episode is logged in this period."))
        return _section("episodes", _("Every episode"), text)
    columns = [
        _("Started"),
        _("Lasted"),
        _("Where"),
        _("Felt"),
        _("Strength"),
        _("Doing"),
        _("More"),
    ]
    rows = map(_row, episode_report_rows(data.entries, zone, now, notes=notes))
    text = paragraph(_("Left and right are as the person feels them.")) + html_table(columns, rows)
    return _section("episodes", _("Every episode"), text, parts.episodes)


def _row(row: EpisodeRow) -> tuple[str, ...]:
    details = [f"{label}: {text}." for label, text in row.details]
    if row.signs:
        details.insert(0, _("Emergency signs: %(signs)s.") % {"signs": row.signs})
    if row.note:
        details.append(f"“{row.note}”")
    return (
        row.started,
        row.duration,
        row.areas,
        row.sensations,
        row.severity,
        row.trigger,
        " ".join(details),
    )


def _background(
    kind: str, items: Sequence[BackgroundItem], parts: SectionResources, notes: bool
) -> Json:
    """A section without items says why: none, or not asked."""
    in_section = [item for item in items if item.kind == kind]
    named = [item for item in in_section if item.name]
    if named:
        resources = [parts.items[item.id] for item in named if item.id in parts.items]
        return _section(
            kind, str(KINDS[kind]), bullet_list(_item(item, notes) for item in named), resources
        )
    text = empty_answer(in_section)
    empty = {"emptyReason": hl7("list-empty-reason", "nilknown" if in_section else "notasked")}
    return _section(kind, str(KINDS[kind]), paragraph(text)) | empty


def _item(item: BackgroundItem, notes: bool) -> str:
    parts = (item_name(item), item.dose, item_dates(item), item.note if notes else None)
    return ", ".join(part for part in parts if part)
