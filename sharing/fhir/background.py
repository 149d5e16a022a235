"""Background items as resources. A name stays text: no code is guessed from it."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from diary.models import BackgroundItem
from sharing.fhir.datatypes import clean_text, derived_id, reference, uri_identifier
from sharing.fhir.terms import Json, hl7


def background_resource(
    item: BackgroundItem, patient: Json, today: date, *, notes: bool
) -> Json | None:
    """None for a visit and for a future vaccination: these are in the narrative alone."""
    build = _BUILDERS.get(item.kind)
    fields = build(item, patient, today) if build else None
    if fields is None:
        return None
    return {
        "resourceType": fields.pop("resourceType"),
        "id": derived_id(item.id, "background"),
        "identifier": [uri_identifier(item.id)],
        **fields,
        **(_note(item) if notes else {}),
    }


def item_name(item: BackgroundItem) -> str:
    return clean_text(item.name) or _("none named")


def _note(item: BackgroundItem) -> Json:
    return {"note": [{"text": clean_text(item.note)}]} if clean_text(item.note) else {}


def _period(item: BackgroundItem) -> Json:
    days = {"start": item.started_on, "end": item.ended_on}
    return {name: day.isoformat() for name, day in days.items() if day}


def _medication(item: BackgroundItem, patient: Json, today: date) -> Json:
    if item.started_on and item.started_on > today:
        status = "intended"
    else:
        status = "completed" if item.ended_on and item.ended_on < today else "active"
    period, dose = _period(item), clean_text(item.dose)
    return {
        "resourceType": "MedicationStatement",
        "status": status,
        "category": hl7("medication-statement-category", "patientspecified"),
        "medicationCodeableConcept": {"text": item_name(item)},
        "subject": reference(patient),
        **({"effectivePeriod": period} if period else {}),
        "informationSource": reference(patient),
        **({"dosage": [{"text": dose}]} if dose else {}),
    }


def _immunization(item: BackgroundItem, patient: Json, today: date) -> Json | None:
    if item.started_on and item.started_on > today:
        return None
    when: Json = (
        {"occurrenceDateTime": item.started_on.isoformat()}
        if item.started_on
        else {"occurrenceString": _("not said")}
    )
    return {
        "resourceType": "Immunization",
        "status": "completed",
        "vaccineCode": {"text": item_name(item)},
        "patient": reference(patient),
        **when,
        "primarySource": False,
        "reportOrigin": hl7("immunization-origin", "recall"),
    }


def _condition(item: BackgroundItem, patient: Json, today: date) -> Json:
    over = item.ended_on is not None and item.ended_on < today
    end = {"abatementDateTime": item.ended_on.isoformat()} if over and item.ended_on else {}
    onset = {"onsetDateTime": item.started_on.isoformat()} if item.started_on else {}
    return {
        "resourceType": "Condition",
        "clinicalStatus": hl7("condition-clinical", "inactive" if over else "active"),
        "verificationStatus": hl7("condition-ver-status", "unconfirmed"),
        "code": {"text": item_name(item)},
        "subject": reference(patient),
        **onset,
        **end,
        "asserter": reference(patient),
    }


_BUILDERS: Mapping[str, Callable[[BackgroundItem, Json, date], Json | None]] = {
    "medication": _medication,
    "supplement": _medication,
    "vaccination": _immunization,
    "injury": _condition,
    "condition": _condition,
}
