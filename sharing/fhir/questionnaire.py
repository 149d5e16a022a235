"""The answered questions of an episode, for its Observation and its QuestionnaireResponse.

Unasked: no item. Asked and nothing chosen: the code `none`. Yes/no questions: an item per code
asked, for "no" as well.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diary.entries import Entry
from diary.schema.codes import AREAS, LEG_CHANGES, RED_FLAGS, SENSATIONS, SYMPTOMS
from sharing.fhir.datatypes import fhir_datetime
from sharing.fhir.terms import BODY_PARTS, SIDES, UCUM, Json, coding, concept, snomed
from sharing.report import formatting
from sharing.report.episodes import sign_label
from sharing.report.formatting import Labels

PRECISIONS: Labels = {
    "exact": gettext_lazy("exact"),
    "about": gettext_lazy("about"),
    "woke_with_it": gettext_lazy("woke with it"),
}


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """`code`: of the question. `values`: each with its FHIR key, such as `valueInteger`."""

    code: str
    text: str
    values: tuple[Json, ...]

    def components(self) -> Iterator[Json]:
        for value in self.values:
            yield {"code": concept(self.code, self.text), **value}

    def to_json(self) -> Json:
        return {
            "linkId": self.code,
            "text": self.text,
            "answer": [_as_coding(value) for value in self.values],
        }


def _as_coding(value: Json) -> Json:
    """An answer of a QuestionnaireResponse allows one coding: our own, which is the last."""
    codeable = value.get("valueCodeableConcept")
    return {"valueCoding": codeable["coding"][-1]} if codeable else value


def answered_items(entry: Entry) -> Iterator[AnsweredItem]:
    """Yield the answered questions of the entry, in the order of the app's form."""
    if entry.red_flags is not None:
        yield from boolean_items("red_flags", entry.red_flags, RED_FLAGS, sign_label)
    yield from _code_item("start_precision", _("How exact the start is"), entry, PRECISIONS)
    yield from _code_item("onset", _("How it came on"), entry, formatting.ONSETS)
    if entry.areas is not None:
        values = tuple(
            {"valueCodeableConcept": body_site_concept(area)}
            for area in AREAS
            if area in entry.areas
        )
        yield AnsweredItem("areas", _("Place and side"), values or (_none(),))
    spread = _("Whether it moved up or spread")
    yield from _code_item("spread", spread, entry, formatting.SPREADS)
    yield from _code_set_item(
        "sensations", _("Felt"), entry.sensations, SENSATIONS, formatting.SENSATIONS
    )
    if entry.severity is not None:
        yield AnsweredItem("severity", _("Strength, 0 to 10"), ({"valueInteger": entry.severity},))
    if entry.interference is not None:
        text = _("How far it got in the way, 0 (not at all) to 4 (fully)")
        yield AnsweredItem("interference", text, ({"valueInteger": entry.interference},))
    yield from _code_item("trigger", _("What the person was doing"), entry, formatting.TRIGGERS)
    yield from _code_item("relief", _("What helped"), entry, formatting.RELIEFS)
    if entry.relief_minutes is not None:
        minutes = {"value": entry.relief_minutes, "unit": "min", "system": UCUM, "code": "min"}
        yield AnsweredItem("relief_minutes", _("Minutes until gone"), ({"valueQuantity": minutes},))
    if entry.symptoms is not None:
        yield from boolean_items(
            "symptoms", entry.symptoms, SYMPTOMS, lambda code: str(formatting.SYMPTOMS[code])
        )
    if entry.pain is not None:
        text = _("Leg or back pain, 0 to 10")
        yield AnsweredItem("pain", text, ({"valueInteger": entry.pain},))
    text = _("Change of colour, shape or warmth")
    yield from _code_set_item(
        "leg_changes", text, entry.leg_changes, LEG_CHANGES, formatting.LEG_CHANGES
    )
    if entry.clinician_assessed_at is not None:
        at = {"valueDateTime": fhir_datetime(entry.clinician_assessed_at, entry.zone)}
        yield AnsweredItem("clinician_assessed_at", _("A clinician looked at this"), (at,))


def boolean_items(
    field: str, answers: Mapping[str, bool], order: Iterable[str], name: Callable[[str], str]
) -> Iterator[AnsweredItem]:
    """An item per code that was asked, for "no" as well as "yes"."""
    for code in order:
        if code in answers:
            yield AnsweredItem(f"{field}.{code}", name(code), ({"valueBoolean": answers[code]},))


def body_site_concept(area: str) -> Json:
    """`left.foot` as a concept: SNOMED CT for the body part, our code for part and side."""
    part = BODY_PARTS.get(area.partition(".")[2])
    text = str(formatting.PLACES[area])
    ours = coding(f"areas.{area}", text)
    return {"coding": [*([snomed(part)] if part else []), ours], "text": text}


def laterality(area: str) -> Json | None:
    """The side in SNOMED CT; None for the middle of the body."""
    code = SIDES.get(area.partition(".")[0])
    return {"coding": [snomed(code)]} if code else None


def _none() -> Json:
    return {"valueCodeableConcept": concept("none", _("none of those asked"))}


def _code_item(field: str, text: str, entry: Entry, names: Labels) -> Iterator[AnsweredItem]:
    code = getattr(entry, field)
    if code is not None:
        value = concept(f"{field}.{code}", str(names[code]))
        yield AnsweredItem(field, text, ({"valueCodeableConcept": value},))


def _code_set_item(
    field: str, text: str, answers: frozenset[str] | None, order: Iterable[str], names: Labels
) -> Iterator[AnsweredItem]:
    if answers is None:
        return
    values = tuple(
        {"valueCodeableConcept": concept(f"{field}.{code}", str(names[code]))}
        for code in order
        if code in answers
    )
    yield AnsweredItem(field, text, values or (_none(),))
