"""Sign-up, session tokens, the browser session, and the check of an address."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from diary.accounts import diary_of
from diary.models import Diary, User

SIGN_UP = {"email": "new@example.org", "password": "a long way to walk"}
APP, BROWSER = "/_allauth/app/v1", "/_allauth/browser/v1"

pytestmark = pytest.mark.django_db


def post(client: Client, path: str, body: Any, **more: Any) -> Any:
    return client.post(path, body, "application/json", **more)


def test_sign_up_starts_a_session_and_a_diary_at_once(client: Client) -> None:
    response = post(client, f"{APP}/auth/signup", SIGN_UP)
    assert response.status_code == 200
    assert Diary.objects.get().owner.email == SIGN_UP["email"]
    token = {"X-Session-Token": response.json()["meta"]["session_token"]}
    found = Client().get("/api/v1/diary", headers=token)
    assert found.status_code == 200
    assert found.json()["email"] == SIGN_UP["email"]
    assert found.json()["email_verified"] is False


def test_a_token_ends_with_its_session(client: Client) -> None:
    response = post(client, f"{APP}/auth/signup", SIGN_UP)
    token = {"X-Session-Token": response.json()["meta"]["session_token"]}
    assert Client().delete(f"{APP}/auth/session", headers=token).status_code == 401
    assert Client().get("/api/v1/diary", headers=token).status_code == 401


def test_a_bad_token_is_refused_even_beside_a_good_cookie(client: Client) -> None:
    post(client, f"{BROWSER}/auth/signup", SIGN_UP)
    assert client.get("/api/v1/diary").status_code == 200
    bad = client.get("/api/v1/diary", headers={"X-Session-Token": "a" * 32})
    assert bad.status_code == 401


def test_the_browser_needs_its_csrf_token_for_every_change() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(f"{BROWSER}/auth/session")
    proof = {"X-CSRFToken": client.cookies["csrftoken"].value}
    assert post(client, f"{BROWSER}/auth/signup", SIGN_UP, headers=proof).status_code == 200
    body = {"zone": "Asia/Tokyo"}
    refused = client.patch("/api/v1/diary", body, "application/json")
    assert refused.status_code == 403
    assert refused.json()["errors"]
    proof = {"X-CSRFToken": client.cookies["csrftoken"].value}
    done = client.patch("/api/v1/diary", body, "application/json", headers=proof)
    assert done.status_code == 200
    assert done.json()["zone"] == "Asia/Tokyo"


def test_the_link_in_the_mail_verifies_the_address(client: Client) -> None:
    post(client, f"{BROWSER}/auth/signup", SIGN_UP)
    found = re.search(r"#/verify-email/(\S+)", str(mail.outbox[0].body))
    assert found
    done = post(client, f"{BROWSER}/auth/email/verify", {"key": unquote(found[1])})
    assert done.status_code == 200
    assert client.get("/api/v1/diary").json()["email_verified"] is True


def test_who_asks_costs_one_query(client: Client, django_assert_num_queries: Any) -> None:
    response = post(client, f"{APP}/auth/signup", SIGN_UP)
    token = {"X-Session-Token": response.json()["meta"]["session_token"]}
    with django_assert_num_queries(2):  # the person with the diary; a count of none
        assert Client().get("/api/v1/questions", headers=token).status_code == 200


def test_a_person_without_a_diary_gets_one() -> None:
    user = User.objects.create_user("old@example.org", "a long way to walk")
    assert diary_of(user) == diary_of(User.objects.get(pk=user.pk))


def test_a_closed_account_is_let_in_no_more(client: Client) -> None:
    response = post(client, f"{APP}/auth/signup", SIGN_UP)
    User.objects.update(is_active=False)
    token = {"X-Session-Token": response.json()["meta"]["session_token"]}
    assert Client().get("/api/v1/diary", headers=token).status_code == 401


@pytest.mark.parametrize("email", [SIGN_UP["email"], "nobody@example.org"])
def test_a_forgotten_password_is_answered_alike_and_our_mail_says_what_to_do(
    client: Client, email: str
) -> None:
    post(client, f"{APP}/auth/signup", SIGN_UP)
    [welcome] = mail.outbox
    assert welcome.subject == "Confirm your e-mail address"
    asked = post(Client(), f"{APP}/auth/password/request", {"email": email})
    assert asked.status_code == 200
    answer = mail.outbox[1]
    link = "/#/reset-password/" if email == SIGN_UP["email"] else "/#/sign-in"
    assert f"{settings.SITE_URL}{link}" in answer.body
    for sent in (welcome, answer):
        assert sent.body.strip().endswith("This mail says nothing of what is in it.")


def test_a_new_password_is_chosen_by_the_link_and_the_old_one_ends(client: Client) -> None:
    post(client, f"{APP}/auth/signup", SIGN_UP)
    post(Client(), f"{APP}/auth/password/request", {"email": SIGN_UP["email"]})
    found = re.search(r"#/reset-password/(\S+)", str(mail.outbox[1].body))
    assert found
    new = {"key": unquote(found[1]), "password": "another long way to walk"}
    post(Client(), f"{APP}/auth/password/reset", new)
    assert post(Client(), f"{APP}/auth/login", SIGN_UP).status_code == 400
    signed_in = post(Client(), f"{APP}/auth/login", SIGN_UP | {"password": new["password"]})
    assert signed_in.status_code == 200
