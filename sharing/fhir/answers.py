"""What was asked of an episode and answered, once, for an Observation and for the form.

A question that was not asked yields nothing. One that was answered "none" says so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diary.codes import AREAS, LEG_CHANGES, RED_FLAGS, SENSATIONS, SYMPTOMS
from diary.entries import Entry
from sharing.fhir.shape import moment
from sharing.fhir.terms import PARTS, SIDES, UCUM, Json, coding, concept, snomed
from sharing.report import formatting
from sharing.report.episodes import sign_words
from sharing.report.formatting import Words

PRECISIONS: Words = {
    "exact": gettext_lazy("exact"),
    "about": gettext_lazy("about"),
    "woke_with_it": gettext_lazy("woke with it"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is that of the question; each value has the key that FHIR wants it under."""

    code: str
    asks: str
    values: tuple[Json, ...]

    def components(self) -> Iterator[Json]:
        for value in self.values:
            yield {"code": concept(self.code, self.asks), **value}

    def item(self) -> Json:
        return {
            "linkId": self.code,
            "text": self.asks,
            "answer": [_one_coding(value) for value in self.values],
        }


def _one_coding(value: Json) -> Json:
    """A form takes one code an answer, with its words: ours."""
    found = value.get("valueCodeableConcept")
    return {"valueCoding": found["coding"][-1]} if found else value


def answers(entry: Entry) -> Iterator[Answer]:
    """In the order of the sheet that the person filled in."""
    if entry.red_flags is not None:
        yield from yes_or_no("red_flags", entry.red_flags, RED_FLAGS, sign_words)
    yield from _one("start_precision", _("How exact the start is"), entry, PRECISIONS)
    yield from _one("onset", _("How it came on"), entry, formatting.ONSETS)
    if entry.areas is not None:
        places = [place(area) for area in AREAS if area in entry.areas]
        found = tuple({"valueCodeableConcept": one} for one in places)
        yield Answer("areas", _("Place and side"), found or (_none(),))
    yield from _set("sensations", _("Felt"), entry.sensations, SENSATIONS, formatting.SENSATIONS)
    if entry.severity is not None:
        yield Answer("severity", _("Strength, 0 to 10"), ({"valueInteger": entry.severity},))
    if entry.interference is not None:
        asks = _("How far it got in the way, 0 (not at all) to 4 (fully)")
        yield Answer("interference", asks, ({"valueInteger": entry.interference},))
    yield from _one("trigger", _("What the person was doing"), entry, formatting.TRIGGERS)
    yield from _one("relief", _("What helped"), entry, formatting.RELIEFS)
    if entry.relief_minutes is not None:
        minutes = {"value": entry.relief_minutes, "unit": "min", "system": UCUM, "code": "min"}
        yield Answer("relief_minutes", _("Minutes until gone"), ({"valueQuantity": minutes},))
    if entry.symptoms is not None:
        yield from yes_or_no(
            "symptoms", entry.symptoms, SYMPTOMS, lambda code: str(formatting.SYMPTOMS[code])
        )
    asks = _("Change of colour, shape or warmth")
    yield from _set("leg_changes", asks, entry.leg_changes, LEG_CHANGES, formatting.LEG_CHANGES)
    if entry.clinician_assessed_at is not None:
        at = {"valueDateTime": moment(entry.clinician_assessed_at, entry.zone)}
        yield Answer("clinician_assessed_at", _("A clinician looked at this"), (at,))


def yes_or_no(
    field: str, given: Mapping[str, bool], order: Iterable[str], name: Callable[[str], str]
) -> Iterator[Answer]:
    """One answer for each code that was asked, a no as well as a yes."""
    for code in order:
        if code in given:
            yield Answer(f"{field}.{code}", name(code), ({"valueBoolean": given[code]},))


def place(area: str) -> Json:
    """`left.foot` as a concept; its standard code says the part, our code the side as well."""
    part = PARTS.get(area.partition(".")[2])
    text = str(formatting.PLACES[area])
    ours = coding(f"areas.{area}", text)
    return {"coding": [*([snomed(part)] if part else []), ours], "text": text}


def side(area: str) -> Json | None:
    """The side as a standard code; None for the middle of the body."""
    found = SIDES.get(area.partition(".")[0])
    return {"coding": [snomed(found)]} if found else None


def _none() -> Json:
    return {"valueCodeableConcept": concept("none", _("none of those asked"))}


def _one(field: str, asks: str, entry: Entry, names: Words) -> Iterator[Answer]:
    code = getattr(entry, field)
    if code is not None:
        value = concept(f"{field}.{code}", str(names[code]))
        yield Answer(field, asks, ({"valueCodeableConcept": value},))


def _set(
    field: str, asks: str, given: frozenset[str] | None, order: Iterable[str], names: Words
) -> Iterator[Answer]:
    if given is None:
        return
    found = tuple(
        {"valueCodeableConcept": concept(f"{field}.{code}", str(names[code]))}
        for code in order
        if code in given
    )
    yield Answer(field, asks, found or (_none(),))
