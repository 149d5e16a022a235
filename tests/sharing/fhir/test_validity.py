"""Every document is valid for two third-party validators, which do catch broken documents."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.models import Diary, User
from sharing.fhir.document import build_document
from sharing.links.scope import Scope
from tests.conftest import NOW
from tests.examples import examples
from tests.sharing.fhir.strategies import RandomDiary, random_diaries
from tests.sharing.fhir.validators import problems

Json = dict[str, Any]
EXAMPLES = examples(15, 60)


def resources(bundle: Json) -> list[Json]:
    return [entry["resource"] for entry in bundle["entry"]]


def references(value: Any) -> set[str]:
    if isinstance(value, list):
        return {reference for child in value for reference in references(child)}
    if isinstance(value, dict):
        here = {value["reference"]} if "reference" in value else set()
        return here.union(*(references(child) for child in value.values()))
    return set()


def check_values(value: Any) -> None:
    """FHIR knows no empty text, no empty list and no null; a period ends after its start."""
    assert value not in ("", [], {}, None)
    if isinstance(value, dict):
        if {"start", "end"} <= set(value):
            start, end = (datetime.fromisoformat(value[name]) for name in ("start", "end"))
            assert start <= end
        for child in value.values():
            check_values(child)
    elif isinstance(value, list):
        for child in value:
            check_values(child)
    elif isinstance(value, str):
        assert re.fullmatch(r"[ \r\n\t\S]+", value)


def check_whole(bundle: Json) -> None:
    """Invariants of a document that a validator of single resources does not check."""
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls)
    assert references(bundle) <= set(urls)
    assert resources(bundle)[0]["resourceType"] == "Composition"
    check_values(bundle)
    assert "72514-3" not in json.dumps(bundle)
    for resource in resources(bundle):
        assert resource["resourceType"] != "Condition" or set(resource["code"]) == {"text"}
        texts = [resource, *resource.get("section", [])]
        for text in [part["text"]["div"] for part in texts if "text" in part]:
            names = {
                element.tag.rpartition("}")[2] for element in ElementTree.fromstring(text).iter()
            }
            assert names <= {"div", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}


def test_any_diary_makes_a_valid_document(owner: User) -> None:
    diary, bundles = Diary.objects.get(owner=owner), list[Json]()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        random_diaries(NOW),
        st.builds(Scope),
        st.sampled_from(("en", "es")),
        st.sampled_from((7, 90, 3650)),
        st.sampled_from((None, b"%PDF-")),
    )
    def check(
        random_diary: RandomDiary, scope: Scope, language: str, days: int, pdf: bytes | None
    ) -> None:
        with transaction.atomic(), translation.override(language):
            random_diary.store(diary, NOW)
            how: Json = {"days": days, "now": NOW, "scope": scope, "pdf": pdf}
            bundle = build_document(diary, **how)
            assert bundle == build_document(diary, **how)
            transaction.set_rollback(True)
        check_whole(bundle)
        bundles.append(bundle)

    check()
    kinds = {resource["resourceType"] for bundle in bundles for resource in resources(bundle)}
    assert kinds == {
        *("Composition", "Patient", "Device", "Observation", "BodyStructure"),
        *("QuestionnaireResponse", "MedicationStatement", "Immunization", "Condition"),
        *("Provenance", "DocumentReference"),
    }
    for bundle, messages in zip(bundles, problems(bundles), strict=True):
        assert messages == [], json.dumps(bundle, indent=1)[:4000]


def first(bundle: Json, kind: str) -> Json:
    return next(resource for resource in resources(bundle) if resource["resourceType"] == kind)


def an_unknown_field(bundle: Json) -> None:
    first(bundle, "Observation")["severity"] = 4


def a_status_that_is_none(bundle: Json) -> None:
    first(bundle, "Observation")["status"] = "ongoing"


def an_episode_without_a_code(bundle: Json) -> None:
    del first(bundle, "Observation")["code"]


def a_reference_to_another_kind(bundle: Json) -> None:
    first(bundle, "BodyStructure")["patient"] = first(bundle, "Observation")["device"]


def a_code_of_no_system(bundle: Json) -> None:
    first(bundle, "Composition")["section"][0]["mode"] = "loose"


def a_section_with_nothing_in_it(bundle: Json) -> None:
    section = first(bundle, "Composition")["section"][0]
    del section["text"], section["entry"]


def a_moment_without_its_offset(bundle: Json) -> None:
    bundle["timestamp"] = "2026-11-23T12:00:00"


def no_identifier(bundle: Json) -> None:
    del bundle["identifier"]


def test_the_validators_catch_what_is_broken(put_episode: Callable[..., Any], owner: User) -> None:
    put_episode(severity=4, areas=["left.foot"], sensations=["numb"])
    whole = build_document(Diary.objects.get(owner=owner), days=90, now=NOW)
    breaks = (
        an_unknown_field,
        a_status_that_is_none,
        an_episode_without_a_code,
        a_reference_to_another_kind,
        a_code_of_no_system,
        a_section_with_nothing_in_it,
        a_moment_without_its_offset,
        no_identifier,
    )
    broken = [deepcopy(whole) for _ in breaks]
    for mutate, bundle in zip(breaks, broken, strict=True):
        mutate(bundle)
    results = problems([whole, *broken])
    assert results[0] == []
    missed = [
        mutation.__name__
        for mutation, messages in zip(breaks, results[1:], strict=True)
        if not messages
    ]
    assert missed == []
