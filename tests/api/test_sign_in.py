"""Sign-in over HTTP: bad bodies, throttling by the person's own address, a cache that is away."""

import json
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from tests.accounts import (
    APP,
    BROWSER,
    NEW,
    PASSWORD,
    post,
    set_password,
    sign_in_by_code,
    sign_up,
    sign_up_with_token,
)

LOG_IN = {"email": NEW, "password": PASSWORD}
PATHS = (
    "auth/login",
    "auth/signup",
    "auth/code/request",
    "auth/password/request",
    "auth/password/reset",
)
BODIES: dict[str, tuple[bytes, int]] = {
    "deep lists": (b"[" * 100_000, 400),
    "deep objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400),
    "a lone surrogate": (b'{"email": "new@example.org", "password": "\\ud800 and more"}', 400),
    "a NUL": (b'{"email": "new@example.org", "password": "long enough\\u0000"}', 400),
    "too many digits": (b'{"email": ' + b"9" * 10_000 + b"}", 400),
    "a list": (b"[]", 400),
    "null": (b"null", 400),
    "bad UTF-8": (b'{"email": "\xff"}', 400),
    "one name twice": (b'{"email": "a@example.org", "email": "b@example.org"}', 400),
    "two megabytes": (b'{"email": "' + b"a" * 2_000_000 + b'"}', 413),
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=list(BODIES))
def test_a_body_that_is_none_gets_the_envelope(
    visitor: Client, path: str, body: bytes, status: int
) -> None:
    sign_up_with_token()
    response = post(Client(raise_request_exception=False), f"{APP}/{path}", body)
    assert response.status_code == status
    assert response.json()["status"] == status
    assert response.json()["errors"][0]["code"]


def test_a_method_that_is_none_gets_the_envelope(visitor: Client) -> None:
    response = visitor.put(f"{APP}/auth/session", {}, "application/json")
    assert response.status_code == 405
    assert response.json()["errors"][0]["code"] == "method_not_allowed"
    assert "GET" in response.headers["Allow"]


def sign_in_wrongly(visitor: Client, address: str, email: str) -> int:
    headers = {"X-Forwarded-For": f"203.0.113.9, {address}"}
    body = {"email": email, "password": "not the password"}
    return int(post(visitor, f"{APP}/auth/login", body, headers=headers).status_code)


def test_one_person_behind_the_proxy_does_not_keep_the_others_out(
    visitor: Client, settings: Any
) -> None:
    sign_up(visitor)
    set_password(visitor)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # as with TRUST_PROXY
    for number in range(40):
        sign_in_wrongly(Client(), "198.51.100.1", f"guess{number}@example.org")
    other = post(Client(), f"{APP}/auth/login", LOG_IN, headers={"X-Forwarded-For": "198.51.100.2"})
    assert other.status_code == 200


def test_an_address_that_is_none_is_refused_with_the_envelope(
    visitor: Client, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    headers = {"X-Forwarded-For": "nowhere"}
    response = post(visitor, f"{APP}/auth/login", LOG_IN, headers=headers)
    assert response.status_code == 403
    assert response.json()["errors"][0]["code"] == "permission_denied"


def test_signing_in_gives_a_new_session(visitor: Client) -> None:
    sign_up(visitor)
    planted = visitor.cookies["session"].value
    visitor.delete(f"{BROWSER}/auth/session")
    visitor.cookies["session"] = planted
    assert visitor.get("/api/v1/diary").status_code == 401
    sign_in_by_code(visitor)
    assert visitor.cookies["session"].value != planted


def test_a_cache_that_is_away_signs_nobody_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = sign_up_with_token()

    cache_reads: list[str] = []

    def away(cache: Any, key: str, *args: Any, **more: Any) -> None:
        cache_reads.append(key)
        raise ConnectionError("10.0.0.7")

    for name in ("get", "set", "add"):
        monkeypatch.setattr(LocMemCache, name, away)
    response = Client().get("/api/v1/diary", headers=token)
    assert json.loads(response.content)["email"] == NEW
    assert "the cache of sessions was not read: ConnectionError" in caplog.text
    assert token["X-Session-Token"] not in caplog.text
    assert len(cache_reads) == 1  # a hanging cache delays a request once
