"""The Composition's sections: a text for people, and what it is made of for programs.

A section of the background with nothing in it says whether that was asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from diary.models import BackgroundItem
from diary.statistics.insights import Insights
from diary.summary import Period, Summary
from sharing.fhir.background import name_of
from sharing.fhir.shape import listing, narrative, paragraph, reference, table
from sharing.fhir.terms import Json, concept, hl7
from sharing.report import formatting
from sharing.report.background import KINDS, dates, none_of
from sharing.report.data import Read
from sharing.report.episodes import EpisodeTold, signs_alone, told
from sharing.report.summary import lines


@dataclass(frozen=True, slots=True)
class Parts:
    """The resources that sections refer to."""

    level: Json
    episodes: Sequence[Json]
    symptom_free: Sequence[Json]
    alerts: Sequence[Json]
    items: Mapping[UUID, Json]
    paper: Json | None


def title(period: Period) -> str:
    between = {"first": formatting.full(period.first), "last": formatting.full(period.last)}
    return _("Numbness diary, %(first)s to %(last)s") % between


def document_type() -> Json:
    return concept("diary", _("diary of numbness and tingling"))


def about(summary: Summary, zone: str) -> Json:
    wrote = _(
        "%(days)s days, written down by the person. Times in %(zone)s unless another zone is named."
    ) % {"days": len(summary.period), "zone": zone}
    warning = _(
        "This is not a diagnosis and not a medical record. It is what one person wrote down,"
        " checked against fixed rules. The rules do not examine anyone, and what was not written"
        " down is not here. No match does not mean that all is well."
    )
    return narrative(paragraph(title(summary.period)), paragraph(wrote), paragraph(warning))


def of(found: Read, parts: Parts, *, zone: str, now: datetime, notes: bool) -> list[Json]:
    made = [
        _level(found, parts),
        _section("numbers", _("In numbers"), _numbers(found.insights)),
        _episodes(found, parts, zone, now, notes),
    ]
    if parts.symptom_free:
        days = (
            formatting.full(day.date) for day in found.summary.days if day.state == "symptom_free"
        )
        text = paragraph("; ".join(days))
        made.append(_section("symptom_free", _("Days without numbness"), text, parts.symptom_free))
    if parts.alerts:
        signs = signs_alone(found.alerts, found.summary.period, zone)
        text = listing(f"{one.noticed}: {one.signs}" for one in signs)
        heading = _("Emergency signs written down by themselves")
        made.append(_section("alerts", heading, text, parts.alerts))
    if found.background is not None:
        made += [_background(kind, found.background, parts, notes) for kind in KINDS]
    if found.questions:
        asked = (question.text for question in found.questions)
        made.append(_section("questions", _("Questions for the visit"), listing(asked)))
    if parts.paper:
        heading = parts.paper["description"]
        made.append(_section("paper", heading, paragraph(heading), [parts.paper]))
    return made


def _section(code: str, heading: str, text: str, refers: Iterable[Json] = ()) -> Json:
    entries = [reference(one) for one in refers]
    return {
        "title": heading,
        "code": concept(f"section.{code}", heading),
        "text": narrative(text),
        **({"entry": entries} if entries else {}),
    }


def _level(found: Read, parts: Parts) -> Json:
    level = found.level
    if level.could_not_check:
        rest = paragraph(_("The rules did not run on this diary. Nothing can be said from them."))
    elif not level.findings:
        rest = paragraph(_("This does not mean that all is well."))
    else:
        rest = listing(
            " · ".join(part for part in (one.criterion, one.level, one.measured, one.days) if part)
            for one in level.findings
        )
    if level.stale:
        rest += paragraph(_("The newest entries are not checked yet."))
    if level.undetermined:
        count = {"count": len(level.undetermined)}
        rest += paragraph(_("An open question is not a “no”."))
        rest += paragraph(_("Rules that could not be told for this reason: %(count)s") % count)
    checked = "" if level.could_not_check else paragraph(parts.level["method"]["text"])
    heading = _("What the rules match")
    return _section("level", heading, paragraph(level.title) + rest + checked, [parts.level])


def _numbers(found: Insights) -> str:
    return listing(
        f"{line.label}: {' '.join([f'{line.figure}.' if line.figure else '', *line.sentences])}"
        for line in lines(found)
    )


def _episodes(found: Read, parts: Parts, zone: str, now: datetime, notes: bool) -> Json:
    if not found.entries:
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
    rows = map(_row, told(found.entries, zone, now, notes=notes))
    text = paragraph(_("Left and right are as the person feels them.")) + table(columns, rows)
    return _section("episodes", _("Every episode"), text, parts.episodes)


def _row(one: EpisodeTold) -> tuple[str, ...]:
    more = [f"{label}: {text}." for label, text in one.more]
    if one.signs:
        more.insert(0, _("Emergency signs: %(signs)s.") % {"signs": one.signs})
    if one.note:
        more.append(f"“{one.note}”")
    return (
        one.started,
        one.lasted,
        one.place,
        one.feeling,
        one.strength,
        one.doing,
        " ".join(more),
    )


def _background(kind: str, items: Sequence[BackgroundItem], parts: Parts, notes: bool) -> Json:
    """None of the kind, and not asked, are told apart."""
    of_kind = [item for item in items if item.kind == kind]
    named = [item for item in of_kind if item.name]
    if named:
        refers = [parts.items[item.id] for item in named if item.id in parts.items]
        return _section(
            kind, str(KINDS[kind]), listing(_item(item, notes) for item in named), refers
        )
    text = none_of(of_kind)
    empty = {"emptyReason": hl7("list-empty-reason", "nilknown" if of_kind else "notasked")}
    return _section(kind, str(KINDS[kind]), paragraph(text)) | empty


def _item(item: BackgroundItem, notes: bool) -> str:
    told = (name_of(item), item.dose, dates(item), item.note if notes else None)
    return ", ".join(part for part in told if part)
