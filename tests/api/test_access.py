"""Every endpoint of the schema, requested without a session, by a stranger and by the owner.

The list comes from the schema: a new endpoint is covered too.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.urls import reverse
from rest_framework.test import APIClient

from diary.models import Diary, Revision, User, record_manager
from diary.schema.kind import content_json, content_of
from diary.schema.kinds import CHECK_IN
from sharing.links import store
from sharing.models import ShareFile, ShareLink
from sharing.public import urls as sharing_urls
from sharing.smart_health_links import views
from tests.api.sample_account import (
    BODIES,
    DAY,
    PREFIXES,
    create_sample_account,
    operations,
    reauthenticated_client,
    url_of,
)
from tests.conftest import NOW
from triage.models import Prompt

# Endpoints that are open without an account.
OPEN = frozenset({("get", "/api/v1/rules")})  # a phone without an account needs them

ALL = [(method, path, name) for method, path, name, _ in operations()]


@pytest.fixture
def keys(owner: User) -> dict[str, str]:
    """Ids of the owner's records, by the first word of their path."""
    return create_sample_account(owner)


def ask(client: APIClient, method: str, path: str, name: str, keys: dict[str, str]) -> Any:
    return getattr(client, method)(url_of(path, keys), BODIES.get(name))


def state(owner: User) -> Any:
    diary = Diary.objects.get(owner=owner)
    kinds = (*PREFIXES.values(), CHECK_IN)
    records = [
        (kind.name, record.version, record.deleted_at, content_json(kind, content_of(kind, record)))
        for kind in kinds
        for record in record_manager(kind).filter(diary_id=diary.pk).order_by("pk")
    ]
    settings = (diary.zone, diary.locale, diary.emergency_number, diary.change_seq)
    rest = [
        list(model._default_manager.filter(diary_id=diary.pk).order_by("pk").values())
        for model in (Prompt, ShareLink)
    ]
    return records, settings, rest, Revision.objects.filter(diary_id=diary.pk).count()


@pytest.mark.parametrize(("method", "path", "name"), ALL, ids=[operation[2] for operation in ALL])
def test_nobody_gets_nothing(
    method: str, path: str, name: str, owner: User, keys: dict[str, str], anonymous_api: APIClient
) -> None:
    before = state(owner)
    response = ask(anonymous_api, method, path, name, keys)
    if (method, path) in OPEN:
        assert response.status_code == 200
        return
    assert response.status_code == 401
    assert response.json()["status"] == 401
    assert response.json()["errors"][0]["code"] == "not_authenticated"
    assert state(owner) == before


@pytest.mark.parametrize(("method", "path", "name"), ALL, ids=[operation[2] for operation in ALL])
def test_a_stranger_sees_and_changes_nothing_of_the_owners(
    method: str, path: str, name: str, owner: User, keys: dict[str, str], stranger: User
) -> None:
    before = state(owner)
    response = ask(reauthenticated_client(stranger), method, path, name, keys)
    assert response.status_code < 500
    assert b"secret-word" not in response.content or method in {"put", "post"}
    assert b"owner@example.org" not in response.content
    if path.split("/")[3] in keys.keys() - {"check-ins"} and "{" in path:
        assert response.status_code == 404
    for key in keys.values():
        assert key == DAY or key.encode() not in response.content
    assert state(owner) == before


@pytest.mark.parametrize(("method", "path", "name"), ALL, ids=[operation[2] for operation in ALL])
def test_the_owner_is_let_in(
    method: str, path: str, name: str, owner: User, keys: dict[str, str]
) -> None:
    response = ask(reauthenticated_client(owner), method, path, name, keys)
    assert response.status_code not in {401, 403}
    assert response.status_code < 500
    assert response.status_code < 300


@pytest.mark.parametrize("path", ["/api/v1/account", "/api/v1/diary/entries"])
def test_erasing_requires_reauthentication(
    path: str, owner: User, keys: dict[str, str], api: APIClient
) -> None:
    before = state(owner)
    refused = api.delete(path)
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["code"] == "reauthentication_required"
    assert state(owner) == before


# The doctor's side: the request of each URL, with a token of a page or a health link.
SHARED: dict[str, tuple[str, str, dict[str, str]]] = {
    "shared-report": ("page", "get", {}),
    "shared-chart": ("page", "get", {"name": "frequency"}),
    "shared-file": ("page", "get", {"name": "episodes.csv"}),
    "health-link": ("health", "post", {}),
    "health-link-file": ("health", "get", {}),
}
ENDED: dict[str, dict[str, Any]] = {
    "revoked": {"revoked_at": NOW},
    "expired": {"expires_at": NOW},
    "used_up": {"uses_left": 0},
    "locked": {"passcode_hash": make_password("4711"), "tries_left": 0, "revoked_at": NOW},
}


def test_every_address_of_the_doctors_is_in_the_list() -> None:
    assert {pattern.name for pattern in sharing_urls.urlpatterns} == SHARED.keys()


@pytest.mark.parametrize("how", ["open", "wrong", "passcode", *ENDED])
@pytest.mark.parametrize("name", SHARED)
def test_a_link_opens_its_own_diary_and_only_while_it_may(
    name: str, how: str, owner: User, keys: dict[str, str]
) -> None:
    kind, method, more = SHARED[name]
    token = "a-token-that-is-known"
    link = ShareLink.objects.get(kind=kind)
    link.token_hash, link.expires_at = store.token_hash(token), NOW + timedelta(days=9_999)
    link.downloads = True
    if how == "passcode":
        link.passcode_hash, link.tries_left = make_password("4711"), 10
    for column, value in ENDED.get(how, {}).items():
        setattr(link, column, value)
    link.save()
    if name == "health-link-file":
        file = ShareFile.objects.get(link_id=link.id)
        more = {"ticket": signing.dumps(str(file.id), salt=views.SALT)}
    path = reverse(name, kwargs={"token": "wrong" if how == "wrong" else token, **more})
    reply = getattr(APIClient(), method)(path, {"recipient": "x"} if method == "post" else {})
    if how == "open":
        assert reply.status_code == 200
    elif name == "shared-report" and how == "passcode":
        assert (reply.status_code, b"secret-word" in reply.content) == (200, False)
        assert b'name="passcode"' in reply.content
    elif name == "health-link" and how == "passcode":
        assert reply.status_code == 401
    elif name == "health-link-file" and how in {"passcode", "used_up"}:
        assert reply.status_code == 200  # the list named it, within the hour
    else:
        assert reply.status_code == 404
        assert b"secret-word" not in reply.content


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
        ("post", "/api/v1/sync"),
        ("delete", "/api/v1/diary/entries"),
        ("delete", "/api/v1/account"),
    ):
        assert (method, path) in known
