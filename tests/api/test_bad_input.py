"""Invalid input gets the error envelope, and nothing is changed."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.importer.job import INLINE_BYTES
from diary.models import Alert, BackgroundItem, CheckIn, Diary, Episode, Question, Revision, User
from sharing.models import ShareLink
from tests.api.sample_account import BODIES as GOOD_BODIES
from tests.api.sample_account import (
    create_sample_account,
    operations,
    reauthenticated_client,
    url_of,
)
from triage.models import Prompt

GOOD = {"started_at": "2026-11-22T08:00:00Z", "zone": "Europe/Berlin"}
HERE = "/api/v1/episodes/0193510c-0000-7000-8000-000000000001"

WRONG: list[tuple[str, Any, str]] = [
    ("started_at", None, "null"),
    ("started_at", "", "invalid"),
    ("started_at", 5, "invalid"),
    ("started_at", "yesterday", "invalid"),
    ("started_at", "2026-11-22", "invalid"),
    ("started_at", "2026-02-30T08:00:00Z", "invalid"),
    ("started_at", "2026-11-22T08:00:00", "no_offset"),
    ("started_at", "1899-12-31T23:59:59Z", "out_of_range"),
    ("started_at", "9999-12-31T23:59:59Z", "out_of_range"),
    ("started_at", "0001-01-01T00:00:00+14:00", "out_of_range"),
    ("started_at", "9999-12-31T23:59:59-14:00", "out_of_range"),
    ("started_at", "2199-01-01T00:00:00Z", "in_the_future"),
    ("ended_at", "2026-11-22T07:59:59Z", "end_before_start"),
    ("ended_at", "2198-01-01T00:00:00Z", "in_the_future"),
    ("ended_at", [], "invalid"),
    ("zone", "Europe/Atlantis", "unknown_zone"),
    ("zone", "../../etc/passwd", "unknown_zone"),
    ("zone", "localtime", "unknown_zone"),
    ("zone", "Factory", "unknown_zone"),
    ("zone", "", "blank"),
    ("zone", 7, "invalid"),
    ("zone", None, "null"),
    ("start_precision", "roughly", "unknown_code"),
    ("onset", "Sudden", "unknown_code"),
    ("onset", ["sudden"], "unknown_code"),
    ("onset", True, "unknown_code"),
    ("areas", "left.foot", "not_a_list"),
    ("areas", {"left.foot": True}, "not_a_list"),
    ("areas.1", ["left.foot", "middle.foot"], "unknown_code"),
    ("areas.0", [["left.foot"]], "unknown_code"),
    ("sensations.0", [None], "unknown_code"),
    ("leg_changes.0", ["blue"], "unknown_code"),
    ("severity", -1, "min_value"),
    ("severity", 11, "max_value"),
    ("severity", "5", "invalid"),
    ("severity", 5.0, "invalid"),
    ("severity", True, "invalid"),
    ("severity", 10**400, "max_value"),
    ("interference", 5, "max_value"),
    ("interference", False, "invalid"),
    ("trigger", "aliens", "unknown_code"),
    ("relief", 0, "unknown_code"),
    ("relief_minutes", -0.5, "min_value"),
    ("relief_minutes", "5", "invalid"),
    ("relief_minutes", True, "invalid"),
    ("relief_minutes", 10**400, "out_of_range"),
    ("relief_minutes", 1e308, "max_value"),
    ("relief_minutes", 5_256_001, "max_value"),
    ("symptoms", [], "not_an_object"),
    ("symptoms", "rash", "not_an_object"),
    ("symptoms.hiccups", {"hiccups": True}, "unknown_code"),
    ("symptoms.rash", {"rash": "true"}, "invalid"),
    ("symptoms.rash", {"rash": 1}, "invalid"),
    ("symptoms.rash", {"rash": None}, "invalid"),
    ("red_flags.vision", {"vision": 0}, "invalid"),
    ("red_flags.headless", {"headless": True}, "unknown_code"),
    ("note", "n" * 2001, "max_length"),
    ("note", 5, "invalid"),
    ("note", "a\x00b", "nul_character"),
    ("clinician_assessed_at", "2198-01-01T00:00:00Z", "in_the_future"),
    ("base_version", -1, "min_value"),
    ("base_version", "1", "invalid"),
    ("base_version", 1.0, "invalid"),
    ("id", "882320a8-8b0f-430f-8a4e-000000000000", "mismatch"),
    ("id", "x", "invalid"),
    ("diary_id", 1, "unknown_field"),
    ("change_seq", 1, "unknown_field"),
]

OPERATIONS = list(operations())
WRITING = [
    (method, path, name)
    for method, path, name, operation in OPERATIONS
    if "requestBody" in operation
]
LISTS = [
    path
    for method, path, _, operation in OPERATIONS
    if "{" not in path
    and any(parameter["name"] == "limit" for parameter in operation.get("parameters", ()))
]

BODIES: list[tuple[str, bytes, str, int]] = [
    ("nothing", b"", "application/json", 400),
    ("half of it", b'{"started_at": "2026-', "application/json", 400),
    ("bad UTF-8", b'{"note": "\xff\xfe"}', "application/json", 400),
    ("UTF-16", json.dumps(GOOD).encode("utf-16"), "application/json", 400),
    ("a NUL byte", b'{"note": "\x00"}', "application/json", 400),
    ("a NUL in a name", b'{"no\\u0000te": "x"}', "application/json", 400),
    ("a lone surrogate", b'{"note": "\\ud800"}', "application/json", 400),
    ("a list", b"[]", "application/json", 400),
    ("a list of episodes", json.dumps([GOOD]).encode(), "application/json", 400),
    ("text", b'"episode"', "application/json", 400),
    ("null", b"null", "application/json", 400),
    ("a number", b"1", "application/json", 400),
    ("NaN", b'{"relief_minutes": NaN}', "application/json", 400),
    ("Infinity", b'{"relief_minutes": -Infinity}', "application/json", 400),
    (
        "a sign said twice",
        json.dumps(GOOD)[:-1].encode() + b', "red_flags": {"vision": true, "vision": false}}',
        "application/json",
        400,
    ),
    ("a number beyond all", b'{"relief_minutes": 1e999}', "application/json", 400),
    ("ten thousand digits", b'{"severity": ' + b"9" * 10_000 + b"}", "application/json", 400),
    ("deep lists", b"[" * 100_000, "application/json", 400),
    ("deep lists, closed", b"[" * 100_000 + b"]" * 100_000, "application/json", 400),
    ("deep objects", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "application/json", 400),
    ("two megabytes", b'{"note": "' + b"n" * 2_000_000 + b'"}', "application/json", 413),
    ("a form", b"started_at=2026-11-22", "application/x-www-form-urlencoded", 415),
    ("XML", b"<episode/>", "application/xml", 415),
    ("plain text", json.dumps(GOOD).encode(), "text/plain", 415),
]


def state(owner: User) -> Any:
    models = (Episode, Alert, BackgroundItem, CheckIn, Question, Revision, Prompt, ShareLink)
    rows = [
        list(model._default_manager.filter(diary_id=owner.diary.pk).order_by("pk").values())
        for model in models
    ]
    return rows, Diary.objects.values().get(owner=owner)


def envelope(response: Any, status: int) -> list[dict[str, Any]]:
    assert response.status_code == status, response.content
    body = response.json()
    assert set(body) == {"status", "errors"}
    assert body["status"] == status
    assert body["errors"]
    for error in body["errors"]:
        assert error["code"]
        assert error["message"]
    errors: list[dict[str, Any]] = body["errors"]
    return errors


@pytest.mark.parametrize("method", ["put", "patch"])
@pytest.mark.parametrize(
    ("param", "value", "code"), WRONG, ids=[f"{case[0]}={str(case[1])[:20]!r}" for case in WRONG]
)
def test_a_wrong_field_is_named_and_changes_nothing(
    method: str, param: str, value: Any, code: str, api: APIClient, owner: User
) -> None:
    if method == "patch":
        if param in {"base_version", "id"}:
            code = "unknown_field"  # both belong to a PUT
        api.put(HERE, GOOD)
    before = state(owner)
    body = {**(GOOD if method == "put" else {}), param.split(".")[0]: value}
    errors = envelope(getattr(api, method)(HERE, body), 400)
    assert [(error["param"], error["code"]) for error in errors] == [(param, code)]
    assert state(owner) == before


def test_every_operation_that_has_a_body_is_tried() -> None:
    assert {name for _, _, name in WRITING} == set(GOOD_BODIES)


@pytest.mark.parametrize(
    ("method", "path", "name"), WRITING, ids=[operation[2] for operation in WRITING]
)
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [case[1:] for case in BODIES],
    ids=[case[0] for case in BODIES],
)
def test_a_body_that_is_none_changes_nothing(
    body: bytes, kind: str, status: int, method: str, path: str, name: str, owner: User
) -> None:
    keys = create_sample_account(owner)
    before = state(owner)
    response = getattr(reauthenticated_client(owner), method)(
        url_of(path, keys), body, content_type=kind
    )
    if body == b"" and (method == "patch" or name == "check_ins_put"):
        assert response.status_code == 200  # a dry run changes nothing
    elif name == "import_file" and len(body) > INLINE_BYTES:
        assert response.status_code == 202  # too large to be checked inline: a worker does it
    else:
        envelope(response, status)
    assert state(owner) == before


@pytest.mark.parametrize(
    ("name", "wrong", "param", "code"),
    [
        ("diary_patch", {"email": "other@example.org"}, "email", "read_only"),
        ("diary_patch", {"email_verified": True}, "email_verified", "read_only"),
        ("diary_patch", {"version": 1}, "version", "unknown_field"),
        ("background_put", {"name": " \t\u00a0"}, "name", "blank"),
        ("questions_put", {"text": ""}, "text", "blank"),
        ("questions_put", {"text": "  \n "}, "text", "blank"),
        ("alerts_put", {"red_flags": {}}, "red_flags", "empty"),
        ("alerts_put", {"red_flags": None}, "red_flags", "null"),
        ("share_links_create", {"label": "  "}, "label", "blank"),
        ("prompts_answer", {"answer": "maybe"}, "answer", "invalid_choice"),
        ("prompts_answer", {"days": "3"}, "days", "invalid"),
        ("prompts_answer", {"visit_on": "soon"}, "visit_on", "invalid"),
        ("prompts_answer", {"reason": 5}, "reason", "invalid"),
        ("prompts_answer", {"closed_at": None}, "closed_at", "unknown_field"),
    ],
)
def test_a_wrong_field_of_another_endpoint_is_named_and_changes_nothing(
    name: str, wrong: dict[str, Any], param: str, code: str, owner: User
) -> None:
    keys = create_sample_account(owner)
    before = state(owner)
    method, path = next(operation[:2] for operation in WRITING if operation[2] == name)
    body = {**GOOD_BODIES[name], **wrong}
    errors = envelope(getattr(reauthenticated_client(owner), method)(url_of(path, keys), body), 400)
    assert [(error["param"], error["code"]) for error in errors] == [(param, code)]
    assert state(owner) == before


def test_the_settings_can_be_sent_back_as_they_were_read(api: APIClient, owner: User) -> None:
    read = api.get("/api/v1/diary").json()
    assert api.patch("/api/v1/diary", {**read, "locale": "es"}).json() == {**read, "locale": "es"}


def test_a_sign_that_was_ticked_can_be_taken_back(api: APIClient) -> None:
    alert = {"noticed_at": "2026-11-22T08:00:00Z", "zone": "UTC", "red_flags": {"vision": False}}
    reply = api.put("/api/v1/alerts/0193510c-0000-7000-8000-000000000002", alert)
    assert reply.status_code == 201
    assert reply.json()["verdict"]["level"] is None


def test_all_errors_are_reported_at_once(api: APIClient) -> None:
    errors = envelope(api.put(HERE, {"severity": 11, "zone": "x", "more": 1}), 400)
    assert {error["param"] for error in errors} == {"started_at", "severity", "zone", "more"}


@pytest.mark.parametrize("words", ["\\u0000 is fine", "🦶 ünï\u202ecode", " spaces "])
def test_odd_but_valid_text_is_stored_unchanged(words: str, api: APIClient) -> None:
    assert api.put(HERE, {**GOOD, "note": words}).status_code == 201
    assert api.get(HERE).json()["note"] == words


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/nowhere", 404),
        ("get", "/api/nowhere", 404),
        ("get", "/api/v1/episodes/", 404),
        ("put", "/api/v1/episodes/not-a-uuid", 404),
        ("get", "/api/v1/episodes/0193510c", 404),
        ("get", "/api/v1/episodes/%00", 404),
        ("post", "/api/v1/episodes", 405),
        ("post", HERE, 405),
        ("delete", "/api/v1/diary", 405),
        ("post", f"{HERE}/revisions/0/restore", 404),
        ("post", f"{HERE}/revisions/{10**30}/restore", 404),
        ("post", f"{HERE}/revisions/1/restore", 404),
        ("get", "/api/v1/episodes?started_after=yesterday", 400),
        ("get", "/api/v1/episodes?started_after=0001-01-01T00:00:00%2B14:00", 400),
        ("get", "/api/v1/background?kind=spell", 400),
        ("get", "/api/v1/check-ins?date_from=2026-13-01", 400),
        ("put", "/api/v1/check-ins/2026-02-30", 400),
        ("put", "/api/v1/check-ins/1899-12-31", 400),
        ("put", "/api/v1/check-ins/9999-12-31", 400),
        ("put", "/api/v1/check-ins/20261120", 400),
        ("delete", "/api/v1/check-ins/2026-02-30", 404),
        *(
            ("get", f"{path}?{query}", 400)
            for path in LISTS
            for query in ("limit=x", "limit=0", "limit=-1", "limit=1.5", "offset=x", "offset=-1")
        ),
        ("get", "/api/v1/episodes?ongoing=maybe", 400),
        ("get", "/api/v1/prompts?open=maybe", 400),
        ("get", "/api/v1/assessment?fresh=maybe", 400),
    ],
)
def test_an_address_that_leads_nowhere_gets_the_envelope(
    method: str, path: str, status: int, api: APIClient, owner: User
) -> None:
    before = state(owner)
    envelope(getattr(api, method)(path), status)
    assert state(owner) == before


@pytest.mark.parametrize(
    ("query", "count"),
    [("ongoing=true", 1), ("ongoing=1", 1), ("ongoing=False", 0), ("ongoing=", 1), ("limit=", 1)],
)
def test_a_valid_query_filters_and_an_empty_query_does_not(
    query: str, count: int, api: APIClient
) -> None:
    api.put(HERE, GOOD)
    assert api.get(f"/api/v1/episodes?{query}").json()["count"] == count


def test_a_page_beyond_all_counting_is_empty(api: APIClient) -> None:
    response = api.get(f"/api/v1/episodes?offset={10**40}&limit={10**40}")
    assert response.status_code == 200
    assert response.json()["results"] == []


@pytest.mark.parametrize("method", ["put", "patch", "delete", "get"])
def test_another_persons_id_is_a_404(
    method: str, api: APIClient, stranger_api: APIClient, owner: User, stranger: User
) -> None:
    api.put(HERE, GOOD)
    before = state(owner), state(stranger)
    body = {**GOOD, "note": "mine now"} if method != "get" else None
    envelope(getattr(stranger_api, method)(HERE, body), 404)
    assert (state(owner), state(stranger)) == before


@pytest.mark.parametrize("token", ["x", "ü" * 32, "a" * 32, "a b", "a" * 5000, "", "' OR 1=1 --"])
def test_a_session_token_that_is_none_is_a_401(token: str, anonymous_api: APIClient) -> None:
    envelope(anonymous_api.get("/api/v1/diary", headers={"X-Session-Token": token}), 401)


@pytest.mark.parametrize("cookie", ["x", '"\\000' + "a" * 31 + '"', "a" * 32, "a" * 5000])
def test_a_session_cookie_that_is_none_is_a_401(cookie: str, anonymous_api: APIClient) -> None:
    anonymous_api.cookies["session"] = cookie
    envelope(anonymous_api.get("/api/v1/diary"), 401)
