"""Observations: episodes, symptom-free days, emergency signs, and the level of the rules."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from diary.entries import AlertEntry, Entry
from diary.schema.codes import AREAS, RED_FLAGS
from sharing.fhir.datatypes import clean_text, derived_id, fhir_datetime, reference, uri_identifier
from sharing.fhir.questionnaire import (
    AnsweredItem,
    answered_items,
    body_site_concept,
    boolean_items,
    laterality,
)
from sharing.fhir.terms import Json, concept, hl7
from sharing.report import formatting
from sharing.report.episodes import sign_label
from sharing.report.level import LevelView

BODY_SITE = "http://hl7.org/fhir/StructureDefinition/bodySite"


def observation(id: str, patient: Json, code: Json, **rest: Any) -> Json:
    return {
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "category": [hl7("observation-category", "survey")],
        "code": code,
        "subject": reference(patient),
        **rest,
    }


def body_structures(entries: Sequence[Entry], patient: Json) -> dict[str, Json]:
    """A BodyStructure per area in use: part and side, for which there is seldom one code."""
    areas = frozenset().union(*(entry.areas or () for entry in entries))
    structures = {}
    for area in AREAS:
        if area in areas:
            qualifier = laterality(area)
            structures[area] = {
                "resourceType": "BodyStructure",
                "id": derived_id(patient["id"], area),
                "location": body_site_concept(area),
                **({"locationQualifier": [qualifier]} if qualifier else {}),
                "patient": reference(patient),
            }
    return structures


def episode_observation(
    entry: Entry, patient: Json, places: Mapping[str, Json], form: Json, *, notes: bool
) -> Json:
    """An ongoing episode is preliminary and has no end. Extensions name all body sites."""
    areas = [area for area in AREAS if area in (entry.areas or ())]
    period = {"start": fhir_datetime(entry.started_at, entry.zone)}
    if entry.ended_at is not None:
        period["end"] = fhir_datetime(entry.ended_at, entry.zone)
    components = [part for item in answered_items(entry) for part in item.components()]
    return observation(
        entry.id,
        patient,
        concept("episode", _("Numbness or tingling")),
        **_without_empty(
            identifier=[uri_identifier(entry.id)],
            extension=[
                {"url": BODY_SITE, "valueReference": reference(places[area])} for area in areas
            ],
            status="preliminary" if entry.ended_at is None else "final",
            effectivePeriod=period,
            performer=[reference(patient)],
            note=_note(entry.note) if notes else [],
            bodySite=_body_site(entry, areas),
            derivedFrom=[reference(form)],
            component=components,
        ),
    )


def _body_site(entry: Entry, areas: Sequence[str]) -> Json | None:
    """bodySite takes one concept: codes for a single area, text alone for several."""
    if len(areas) == 1:
        return body_site_concept(areas[0])
    return {"text": formatting.format_areas(entry.areas)} if areas else None


def _without_empty(**fields: Any) -> Json:
    """Drop empty values: FHIR allows neither empty lists nor null."""
    return {name: value for name, value in fields.items() if value}


def _note(text: str | None) -> list[Json]:
    return [{"text": clean_text(text)}] if clean_text(text) else []


def questionnaire_response(entry: Entry, patient: Json, now: datetime, *, notes: bool) -> Json:
    """The answers of an episode; questions that were not asked are absent."""
    times = [AnsweredItem("started_at", _("Started"), (_at(entry.started_at, entry.zone),))]
    if entry.ended_at is not None:
        times.append(AnsweredItem("ended_at", _("Ended"), (_at(entry.ended_at, entry.zone),)))
    times.append(AnsweredItem("zone", _("Time zone"), ({"valueString": entry.zone},)))
    items = [*times, *answered_items(entry)]
    if notes and clean_text(entry.note):
        items.append(AnsweredItem("note", _("Note"), ({"valueString": clean_text(entry.note)},)))
    return {
        "resourceType": "QuestionnaireResponse",
        "id": derived_id(entry.id, "answers"),
        "status": "in-progress" if entry.ended_at is None else "completed",
        "subject": reference(patient),
        "authored": fhir_datetime(entry.created_at or now, "UTC"),
        "author": reference(patient),
        "source": reference(patient),
        "item": [item.to_json() for item in items],
    }


def _at(instant: datetime, zone: str) -> Json:
    return {"valueDateTime": fhir_datetime(instant, zone)}


def symptom_free_observation(day: date, patient: Json) -> Json:
    """A day with a check-in; a day without an entry is not symptom-free."""
    return observation(
        derived_id(patient["id"], f"check-in {day.isoformat()}"),
        patient,
        concept("symptom_free_day", _("No numbness or tingling on this day")),
        effectiveDateTime=day.isoformat(),
        performer=[reference(patient)],
        valueBoolean=True,
    )


def alert_observation(alert: AlertEntry, patient: Json) -> Json:
    signs = boolean_items("red_flags", alert.red_flags, RED_FLAGS, sign_label)
    return observation(
        derived_id(alert.id, "alert"),
        patient,
        concept("alert", _("Emergency signs")),
        identifier=[uri_identifier(alert.id)],
        effectiveDateTime=fhir_datetime(alert.noticed_at, alert.zone),
        performer=[reference(patient)],
        component=[part for item in signs for part in item.components()],
    )


def level_observation(
    verdict: Mapping[str, Any],
    view: LevelView,
    patient: Json,
    device: Json,
    episodes: Sequence[Json],
) -> Json:
    """The level over the whole diary, by a device: rules that a program applied, no judgement."""
    ids = {
        id for finding in verdict["findings"] for id in map(str, finding["evidence"]["episodes"])
    }
    if view.could_not_check:
        outcome = {"dataAbsentReason": hl7("data-absent-reason", "error")}
    else:
        level = concept(f"level.{view.code or 'none'}", view.title)
        outcome = {"valueCodeableConcept": level}
    return observation(
        derived_id(patient["id"], "level"),
        patient,
        concept("level", _("What the rules match")),
        **_without_empty(
            effectiveDateTime=fhir_datetime(verdict["assessed_at"], "UTC"),
            **outcome,
            method={"text": _method(view)},
            device=reference(device),
            derivedFrom=[reference(episode) for episode in episodes if episode["id"] in ids],
            component=list(_rules(verdict, view)),
        ),
    )


def _method(view: LevelView) -> str:
    text = _("Checked over the whole diary, %(at)s. Rules version %(version)s.")
    return text % {"at": view.assessed_at, "version": view.rules_version}


def _rules(verdict: Mapping[str, Any], view: LevelView) -> Iterator[Json]:
    for finding in view.findings:
        text = f"{finding.level}. {finding.measurement}".strip()
        yield {
            "code": concept(f"rule.{finding.rule}", finding.criterion),
            "valueString": f"{text} ({finding.days})" if finding.days else text,
        }
    for rule, criterion in zip(verdict["undetermined"], view.undetermined, strict=True):
        yield {
            "code": concept(f"rule.{rule}", criterion),
            "dataAbsentReason": hl7("data-absent-reason", "not-asked"),
        }
