"""One diary as a FHIR R4 document Bundle: first the Composition, then all it refers to.

Ids come from our own, and everything has a fixed order: the same diary makes the same document.
"""

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.translation import gettext as _

from diary.i18n import active_language
from diary.models import Diary
from sharing.fhir import attached, background, observations, sections
from sharing.fhir.shape import derived, entry, moment, reference, uri_identifier
from sharing.fhir.terms import PROJECT, Json, hl7
from sharing.links.scope import Scope
from sharing.report.data import Read, read
from sharing.report.episodes import noted_in


def build(
    diary: Diary,
    *,
    days: int,
    now: datetime,
    scope: Scope | None = None,
    paper: bytes | None = None,
) -> Json:
    """The Bundle, in the language in use; `paper`: the same as a PDF, to go along in it."""
    scope = scope or Scope()
    told = read(diary, days, now, scope)
    patient: Json = {"resourceType": "Patient", "id": _patient_id(diary)}
    device = _device(patient, told.level.rules_version)
    places = observations.body_structures(told.entries, patient)
    forms = [observations.form(one, patient, now, notes=scope.notes) for one in told.entries]
    episodes = [
        observations.episode(one, patient, places, form, notes=scope.notes)
        for one, form in zip(told.entries, forms, strict=True)
    ]
    today = told.summary.period.last
    items = [
        (item, background.resource(item, patient, today, notes=scope.notes))
        for item in told.background or []
        if item.name  # without one it says that there is none
    ]
    parts = sections.Parts(
        level=observations.matched(told.verdict, told.level, patient, device, episodes),
        episodes=episodes,
        symptom_free=[
            observations.symptom_free(day.date, patient)
            for day in told.summary.days
            if day.state == "symptom_free"
        ],
        alerts=[
            observations.alert(one, patient) for one in noted_in(told.alerts, told.summary.period)
        ],
        items={item.id: found for item, found in items if found},
        paper=None if paper is None else attached.pdf(paper, patient, now),
    )
    composition = _composition(diary, told, parts, patient, device, now, scope)
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
        *([parts.paper] if parts.paper else []),
        _provenance(composition, patient, device, told.level.rules_version, now),
    ]
    return {
        "resourceType": "Bundle",
        "id": composition["id"],
        "language": active_language(),
        "identifier": uri_identifier(composition["id"]),
        "type": "document",
        "timestamp": moment(now, "UTC"),
        "entry": [entry(resource) for resource in resources],
    }


def _patient_id(diary: Diary) -> str:
    """The same each time, and not to be found by counting."""
    made = diary.created_at.astimezone(UTC).isoformat()
    return str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/diary/{diary.pk}/{made}"))


def _device(patient: Json, rules_version: str) -> Json:
    return {
        "resourceType": "Device",
        "id": derived(patient["id"], f"rules {rules_version}"),
        "deviceName": [{"name": "Footnote", "type": "user-friendly-name"}],
        "version": [{"type": {"text": _("rules")}, "value": rules_version}],
    }


def _composition(
    diary: Diary,
    told: Read,
    parts: sections.Parts,
    patient: Json,
    device: Json,
    now: datetime,
    scope: Scope,
) -> Json:
    period = told.summary.period
    state = [period.first, period.last, diary.change_seq, active_language(), asdict(scope), now]
    return {
        "resourceType": "Composition",
        "id": derived(patient["id"], repr([str(part) for part in state])),
        "language": active_language(),
        "text": sections.about(told.summary, diary.zone),
        "status": "final",
        "type": sections.document_type(),
        "subject": reference(patient),
        "date": moment(now, diary.zone),
        "author": [reference(patient), reference(device)],
        "title": sections.title(period),
        "section": sections.of(told, parts, zone=diary.zone, now=now, notes=scope.notes),
    }


def _provenance(
    composition: Json, patient: Json, device: Json, rules_version: str, now: datetime
) -> Json:
    """Who said it, what put it together, and the rules it was held against."""
    return {
        "resourceType": "Provenance",
        "id": derived(composition["id"], "provenance"),
        "target": [reference(composition)],
        "recorded": moment(now, "UTC"),
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
