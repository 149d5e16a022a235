"""Every endpoint of the schema, asked by nobody, by a stranger and by the owner.

The list comes from the schema: an endpoint that is new is asked too.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from diary import changes
from diary.kinds import ALERT, BACKGROUND, CHECK_IN, EPISODE, QUESTION, content_json, content_of
from diary.models import Diary, Revision, User
from diary.records import read_check_in_day, read_put
from tests.conftest import NOW, client_of

# What one may read without an account.
OPEN = frozenset({("get", "/api/v1/rules")})  # a phone without an account needs them

DAY = "2026-11-20"
SAMPLES: dict[Any, dict[str, Any]] = {
    EPISODE: {"started_at": "2026-11-22T08:00:00Z", "zone": "Europe/Berlin", "note": "secret-word"},
    ALERT: {"noticed_at": "2026-11-22T08:00:00Z", "zone": "UTC", "red_flags": {"vision": True}},
    BACKGROUND: {"kind": "supplement", "name": "secret-word"},
    QUESTION: {"text": "secret-word"},
}
PREFIXES = {"episodes": EPISODE, "alerts": ALERT, "background": BACKGROUND, "questions": QUESTION}


def operations() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    schema = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation["operationId"], operation


ALL = [(method, path, name) for method, path, name, _ in operations()]


@pytest.fixture
def keys(owner: User) -> dict[str, str]:
    """A record of each kind in the owner's diary, by the first word of its path."""
    made = {}
    for prefix, kind in PREFIXES.items():
        key = uuid4()
        content, _ = read_put(kind, key, SAMPLES[kind], NOW)
        changes.put(diary_id=owner.diary.pk, kind=kind, key=key, content=content, now=NOW)
        made[prefix] = str(key)
    day = read_check_in_day(DAY, "UTC", NOW)
    changes.put(diary_id=owner.diary.pk, kind=CHECK_IN, key=day, content={}, now=NOW)
    return {**made, "check-ins": DAY}


def address(path: str, keys: dict[str, str]) -> str:
    key = keys.get(path.split("/")[3], str(uuid4()))
    for name, value in {"key": key, "day": key, "version": "1", "name": "frequency"}.items():
        path = path.replace(f"{{{name}}}", value)
    return path.replace("{id}", key)


def ask(client: APIClient, method: str, path: str, keys: dict[str, str]) -> Any:
    kind = PREFIXES.get(path.split("/")[3])
    body = SAMPLES.get(kind, {}) if method in {"put", "post"} else {}
    return getattr(client, method)(address(path, keys), body if method != "get" else None)


def state(owner: User) -> Any:
    diary = Diary.objects.get(owner=owner)
    kinds = (*PREFIXES.values(), CHECK_IN)
    records = [
        (kind.name, record.version, record.deleted_at, content_json(kind, content_of(kind, record)))
        for kind in kinds
        for record in kind.model._default_manager.filter(diary_id=diary.pk)
    ]
    settings = (diary.zone, diary.locale, diary.emergency_number, diary.change_seq)
    return records, settings, Revision.objects.filter(diary_id=diary.pk).count()


@pytest.mark.parametrize(("method", "path", "name"), ALL, ids=[one[2] for one in ALL])
def test_nobody_gets_nothing(
    method: str, path: str, name: str, owner: User, keys: dict[str, str], anonymous_api: APIClient
) -> None:
    before = state(owner)
    response = ask(anonymous_api, method, path, keys)
    if (method, path) in OPEN:
        assert response.status_code == 200
        return
    assert response.status_code == 401
    assert response.json()["status"] == 401
    assert response.json()["errors"][0]["code"] == "not_authenticated"
    assert state(owner) == before


@pytest.mark.parametrize(("method", "path", "name"), ALL, ids=[one[2] for one in ALL])
def test_a_stranger_sees_and_changes_nothing_of_the_owners(
    method: str, path: str, name: str, owner: User, keys: dict[str, str], stranger: User
) -> None:
    before = state(owner)
    response = ask(client_of(stranger), method, path, keys)
    assert response.status_code < 500
    assert b"secret-word" not in response.content or method in {"put", "post"}
    assert b"owner@example.org" not in response.content
    if path.split("/")[3] in PREFIXES and "{" in path:
        assert response.status_code == 404
    for key in keys.values():
        assert key == DAY or key.encode() not in response.content
    assert state(owner) == before


@pytest.mark.parametrize(("method", "path", "name"), ALL, ids=[one[2] for one in ALL])
def test_the_owner_is_let_in(
    method: str, path: str, name: str, owner: User, keys: dict[str, str]
) -> None:
    response = ask(client_of(owner), method, path, keys)
    assert response.status_code not in {401, 403}
    assert response.status_code < 500
    if path.split("/")[3] in keys:
        assert response.status_code < 300


def test_the_schema_has_the_endpoints_of_the_contract() -> None:
    known = {(method, path) for method, path, _ in ALL}
    for method, path in (
        ("get", "/api/v1/diary"),
        ("patch", "/api/v1/diary"),
        ("put", "/api/v1/episodes/{key}"),
        ("put", "/api/v1/alerts/{key}"),
        ("put", "/api/v1/check-ins/{day}"),
        ("put", "/api/v1/background/{key}"),
        ("put", "/api/v1/questions/{key}"),
    ):
        assert (method, path) in known
