"""Episodes, days without numbness, emergency signs, and what the rules match."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from diary.codes import AREAS, RED_FLAGS
from diary.entries import AlertEntry, Entry
from sharing.fhir.answers import Answer, answers, place, side, yes_or_no
from sharing.fhir.shape import clean, derived, moment, reference, uri_identifier
from sharing.fhir.terms import Json, concept, hl7
from sharing.report import formatting
from sharing.report.episodes import sign_words
from sharing.report.level import LevelTold

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
    """By area, each place that is named: part and side, which one code seldom says."""
    named = frozenset().union(*(entry.areas or () for entry in entries))
    found = {}
    for area in AREAS:
        if area in named:
            which = side(area)
            found[area] = {
                "resourceType": "BodyStructure",
                "id": derived(patient["id"], area),
                "location": place(area),
                **({"locationQualifier": [which]} if which else {}),
                "patient": reference(patient),
            }
    return found


def episode(
    entry: Entry, patient: Json, places: Mapping[str, Json], form: Json, *, notes: bool
) -> Json:
    """One stretch; without an end while it goes on. Its places all have their side."""
    named = [area for area in AREAS if area in (entry.areas or ())]
    period = {"start": moment(entry.started_at, entry.zone)}
    if entry.ended_at is not None:
        period["end"] = moment(entry.ended_at, entry.zone)
    components = [part for answer in answers(entry) for part in answer.components()]
    return observation(
        entry.id,
        patient,
        concept("episode", _("Numbness or tingling")),
        **_kept(
            identifier=[uri_identifier(entry.id)],
            extension=[
                {"url": BODY_SITE, "valueReference": reference(places[area])} for area in named
            ],
            status="preliminary" if entry.ended_at is None else "final",
            effectivePeriod=period,
            performer=[reference(patient)],
            note=_note(entry.note) if notes else [],
            bodySite=_body_site(entry, named),
            derivedFrom=[reference(form)],
            component=components,
        ),
    )


def _body_site(entry: Entry, named: Sequence[str]) -> Json | None:
    """There is room for one: its codes where one is named, and the words for several."""
    if len(named) == 1:
        return place(named[0])
    return {"text": formatting.places(entry.areas)} if named else None


def _kept(**fields: Any) -> Json:
    """FHIR knows no empty lists and no null."""
    return {name: value for name, value in fields.items() if value}


def _note(text: str | None) -> list[Json]:
    return [{"text": clean(text)}] if clean(text) else []


def form(entry: Entry, patient: Json, now: datetime, *, notes: bool) -> Json:
    """The answers as they were given; what was not asked is not in it."""
    times = [Answer("started_at", _("Started"), (_at(entry.started_at, entry.zone),))]
    if entry.ended_at is not None:
        times.append(Answer("ended_at", _("Ended"), (_at(entry.ended_at, entry.zone),)))
    times.append(Answer("zone", _("Time zone"), ({"valueString": entry.zone},)))
    said = [*times, *answers(entry)]
    if notes and clean(entry.note):
        said.append(Answer("note", _("Note"), ({"valueString": clean(entry.note)},)))
    return {
        "resourceType": "QuestionnaireResponse",
        "id": derived(entry.id, "answers"),
        "status": "in-progress" if entry.ended_at is None else "completed",
        "subject": reference(patient),
        "authored": moment(entry.created_at or now, "UTC"),
        "author": reference(patient),
        "source": reference(patient),
        "item": [answer.item() for answer in said],
    }


def _at(instant: datetime, zone: str) -> Json:
    return {"valueDateTime": moment(instant, zone)}


def symptom_free(day: date, patient: Json) -> Json:
    """A day on which the person said so; a day without an entry is none."""
    return observation(
        derived(patient["id"], f"check-in {day.isoformat()}"),
        patient,
        concept("symptom_free_day", _("No numbness or tingling on this day")),
        effectiveDateTime=day.isoformat(),
        performer=[reference(patient)],
        valueBoolean=True,
    )


def alert(noted: AlertEntry, patient: Json) -> Json:
    signs = yes_or_no("red_flags", noted.red_flags, RED_FLAGS, sign_words)
    return observation(
        derived(noted.id, "alert"),
        patient,
        concept("alert", _("Emergency signs")),
        identifier=[uri_identifier(noted.id)],
        effectiveDateTime=moment(noted.noticed_at, noted.zone),
        performer=[reference(patient)],
        component=[part for answer in signs for part in answer.components()],
    )


def matched(
    verdict: Mapping[str, Any], told: LevelTold, patient: Json, device: Json, shown: Sequence[Json]
) -> Json:
    """What the rules say of the whole diary: rules that a program applied, no judgement."""
    ids = {id for found in verdict["findings"] for id in map(str, found["evidence"]["episodes"])}
    if told.could_not_check:
        outcome = {"dataAbsentReason": hl7("data-absent-reason", "error")}
    else:
        level = concept(f"level.{told.code or 'none'}", told.title)
        outcome = {"valueCodeableConcept": level}
    return observation(
        derived(patient["id"], "level"),
        patient,
        concept("level", _("What the rules match")),
        **_kept(
            effectiveDateTime=moment(verdict["assessed_at"], "UTC"),
            **outcome,
            method={"text": _method(told)},
            device=reference(device),
            derivedFrom=[reference(one) for one in shown if one["id"] in ids],
            component=list(_rules(verdict, told)),
        ),
    )


def _method(told: LevelTold) -> str:
    checked = _("Checked over the whole diary, %(at)s. Rules version %(version)s.")
    return checked % {"at": told.assessed_at, "version": told.rules_version}


def _rules(verdict: Mapping[str, Any], told: LevelTold) -> Iterator[Json]:
    for found in told.findings:
        said = f"{found.level}. {found.measured}".strip()
        yield {
            "code": concept(f"rule.{found.rule}", found.criterion),
            "valueString": f"{said} ({found.days})" if found.days else said,
        }
    for rule, criterion in zip(verdict["undetermined"], told.undetermined, strict=True):
        yield {
            "code": concept(f"rule.{rule}", criterion),
            "dataAbsentReason": hl7("data-absent-reason", "not-asked"),
        }
