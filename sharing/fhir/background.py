"""What else the person takes, had and has, as they said it: no code is made of a name."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from diary.models import BackgroundItem
from sharing.fhir.shape import clean, derived, reference, uri_identifier
from sharing.fhir.terms import Json, hl7


def resource(item: BackgroundItem, patient: Json, today: date, *, notes: bool) -> Json | None:
    """None for a visit, and for a vaccination that is still to come: told in words alone."""
    made = _MAKERS.get(item.kind)
    found = made(item, patient, today) if made else None
    if found is None:
        return None
    return {
        "resourceType": found.pop("resourceType"),
        "id": derived(item.id, "background"),
        "identifier": [uri_identifier(item.id)],
        **found,
        **(_note(item) if notes else {}),
    }


def name_of(item: BackgroundItem) -> str:
    return clean(item.name) or _("none named")


def _note(item: BackgroundItem) -> Json:
    return {"note": [{"text": clean(item.note)}]} if clean(item.note) else {}


def _period(item: BackgroundItem) -> Json:
    days = {"start": item.started_on, "end": item.ended_on}
    return {name: day.isoformat() for name, day in days.items() if day}


def _medication(item: BackgroundItem, patient: Json, today: date) -> Json:
    if item.started_on and item.started_on > today:
        status = "intended"
    else:
        status = "completed" if item.ended_on and item.ended_on < today else "active"
    period, dose = _period(item), clean(item.dose)
    return {
        "resourceType": "MedicationStatement",
        "status": status,
        "category": hl7("medication-statement-category", "patientspecified"),
        "medicationCodeableConcept": {"text": name_of(item)},
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
        "vaccineCode": {"text": name_of(item)},
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
        "code": {"text": name_of(item)},
        "subject": reference(patient),
        **onset,
        **end,
        "asserter": reference(patient),
    }


_MAKERS: Mapping[str, Callable[[BackgroundItem, Json, date], Json | None]] = {
    "medication": _medication,
    "supplement": _medication,
    "vaccination": _immunization,
    "injury": _condition,
    "condition": _condition,
}
