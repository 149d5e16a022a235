"""Authenticator apps, recovery codes, reauthentication, and sessions of devices."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client

from diary.models import User
from tests.accounts import (
    BROWSER,
    NEW,
    PASSWORD,
    app_code,
    mailed_code,
    post,
    set_password,
    sign_in_by_code,
    sign_up,
)

AUTHENTICATORS = f"{BROWSER}/account/authenticators"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_up(client: Client) -> None:
    sign_up(client)


def add_app(client: Client) -> str:
    """Returns the secret."""
    offered = client.get(f"{AUTHENTICATORS}/totp")
    secret = str(offered.json()["meta"]["secret"])
    assert f"secret={secret}" in offered.json()["meta"]["totp_url"]
    assert post(client, f"{AUTHENTICATORS}/totp", {"code": app_code(secret)}).status_code == 200
    return secret


def grow_old(client: Client, seconds: int = 11 * 60) -> None:
    """Move the time of authentication back by `seconds`."""
    session = client.session
    session["confirmed_at"] -= seconds
    session["account_authentication_methods"] = []
    session.save()


def pending(response: Any) -> set[str]:
    return {flow["id"] for flow in response.json()["data"]["flows"] if flow.get("is_pending")}


def test_an_authenticator_app_can_be_added_right_after_signing_up(client: Client) -> None:
    add_app(client)
    kinds = {authenticator["type"] for authenticator in client.get(AUTHENTICATORS).json()["data"]}
    assert kinds == {"totp", "recovery_codes"}


def test_with_it_a_mailed_code_alone_lets_nobody_in(client: Client) -> None:
    secret = add_app(client)
    other = Client()
    half = sign_in_by_code(other)
    assert half.status_code == 401
    assert pending(half) == {"mfa_authenticate"}
    assert other.get("/api/v1/diary").status_code == 401
    wrong = post(other, f"{BROWSER}/auth/2fa/authenticate", {"code": "000000"})
    assert wrong.json()["errors"][0]["code"] == "incorrect_code"
    done = post(other, f"{BROWSER}/auth/2fa/authenticate", {"code": app_code(secret)})
    assert done.status_code == 200
    assert other.get("/api/v1/diary").status_code == 200


def test_recovery_codes_are_shown_once_and_each_works_once(client: Client) -> None:
    add_app(client)
    recovery = client.get(f"{AUTHENTICATORS}/recovery-codes").json()["data"]
    assert len(recovery["unused_codes"]) == 10
    assert "unused_codes" not in client.get(f"{AUTHENTICATORS}/recovery-codes").json()["data"]
    body = {"code": recovery["unused_codes"][0]}
    for status in (200, 400):
        other = Client()
        sign_in_by_code(other)
        assert post(other, f"{BROWSER}/auth/2fa/authenticate", body).status_code == status
        cache.clear()
    left = client.get(f"{AUTHENTICATORS}/recovery-codes").json()["data"]
    assert left["unused_code_count"] == 9


def test_a_passkey_is_a_way_in_and_no_second_step(client: Client) -> None:
    user = User.objects.get()
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Phone"})
    assert sign_in_by_code(Client()).status_code == 200


def test_an_old_sign_in_must_reauthenticate_before_the_secret_is_shown(client: Client) -> None:
    grow_old(client)
    for method, path in (
        ("get", f"{AUTHENTICATORS}/totp"),
        ("get", f"{AUTHENTICATORS}/webauthn"),
        ("post", f"{BROWSER}/account/email"),
        ("post", f"{BROWSER}/account/password/change"),
    ):
        body = {"email": "other@example.org", "new_password": PASSWORD}
        response = (
            getattr(client, method)(path, body, "application/json")
            if method == "post"
            else (client.get(path))
        )
        assert response.status_code == 401, path
        assert response.json()["meta"]["is_authenticated"] is True
        assert "secret" not in response.content.decode()


def test_a_mailed_code_confirms_who_it_is(client: Client) -> None:
    grow_old(client)
    assert client.delete("/api/v1/diary/entries").status_code == 403
    assert client.post("/api/v1/account/mail-code").status_code == 204
    assert mail.outbox[-1].subject == "Your code to go on"
    code = {"code": mailed_code()}
    wrong = post(client, "/api/v1/account/mail-code/check", {"code": "0000-0000"})
    assert wrong.json()["errors"][0]["code"] == "incorrect_code"
    assert post(client, "/api/v1/account/mail-code/check", code).status_code == 204
    again = post(client, "/api/v1/account/mail-code/check", code)
    assert again.json()["errors"][0]["code"] == "expired_code"
    assert client.delete("/api/v1/diary/entries").status_code == 204


def test_five_wrong_codes_end_it(client: Client) -> None:
    client.post("/api/v1/account/mail-code")
    code = {"code": mailed_code()}
    for _ in range(5):
        post(client, "/api/v1/account/mail-code/check", {"code": "0000-0000"})
    refused = post(client, "/api/v1/account/mail-code/check", code)
    assert refused.json()["errors"][0]["code"] == "expired_code"


def test_codes_are_mailed_three_times_a_minute_at_most(client: Client) -> None:
    answers = [client.post("/api/v1/account/mail-code").status_code for _ in range(4)]
    assert answers == [204, 204, 204, 429]


def test_a_password_confirms_who_it_is(client: Client) -> None:
    set_password(client)
    grow_old(client)
    wrong = post(client, f"{BROWSER}/auth/reauthenticate", {"password": "not the password"})
    assert wrong.status_code == 400
    right = post(client, f"{BROWSER}/auth/reauthenticate", {"password": PASSWORD})
    assert right.status_code == 200
    assert client.delete("/api/v1/diary/entries").status_code == 204


def test_with_a_second_step_its_codes_confirm_and_the_mail_does_not(client: Client) -> None:
    secret = add_app(client)
    grow_old(client)
    refused = client.post("/api/v1/account/mail-code")
    assert refused.json()["errors"][0]["code"] == "second_step"
    body = {"code": app_code(secret)}
    assert post(client, f"{BROWSER}/auth/2fa/reauthenticate", body).status_code == 200
    assert client.delete("/api/v1/diary/entries").status_code == 204


@pytest.mark.django_db(transaction=True)
def test_every_change_of_authenticators_is_notified_by_mail(client: Client) -> None:
    set_password(client)
    add_app(client)
    client.delete(f"{AUTHENTICATORS}/totp")
    subjects = [sent.subject for sent in mail.outbox[1:]]
    assert subjects == [
        "A password was set",
        "An authenticator app was added",
        "The authenticator app was removed",
    ]
    for sent in mail.outbox[1:]:
        assert "127.0.0.1" not in sent.body
        assert sent.body.strip().endswith("This mail says nothing of what is in it.")


def test_a_new_address_counts_after_its_code_is_verified(client: Client) -> None:
    new = "newer@example.org"
    assert post(client, f"{BROWSER}/account/email", {"email": new}).status_code == 200
    assert client.get("/api/v1/diary").json()["email"] == NEW
    code = {"key": mailed_code()}
    assert post(client, f"{BROWSER}/auth/email/verify", code).status_code == 200
    assert client.get("/api/v1/diary").json()["email"] == new
    assert mail.outbox[-1].to == [NEW]
    assert mail.outbox[-1].subject == "Your e-mail address was changed"
    assert sign_in_by_code(Client(), new).status_code == 200


def test_another_session_is_ended_and_this_session_stays(client: Client) -> None:
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 15) Chrome/142 Mobile")
    sign_in_by_code(other)
    sessions = client.get(f"{BROWSER}/auth/sessions").json()["data"]
    [other_session] = [session for session in sessions if not session["is_current"]]
    assert "Android" in other_session["user_agent"]
    body = {"sessions": [other_session["id"]]}
    left = client.delete(f"{BROWSER}/auth/sessions", body, "application/json").json()["data"]
    assert [session["is_current"] for session in left] == [True]
    assert other.get("/api/v1/diary").status_code == 401
    assert client.get("/api/v1/diary").status_code == 200


def test_the_list_of_sessions_has_when_each_was_last_used(client: Client) -> None:
    before = client.get(f"{BROWSER}/auth/sessions").json()["data"][0]["last_seen_at"]
    time_of_day = time.time()
    client.get("/api/v1/diary")
    after = client.get(f"{BROWSER}/auth/sessions").json()["data"][0]["last_seen_at"]
    assert before < time_of_day <= after


def test_nobody_ends_the_session_of_another_person(client: Client) -> None:
    other = Client()
    sign_up(other, "other@example.org")
    mine = client.get(f"{BROWSER}/auth/sessions").json()["data"][0]["id"]
    refused = other.delete(f"{BROWSER}/auth/sessions", {"sessions": [mine]}, "application/json")
    assert refused.status_code == 400
    assert client.get("/api/v1/diary").status_code == 200
