"""What a sync does not take: single changes, each with its reason, or the whole request."""

from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from diary.models import User
from tests.diary.test_sync import (
    GOOD,
    HERE,
    NOTHING_SENT,
    delete,
    put,
    read_up_to,
    revisions,
    seq,
    sync,
)

pytestmark = pytest.mark.sqlite

OTHER = "0193510c-0000-7000-8000-000000000009"
DAY = {**delete("2026-11-20", kind="check_in"), "op": "put"}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in put().items() if key != name}


BAD: dict[str, tuple[Any, str | None, str]] = {
    "null": (None, None, "null"),
    "text": ("episode", None, "not_an_object"),
    "a list": ([put()], None, "not_an_object"),
    "no kind": (without("kind"), "kind", "required"),
    "an unknown kind": ({**put(), "kind": "diary"}, "kind", "unknown_code"),
    "a kind that is none": ({**put(), "kind": ["episode"]}, "kind", "unknown_code"),
    "no id": (without("id"), "id", "required"),
    "an id that is none": (put("x"), "id", "invalid"),
    "an id that is a number": ({**put(), "id": 5}, "id", "invalid"),
    "an id without hyphens": (put(HERE.replace("-", "")), "id", "invalid"),
    "a very long id": (put("x" * 999_00), "id", "max_length"),
    "no operation": (without("op"), "op", "required"),
    "an unknown operation": ({**put(), "op": "patch"}, "op", "unknown_code"),
    "no version": (without("base_version"), "base_version", "required"),
    "a version that is null": ({**put(), "base_version": None}, "base_version", "null"),
    "a version below": (put(base_version=-1), "base_version", "min_value"),
    "a version beyond": (put(base_version=10**30), "base_version", "max_value"),
    "more than there is": ({**put(), "at": 1}, "at", "unknown_field"),
    "no record": (without("record"), "record", "required"),
    "a record that is none": ({**put(), "record": []}, "record", "not_an_object"),
    "a record for a delete": ({**delete(), "record": {}}, "record", "unknown_field"),
    "another's id": (put(id_in_record=1), "record.id_in_record", "unknown_field"),
    "an id in it": ({**put(), "record": {**GOOD, "id": OTHER}}, "record.id", "mismatch"),
    "a version in it": (
        {**put(), "record": {**GOOD, "base_version": 0}},
        "record.base_version",
        "unknown_field",
    ),
    "a wrong number": (put(severity=11), "record.severity", "max_value"),
    "a wrong code": (put(areas=["left.ear"]), "record.areas.0", "unknown_code"),
    "the future": (put(started_at="2198-01-01T00:00:00Z"), "record.started_at", "in_the_future"),
    "the past": (put(started_at="1899-01-01T00:00:00Z"), "record.started_at", "out_of_range"),
    "no time": (put(started_at="yesterday"), "record.started_at", "invalid"),
    "a NUL": (put(note="a\x00b"), "record.note", "null_characters_not_allowed"),
    "half a character": (put(note="\ud83d"), "record.note", "surrogate_characters_not_allowed"),
    "half a zone": (put(zone="\ud83d"), "record.zone", "unknown_zone"),
    "a code with a NUL": (
        put(symptoms={"ra\x00sh": True}),
        "record.symptoms.rash",
        "unknown_code",
    ),
    "half a name": ({**put(), "record": {**GOOD, "\ud83d": 1}}, "record.?", "unknown_field"),
    "a day that is none": ({**DAY, "id": "2026-02-30"}, "id", "invalid"),
    "a day to come": ({**DAY, "id": "2198-01-01"}, "id", "in_the_future"),
    "a day long gone": ({**DAY, "id": "1899-01-01"}, "id", "out_of_range"),
    "no day to delete": ({**DAY, "id": "x", "op": "delete"}, "id", "invalid"),
    "a day with an episode": ({**DAY, "record": GOOD}, "record.started_at", "unknown_field"),
    "nothing to delete": (delete(OTHER), None, "not_found"),
    "a day never said": ({**DAY, "op": "delete"}, None, "not_found"),
}


@pytest.mark.parametrize(("bad", "param", "code"), BAD.values(), ids=list(BAD))
def test_an_invalid_change_is_rejected_and_blocks_no_other(
    bad: Any, param: str | None, code: str, api: APIClient, owner: User
) -> None:
    first, second = str(uuid4()), str(uuid4())
    reply = sync(api, put(first), bad, put(second))
    assert [state["id"] for state in reply["acknowledged"]] == [first, second]
    (refused,) = reply["rejected"]
    assert refused["index"] == 1
    error = refused["errors"][0]
    assert (error.get("param"), error["code"]) == (param, code)
    assert error["message"]
    change = bad if isinstance(bad, dict) else {}
    for name in ("kind", "id"):
        text = change.get(name)
        assert refused[name] == (text[:64] if isinstance(text, str) else None)
    assert seq(owner) == len(revisions()) == read_up_to(reply) == 2


def test_every_error_of_a_change_is_listed(api: APIClient) -> None:
    (refused,) = sync(api, put(severity=11, onset="soon"))["rejected"]
    assert {error["param"] for error in refused["errors"]} == {"record.severity", "record.onset"}


def test_a_refused_change_can_be_repaired(api: APIClient) -> None:
    assert sync(api, put(severity=11))["acknowledged"] == []
    assert sync(api, put(severity=10))["rejected"] == []


def test_when_all_is_refused_nothing_is_changed(api: APIClient, owner: User) -> None:
    reply = sync(api, put(severity=11), delete(OTHER))
    assert [rejection["index"] for rejection in reply["rejected"]] == [0, 1]
    assert seq(owner) == len(revisions()) == read_up_to(reply) == 0


WHOLE: dict[str, tuple[Any, str | None, str]] = {
    "a list": ([], None, "not_an_object"),
    "a cursor as a number": ({"cursor": 5, "changes": []}, "cursor", "invalid"),
    **{
        f"the cursor {cursor!r}": ({"cursor": cursor, "changes": []}, "cursor", code)
        for cursor, code in {
            "": "blank",
            "5": "invalid_cursor",
            f"5.{'F' * 16}": "invalid_cursor",
            f"5.{'f' * 16}": "invalid_cursor",  # above 63 bits
            f"٥.{'0' * 16}": "invalid_cursor",
            f"{2**63}.{'0' * 16}": "invalid_cursor",
            f"5.{'0' * 16}.6": "invalid_cursor",  # read further than there is
            f"5.{'0' * 16}.1\n": "invalid_cursor",
        }.items()
    },
    "no changes": ({"cursor": None}, "changes", "required"),
    "null changes": ({"changes": None}, "changes", "null"),
    "one change": ({"changes": put()}, "changes", "not_a_list"),
    "changes as text": ({"changes": "put"}, "changes", "not_a_list"),
    "501 changes": ({"changes": [put()] * 501}, "changes", "max_length"),
    "a wrong clock": ({**NOTHING_SENT, "sent_at": "noon"}, "sent_at", "invalid"),
    "more": ({**NOTHING_SENT, "device": 1}, "device", "unknown_field"),
    "a NUL": ({**NOTHING_SENT, "a\x00b": 1}, None, "nul_character"),
}


@pytest.mark.parametrize(("body", "param", "code"), WHOLE.values(), ids=list(WHOLE))
def test_a_request_that_is_none_is_refused_whole(
    body: Any, param: str | None, code: str, api: APIClient, owner: User
) -> None:
    if isinstance(body, dict) and body.get("changes") == []:
        body = {**body, "changes": [put()]}
    reply = api.post("/api/v1/sync", body)
    assert reply.status_code == 400
    error = reply.json()["errors"][0]
    assert (error.get("param"), error["code"]) == (param, code)
    assert seq(owner) == 0


def test_another_persons_record_is_as_none(
    api: APIClient, stranger_api: APIClient, owner: User, stranger: User
) -> None:
    sync(api, put(note="secret-word"))
    reply = sync(stranger_api, put(note="mine now"), delete(base_version=1), delete(OTHER))
    errors = [rejection["errors"] for rejection in reply["rejected"]]
    assert errors[0] == errors[1] == errors[2]
    assert [rejection["code"] for rejection in errors[0]] == ["not_found"]
    assert (reply["acknowledged"], reply["changes"], reply["cursor"]) == ([], [], None)
    assert "secret-word" not in str(reply)
    assert (seq(owner), seq(stranger)) == (1, 0)
    assert sync(api)["changes"][0]["record"]["note"] == "secret-word"
    day = {**DAY}
    assert sync(api, day)["rejected"] == sync(stranger_api, day)["rejected"] == []


def test_nobody_gets_in(anonymous_api: APIClient) -> None:
    reply = anonymous_api.post("/api/v1/sync", NOTHING_SENT)
    assert (reply.status_code, reply.json()["errors"][0]["code"]) == (401, "not_authenticated")
    assert anonymous_api.get("/api/v1/sync").status_code == 401
