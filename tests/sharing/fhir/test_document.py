"""The FHIR document: resources of a diary, and what must be absent."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from diary.accounts import diary_of
from diary.models import Diary, User
from diary.schema.kinds import ALERT, BACKGROUND, CHECK_IN, QUESTION
from diary.serializers.records import parse_put
from diary.writes.service import put_record
from sharing.fhir.document import build_document
from sharing.links.scope import Scope
from tests.api.sample_account import reauthenticated_client
from tests.conftest import NOW

Json = dict[str, Any]
Put = Callable[..., Any]


@pytest.fixture
def store(owner: User) -> Callable[..., str]:
    """Store a record of the owner; returns its id."""

    def write(of: Any, **body: Any) -> str:
        key = uuid4()
        content, _ = parse_put(of, key, body, NOW)
        put_record(diary_id=diary_of(owner).pk, kind=of, key=key, content=content, now=NOW)
        return str(key)

    return write


@pytest.fixture
def build(owner: User) -> Callable[..., list[Json]]:
    def resources(days: int = 90, **scope: bool) -> list[Json]:
        diary = Diary.objects.get(owner=owner)
        bundle = build_document(diary, days=days, now=NOW, scope=Scope(**scope))
        return [entry["resource"] for entry in bundle["entry"]]

    return resources


def of_kind(resources: list[Json], kind: str) -> list[Json]:
    return [resource for resource in resources if resource["resourceType"] == kind]


def ours(concept: Json) -> str:
    """Our code of a concept."""
    return str(concept["coding"][-1]["code"])


def coded(resources: list[Json], code: str) -> list[Json]:
    return [
        observation
        for observation in of_kind(resources, "Observation")
        if ours(observation["code"]) == code
    ]


def section(resources: list[Json], code: str) -> Json:
    parts = {ours(part["code"]): part for part in resources[0]["section"]}
    result: Json = parts[f"section.{code}"]
    return result


def component_values(observation: Json) -> dict[str, list[Any]]:
    """Values of the components by our code; coded values as our codes."""
    values: dict[str, list[Any]] = {}
    for part in observation["component"]:
        value = next(part[name] for name in part if name.startswith(("value", "dataAbsent")))
        coding = value["coding"][-1]["code"] if isinstance(value, dict) else value
        values.setdefault(ours(part["code"]), []).append(coding)
    return values


def test_an_episode_has_period_body_site_laterality_and_components(
    put_episode: Put, build: Any
) -> None:
    id = put_episode(
        areas=["left.foot", "right.thigh_front"],
        sensations=["numb", "burning"],
        severity=0,
        trigger="none",
        relief="moving",
        relief_minutes=2.5,
    ).json()["id"]
    (episode,) = coded(build(), "episode")
    assert episode["id"] == id
    assert episode["status"] == "final"
    assert episode["effectivePeriod"] == {  # on the clock of where it was
        "start": "2026-11-22T09:00:00+01:00",
        "end": "2026-11-22T09:20:00+01:00",
    }
    assert episode["bodySite"] == {"text": "left foot, right front of thigh"}
    parts = {part["code"]["text"]: part for part in episode["component"]}
    assert parts["Strength, 0 to 10"]["valueInteger"] == 0
    assert parts["Minutes until gone"]["valueQuantity"]["value"] == 2.5
    assert parts["What the person was doing"]["valueCodeableConcept"]["text"] == (
        "no apparent reason"
    )
    standard = [
        coding["code"]
        for part in episode["component"]
        for coding in part.get("valueCodeableConcept", {}).get("coding", [])
        if coding["system"] == "http://snomed.info/sct"
    ]
    assert standard == ["56459004", "68367000", "44077006"]  # none for burning


def test_each_body_site_has_its_laterality(put_episode: Put, build: Any) -> None:
    put_episode(areas=["left.foot", "right.foot", "middle.saddle"])
    resources = build()
    places = {
        f"urn:uuid:{structure['id']}": structure
        for structure in of_kind(resources, "BodyStructure")
    }
    (episode,) = coded(resources, "episode")
    named = [places[structure["valueReference"]["reference"]] for structure in episode["extension"]]
    assert [
        (
            structure["location"]["text"],
            structure.get("locationQualifier", [{"coding": [{"code": None}]}])[0]["coding"][0][
                "code"
            ],
        )
        for structure in named
    ] == [("left foot", "7771000"), ("right foot", "24028007"), ("saddle area", None)]


def test_one_place_is_the_body_site(put_episode: Put, build: Any) -> None:
    put_episode(areas=["right.foot"])
    (episode,) = coded(build(), "episode")
    assert episode["bodySite"]["text"] == "right foot"
    assert ours(episode["bodySite"]) == "areas.right.foot"


def test_one_that_goes_on_has_no_end_and_is_not_final(put_episode: Put, build: Any) -> None:
    put_episode(ended_at=None)
    resources = build()
    (episode,) = coded(resources, "episode")
    assert set(episode["effectivePeriod"]) == {"start"}
    assert episode["status"] == "preliminary"
    assert of_kind(resources, "QuestionnaireResponse")[0]["status"] == "in-progress"


def test_questions_not_asked_are_absent(put_episode: Put, build: Any) -> None:
    put_episode()
    resources = build()
    (episode,) = coded(resources, "episode")
    assert not {"component", "bodySite", "extension", "note"} & set(episode)
    (form,) = of_kind(resources, "QuestionnaireResponse")
    assert [item["linkId"] for item in form["item"]] == ["started_at", "ended_at", "zone"]


def test_a_no_is_a_no(put_episode: Put, build: Any) -> None:
    put_episode(
        sensations=[], areas=[], leg_changes=[], symptoms={"rash": False, "dizziness": True}
    )
    resources = build()
    assert component_values(coded(resources, "episode")[0]) == {
        "areas": ["none"],
        "sensations": ["none"],
        "symptoms.dizziness": [True],
        "symptoms.rash": [False],
        "leg_changes": ["none"],
    }
    (form,) = of_kind(resources, "QuestionnaireResponse")
    in_order = [item["linkId"] for item in form["item"] if item["linkId"].startswith("symptoms")]
    assert in_order == ["symptoms.dizziness", "symptoms.rash"]
    answers = {item["linkId"]: item["answer"] for item in form["item"]}
    assert answers["symptoms.rash"] == [{"valueBoolean": False}]
    assert answers["sensations"][0]["valueCoding"]["code"] == "none"


def test_a_symptom_free_day_is_exported_and_an_unlogged_day_is_not(
    owner: User, put_episode: Put, build: Any
) -> None:
    put_episode()
    day = date(2026, 11, 20)
    put_record(diary_id=diary_of(owner).pk, kind=CHECK_IN, key=day, content={}, now=NOW)
    resources = build()
    (free,) = coded(resources, "symptom_free_day")
    assert (free["effectiveDateTime"], free["valueBoolean"]) == ("2026-11-20", True)
    assert "logged: 2 of 90 days." in section(resources, "numbers")["text"]["div"]


def test_only_episodes_of_the_period_are_exported(put_episode: Put, build: Any) -> None:
    put_episode(started_at="2026-11-01T08:00:00Z", ended_at="2026-11-01T08:10:00Z")
    assert coded(build(days=7), "episode") == []
    assert len(coded(build(days=30), "episode")) == 1


def test_background_items_become_resources_without_guessed_codes(store: Any, build: Any) -> None:
    store(BACKGROUND, kind="medication", name="Metformin", dose="500 mg", started_on="2026-01-05")
    store(BACKGROUND, kind="supplement", name="B12", started_on="2026-01-05", ended_on="2026-02-01")
    store(BACKGROUND, kind="vaccination", name="Flu", started_on="2026-10-01")
    store(BACKGROUND, kind="condition", name="Diabetes")
    store(BACKGROUND, kind="injury", name="")
    resources = build()
    statements = of_kind(resources, "MedicationStatement")
    assert {
        statement["medicationCodeableConcept"]["text"]: statement["status"]
        for statement in statements
    } == {
        "Metformin": "active",
        "B12": "completed",
    }
    assert of_kind(resources, "Immunization")[0]["occurrenceDateTime"] == "2026-10-01"
    (condition,) = of_kind(resources, "Condition")
    assert condition["code"] == {"text": "Diabetes"}  # no diagnosis code, ever
    assert condition["verificationStatus"]["coding"][0]["code"] == "unconfirmed"
    reasons = {
        kind: section(resources, kind).get("emptyReason", {}).get("coding", [{}])[0].get("code")
        for kind in ("medication", "condition", "injury", "visit")
    }
    assert reasons == {
        "medication": None,
        "condition": None,
        "injury": "nilknown",  # asked: none
        "visit": "notasked",
    }


def test_a_vaccination_to_come_was_not_given(store: Any, build: Any) -> None:
    store(BACKGROUND, kind="vaccination", name="Flu", started_on="2026-12-24")
    resources = build()
    assert of_kind(resources, "Immunization") == []
    assert "Flu" in section(resources, "vaccination")["text"]["div"]


def test_alerts_are_exported_unless_every_sign_was_unticked(store: Any, build: Any) -> None:
    signs = {"vision": True, "confusion": False}
    store(ALERT, noticed_at="2026-11-22T08:00:00Z", zone="UTC", red_flags=signs)
    unticked = {"vision": False}
    store(ALERT, noticed_at="2026-11-22T09:00:00Z", zone="UTC", red_flags=unticked)
    (alert,) = coded(build(), "alert")
    assert component_values(alert) == {"red_flags.confusion": [False], "red_flags.vision": [True]}


def test_what_the_rules_match_has_its_criterion_and_its_evidence(
    put_episode: Put, build: Any
) -> None:
    id = put_episode(red_flags={"vision": True}).json()["id"]
    resources = build()
    (level,) = coded(resources, "level")
    assert ours(level["valueCodeableConcept"]) == "level.emergency"
    assert level["derivedFrom"] == [{"reference": f"urn:uuid:{id}"}]
    (device,) = of_kind(resources, "Device")
    version = device["version"][0]["value"]
    assert version in level["method"]["text"]
    (provenance,) = of_kind(resources, "Provenance")
    assert provenance["entity"][0]["what"]["identifier"]["value"] == f"rules-{version}"
    matched = component_values(level)
    assert "Call emergency services now" in matched["rule.emergency_vision"][0]
    assert matched["rule.sudden"][0] == "not-asked"


def test_no_match_is_never_all_well(build: Any) -> None:
    resources = build()
    (level,) = coded(resources, "level")
    assert ours(level["valueCodeableConcept"]) == "level.none"
    assert "does not mean that all is well" in section(resources, "level")["text"]["div"]


def test_the_person_is_nobody_but_an_id(owner: User, put_episode: Put, build: Any) -> None:
    put_episode()
    (patient,) = of_kind(build(), "Patient")
    assert set(patient) == {"resourceType", "id"}
    assert owner.email not in str(build())
    assert of_kind(build(), "Patient")[0] == patient


def test_the_document_has_nothing_outside_the_scope(
    put_episode: Put, store: Any, build: Any
) -> None:
    put_episode(note="secret-word")
    store(BACKGROUND, kind="supplement", name="B12", note="secret-word")
    store(QUESTION, text="which-question")
    everything = str(build())
    assert everything.count("secret-word") >= 4
    assert "which-question" in everything
    assert "secret-word" not in str(build(notes=False))
    assert "B12" in str(build(notes=False))
    without = build(background=False)
    assert "B12" not in str(without)
    with pytest.raises(KeyError):  # left out, which is not the same as not asked
        section(without, "supplement")
    assert "which-question" not in str(build(questions=False))


def test_text_of_a_person_is_never_markup(put_episode: Put, store: Any, build: Any) -> None:
    put_episode(note="<script>alert(1)</script>")
    store(QUESTION, text="<img src=x onerror=alert(1)>")
    resources = build()
    texts = "".join(part["text"]["div"] for part in resources[0]["section"])
    assert "&lt;script&gt;" in texts
    assert "<script" not in texts
    assert "<img" not in texts


def test_an_offset_with_seconds_becomes_utc(put_episode: Put, build: Any) -> None:
    put_episode(
        started_at="1960-01-01T00:00:00Z", ended_at=None, zone="Africa/Monrovia"
    )  # 44 minutes and 30 seconds behind
    (episode,) = coded(build(), "episode")
    assert episode["effectivePeriod"]["start"] == "1960-01-01T00:00:00Z"


def test_the_document_is_in_the_active_language(put_episode: Put, build: Any) -> None:
    put_episode(areas=["left.foot"])
    with translation.override("es"):
        resources = build()
    assert resources[0]["language"] == "es"
    assert coded(resources, "episode")[0]["bodySite"]["text"] == "pie izquierdo"
    assert ours(coded(resources, "episode")[0]["bodySite"]) == "areas.left.foot"


def test_the_document_takes_a_constant_number_of_queries(
    put_episode: Put, build: Any, django_assert_max_num_queries: Any
) -> None:
    for hour in range(8):
        put_episode(started_at=f"2026-11-22T0{hour}:00:00Z", ended_at=f"2026-11-22T0{hour}:10:00Z")
    build()  # assesses
    with django_assert_max_num_queries(8):
        build()


def test_the_owner_gets_it_as_a_file(owner: User, put_episode: Put) -> None:
    put_episode()
    client = reauthenticated_client(owner)
    reply = client.get("/api/v1/export.fhir.json?days=30")
    assert reply.status_code == 200
    assert reply["Content-Type"] == "application/fhir+json"
    assert reply["Cache-Control"] == "no-store"
    assert reply["Content-Disposition"].endswith('.fhir.json"')
    assert reply.json()["type"] == "document"
    assert client.get("/api/v1/export.fhir.json?days=6").status_code == 400


def test_the_file_requires_reauthentication(api: APIClient) -> None:
    refused = api.get("/api/v1/export.fhir.json")
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["code"] == "reauthentication_required"


def test_an_hour_later_only_what_depends_on_the_time_differs(owner: User, put_episode: Put) -> None:
    put_episode(areas=["left.foot"])
    diary = Diary.objects.get(owner=owner)
    first, second = (
        build_document(diary, days=90, now=NOW.astimezone(UTC) + later)
        for later in (timedelta(), timedelta(hours=1))
    )
    ids = [[entry["fullUrl"] for entry in bundle["entry"]] for bundle in (first, second)]
    assert ids[0][1:-1] == ids[1][1:-1]  # all but the Composition and its Provenance
    assert first["identifier"] != second["identifier"]
    assert datetime.fromisoformat(first["timestamp"]) == NOW
