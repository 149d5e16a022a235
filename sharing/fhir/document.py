"""A diary as a FHIR R4 document Bundle: the Composition, then the resources it refers to.

Ids are derived from record ids and the order is fixed: equal diaries make equal documents.
"""

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.translation import gettext as _

from diary.i18n import active_language
from diary.models import Diary
from sharing.fhir import background, document_reference, observations, sections
from sharing.fhir.datatypes import (
    bundle_entry,
    derived_id,
    fhir_datetime,
    reference,
    uri_identifier,
)
from sharing.fhir.terms import PROJECT, Json, hl7
from sharing.links.scope import Scope
from sharing.report.data import ReportData, load_report_data
from sharing.report.episodes import alerts_in_period


def build_document(
    diary: Diary,
    *,
    days: int,
    now: datetime,
    scope: Scope | None = None,
    pdf: bytes | None = None,
) -> Json:
    """The Bundle in the active language; `pdf`: the report as a PDF, to attach."""
    scope = scope or Scope()
    data = load_report_data(diary, days, now, scope)
    patient: Json = {"resourceType": "Patient", "id": _patient_id(diary)}
    device = _device(patient, data.level.rules_version)
    places = observations.body_structures(data.entries, patient)
    forms = [
        observations.questionnaire_response(episode, patient, now, notes=scope.notes)
        for episode in data.entries
    ]
    episodes = [
        observations.episode_observation(episode, patient, places, form, notes=scope.notes)
        for episode, form in zip(data.entries, forms, strict=True)
    ]
    today = data.summary.period.last
    items = [
        (item, background.background_resource(item, patient, today, notes=scope.notes))
        for item in data.background or []
        if item.name  # one without a name says that there is none
    ]
    parts = sections.SectionResources(
        level=observations.level_observation(data.verdict, data.level, patient, device, episodes),
        episodes=episodes,
        symptom_free=[
            observations.symptom_free_observation(day.date, patient)
            for day in data.summary.days
            if day.state == "symptom_free"
        ],
        alerts=[
            observations.alert_observation(alert, patient)
            for alert in alerts_in_period(data.alerts, data.summary.period)
        ],
        items={item.id: resource for item, resource in items if resource},
        pdf=None if pdf is None else document_reference.pdf_document_reference(pdf, patient, now),
    )
    composition = _composition(diary, data, parts, patient, device, now, scope)
    resources = [
        composition,
        patient,
        device,
        parts.level,
        *episodes,
        *parts.symptom_free,
        *parts.alerts,
        *parts.items.values(),
        *places.values(),
        *forms,
        *([parts.pdf] if parts.pdf else []),
        _provenance(composition, patient, device, data.level.rules_version, now),
    ]
    return {
        "resourceType": "Bundle",
        "id": composition["id"],
        "language": active_language(),
        "identifier": uri_identifier(composition["id"]),
        "type": "document",
        "timestamp": fhir_datetime(now, "UTC"),
        "entry": [bundle_entry(resource) for resource in resources],
    }


def _patient_id(diary: Diary) -> str:
    """Stable, and not enumerable."""
    created_at = diary.created_at.astimezone(UTC).isoformat()
    return str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/diary/{diary.pk}/{created_at}"))


def _device(patient: Json, rules_version: str) -> Json:
    return {
        "resourceType": "Device",
        "id": derived_id(patient["id"], f"rules {rules_version}"),
        "deviceName": [{"name": "Footnote", "type": "user-friendly-name"}],
        "version": [{"type": {"text": _("rules")}, "value": rules_version}],
    }


def _composition(
    diary: Diary,
    data: ReportData,
    parts: sections.SectionResources,
    patient: Json,
    device: Json,
    now: datetime,
    scope: Scope,
) -> Json:
    period = data.summary.period
    state = [period.first, period.last, diary.change_seq, active_language(), asdict(scope), now]
    return {
        "resourceType": "Composition",
        "id": derived_id(patient["id"], repr([str(part) for part in state])),
        "language": active_language(),
        "text": sections.composition_text(data.summary, diary.zone),
        "status": "final",
        "type": sections.document_type(),
        "subject": reference(patient),
        "date": fhir_datetime(now, diary.zone),
        "author": [reference(patient), reference(device)],
        "title": sections.document_title(period),
        "section": sections.build_sections(
            data, parts, zone=diary.zone, now=now, notes=scope.notes
        ),
    }


def _provenance(
    composition: Json, patient: Json, device: Json, rules_version: str, now: datetime
) -> Json:
    """Author (the patient), assembler (the device), and the rules version that was applied."""
    return {
        "resourceType": "Provenance",
        "id": derived_id(composition["id"], "provenance"),
        "target": [reference(composition)],
        "recorded": fhir_datetime(now, "UTC"),
        "agent": [
            {"type": hl7("provenance-participant-type", "author"), "who": reference(patient)},
            {
                "type": hl7("provenance-participant-type", "assembler"),
                "who": reference(device),
                "onBehalfOf": reference(patient),
            },
        ],
        "entity": [
            {
                "role": "source",
                "what": {
                    "identifier": {"system": PROJECT, "value": f"rules-{rules_version}"},
                    "display": _("Rules version %(version)s") % {"version": rules_version},
                },
            }
        ],
    }
