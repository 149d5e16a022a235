"""Messages are in the requested language; codes are the same in every language."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from rest_framework.test import APIClient

from diary.models import Diary, User

pytestmark = pytest.mark.django_db

KEY = "0193510c-0000-7000-8000-0000000000aa"
EPISODE = {"started_at": "2026-11-22T08:00:00Z", "zone": "Europe/Berlin"}
# Requests that are rejected: method, path, body.
REFUSED: dict[str, tuple[str, str, Any]] = {
    "a field that there is not": ("put", f"episodes/{KEY}", {**EPISODE, "weather": 1}),
    "a field that is missing": ("put", f"episodes/{KEY}", {}),
    "a note that is too long": ("put", f"episodes/{KEY}", {**EPISODE, "note": "a" * 2001}),
    "a severity that is too high": ("put", f"episodes/{KEY}", {**EPISODE, "severity": 11}),
    "a null": ("patch", "diary", {"zone": None}),
    "a code": ("put", f"episodes/{KEY}", {**EPISODE, "areas": ["left.wing"]}),
    "a day to come": ("put", "check-ins/2099-01-01", {}),
    "an end before the start": (
        "put",
        f"episodes/{KEY}",
        {**EPISODE, "ended_at": "2026-11-21T08:00:00Z"},
    ),
    "a zone": ("patch", "diary", {"zone": "Mars/Base"}),
    "a language": ("patch", "diary", {"locale": "de"}),
    "a number for emergencies": ("patch", "diary", {"emergency_number": "javascript:"}),
    "a threshold out of bounds": ("patch", "diary", {"thresholds": {"frequent_month_days": 1}}),
    "a threshold for all": ("patch", "diary", {"thresholds": {"long_day_minutes": 1}}),
    "a body that is a list": ("put", f"episodes/{KEY}", []),
    "a limit": ("get", "episodes?limit=many", None),
    "a filter": ("get", "episodes?ongoing=perhaps", None),
    "a kind": ("get", "background?kind=weather", None),
    "a choice": ("put", f"background/{KEY}", {"kind": "weather", "name": "Rain"}),
    "a blank": ("put", f"questions/{KEY}", {"text": " "}),
    "a chart of no days": ("get", "charts/calendar?days=1", None),
    "a theme": ("get", "charts/calendar.svg?theme=neon", None),
    "a share for ever": ("post", "share-links", {"days": 30, "expires_in_days": 1000}),
    "a cursor": ("post", "sync", {"cursor": "1", "changes": []}),
    "too many changes": ("post", "sync", {"changes": [{}] * 501}),
    "what is not there": ("get", f"episodes/{KEY}", None),
    "a prompt that is not there": ("post", f"prompts/{KEY}/answer", {"answer": "seen"}),
    "a method": ("delete", "diary", None),
    "an address": ("get", "weather", None),
}


def ask(client: Any, method: str, path: str, body: Any, language: str) -> Any:
    more = {} if body is None else {"data": body, "format": "json"}
    return getattr(client, method)(path, headers={"Accept-Language": language}, **more)


def errors(response: Any) -> list[dict[str, str]]:
    errors: list[dict[str, str]] = response.json()["errors"]
    return errors


def assert_translated(english: Any, spanish: Any) -> None:
    """The same codes and params, and every message differs."""
    assert english.status_code == spanish.status_code >= 400
    pairs = list(zip(errors(english), errors(spanish), strict=True))
    assert pairs
    for english_error, spanish_error in pairs:
        assert (english_error["code"], english_error.get("param")) == (
            spanish_error["code"],
            spanish_error.get("param"),
        )
        assert english_error["message"] != spanish_error["message"], english_error


@pytest.mark.parametrize("first", ["en", "es"])
@pytest.mark.parametrize(("method", "path", "body"), REFUSED.values(), ids=list(REFUSED))
def test_an_error_is_in_the_requested_language(
    api: APIClient, method: str, path: str, body: Any, first: str
) -> None:
    """In either order: no request inherits the language of the request before."""
    responses = {
        language: ask(api, method, f"/api/v1/{path}", body, language)
        for language in (first, "es" if first == "en" else "en")
    }
    assert_translated(responses["en"], responses["es"])


def test_a_change_that_sync_rejects_has_localized_errors(api: APIClient) -> None:
    change = {"kind": "question", "id": KEY, "op": "put", "base_version": 0}
    wrong = [change, {**change, "record": {"text": "a" * 2001}}, {**change, "op": "delete"}]
    english, spanish = (
        ask(api, "post", "/api/v1/sync", {"changes": wrong}, language).json()
        for language in ("en", "es")
    )
    assert len(english["rejected"]) == 3
    for english_change, spanish_change in zip(
        english["rejected"], spanish["rejected"], strict=True
    ):
        for english_error, spanish_error in zip(
            english_change["errors"], spanish_change["errors"], strict=True
        ):
            assert english_error["code"] == spanish_error["code"]
            assert english_error["message"] != spanish_error["message"], english_error


def test_an_unauthenticated_error_is_localized(anonymous_api: APIClient) -> None:
    assert_translated(
        *(ask(anonymous_api, "get", "/api/v1/diary", None, language) for language in ("en", "es"))
    )


@pytest.mark.parametrize("body", [b"{", b"[]", b'"\xff"', b'{"email": "a\\u0000"}', b"[" * 100_000])
def test_a_parse_error_is_localized(client: Client, body: bytes) -> None:
    path, json = "/_allauth/app/v1/auth/login", "application/json"
    assert_translated(
        *(
            client.post(path, body, json, headers={"Accept-Language": language})
            for language in ("en", "es")
        )
    )


def test_a_failed_sign_in_is_localized(client: Client, owner: User) -> None:
    path, json = "/_allauth/app/v1/auth/", "application/json"
    for wrong in (
        ("login", {"email": owner.email, "password": "not the password"}),
        ("login", {"email": "no address", "password": "x"}),
        ("signup", {"email": "no address"}),
        ("code/request", {"email": "no address"}),
        ("password/reset", {"key": "wrong", "password": "a long way to walk"}),
    ):
        assert_translated(
            *(
                client.post(path + wrong[0], wrong[1], json, headers={"Accept-Language": language})
                for language in ("en", "es")
            )
        )


def test_a_throttled_response_is_localized(client: Client, owner: User) -> None:
    def attempt(language: str) -> Any:
        return client.post(
            "/_allauth/app/v1/auth/login",
            {"email": owner.email, "password": "not the password"},
            "application/json",
            headers={"Accept-Language": language},
        )

    for _ in range(10):
        attempt("en")
    english, spanish = attempt("en"), attempt("es")
    assert errors(english)[0]["code"] == "too_many_login_attempts"
    assert_translated(english, spanish)


def test_not_found_pages_are_localized(client: Client) -> None:
    page = client.get("/nowhere", headers={"Accept-Language": "es"})
    assert page.status_code == 404
    assert '<html lang="es">' in page.content.decode()
    assert "Aquí no hay nada" in page.content.decode()


@pytest.mark.parametrize(
    ("accept_language", "content_language"),
    [
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("de, es;q=0.5, en;q=0.4", "es"),
        ("de", "en"),
        ("en-GB", "en"),
        ("*", "en"),
        ("", "en"),
        ("es;q=ñ,,;;", "en"),
    ],
)
def test_the_first_language_that_there_is_is_spoken(
    api: APIClient, accept_language: str, content_language: str
) -> None:
    reply = api.get("/api/v1/diary", headers={"Accept-Language": accept_language})
    assert reply.headers["Content-Language"] == content_language
    assert "Accept-Language" in reply.headers["Vary"]
    assert "django_language" not in reply.cookies


def test_an_address_may_name_the_language(api: APIClient) -> None:
    reply = api.get("/api/v1/charts?lang=es", headers={"Accept-Language": "en"})
    assert reply.headers["Content-Language"] == "es"
    other = api.get("/api/v1/charts?lang=xx", headers={"Accept-Language": "es"})
    assert other.headers["Content-Language"] == "es"


def test_no_cookie_names_the_language(api: APIClient) -> None:
    api.cookies["django_language"] = "es"
    assert api.get("/api/v1/diary").headers["Content-Language"] == "en"


def test_the_rules_come_with_the_words_of_the_language(anonymous_api: APIClient) -> None:
    english, spanish = (
        ask(anonymous_api, "get", "/api/v1/rules", None, language) for language in ("en", "es")
    )
    assert english.headers["ETag"] != spanish.headers["ETag"]
    assert english.json()["levels"]["watch"]["words"]["en"]["title"] == "Keep an eye on it"
    rules = spanish.json()
    assert (rules["language"], rules["levels"]["watch"]["words"]) == (
        "es",
        {"es": {"title": "Obsérvalo", "action": "Sigue anotando lo que pasa."}},
    )
    again = anonymous_api.get(
        "/api/v1/rules",
        headers={"Accept-Language": "en", "If-None-Match": spanish.headers["ETag"]},
    )
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("tag", "stored"), [("en", "en"), ("es", "es"), ("es-MX", "es"), ("en-GB", "en"), ("ES", "es")]
)
def test_the_locale_of_a_diary_is_a_supported_language(
    api: APIClient, tag: str, stored: str
) -> None:
    assert api.patch("/api/v1/diary", {"locale": tag}).json()["locale"] == stored


@pytest.mark.parametrize("tag", ["de", "english", "", "es-", "es_MX", "-", "es\n", 7, None])
def test_a_diary_has_no_other_language(api: APIClient, tag: Any) -> None:
    refused = api.patch("/api/v1/diary", {"locale": tag}, format="json")
    assert (refused.status_code, errors(refused)[0]["param"]) == (400, "locale")
    assert Diary.objects.get().locale == "en"


def sign_up(client: Client, email: str, language: str) -> Any:
    return client.post(
        "/_allauth/app/v1/auth/signup",
        {"email": email},
        "application/json",
        headers={"Accept-Language": language},
    )


def forget(client: Client, email: str, language: str) -> Any:
    return client.post(
        "/_allauth/app/v1/auth/password/request",
        {"email": email},
        "application/json",
        headers={"Accept-Language": language},
    )


def test_who_signs_up_gets_mail_and_a_diary_in_the_language_of_the_page(
    client: Client, mailoutbox: list[Any]
) -> None:
    sign_up(client, "nueva@example.org", "es-AR")
    assert Diary.objects.get(owner__email="nueva@example.org").locale == "es"
    (mail,) = mailoutbox
    assert mail.subject == "Tu código para Footnote"
    assert "Alguien dio esta dirección" in mail.body
    assert "Este correo no dice nada de lo que hay en él." in mail.body


def test_other_mail_comes_in_the_language_of_the_diary(
    client: Client, owner: User, mailoutbox: list[Any]
) -> None:
    Diary.objects.filter(owner=owner).update(locale="es")
    forget(client, owner.email, "en")
    (mail,) = mailoutbox
    assert mail.subject == "Elige una contraseña nueva"
    assert "pidió una contraseña nueva para el diario" in mail.body


def test_mail_to_an_unknown_address_uses_the_language_of_the_request(
    client: Client, mailoutbox: list[Any]
) -> None:
    forget(client, f"{uuid4()}@example.org", "es")
    forget(client, f"{uuid4()}@example.org", "en")
    assert [mail.subject for mail in mailoutbox] == [
        "No hay ningún diario con esta dirección",
        "There is no diary with this address",
    ]
