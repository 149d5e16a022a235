"""Sign-up, codes by mail, session tokens, the browser session, and forgotten passwords."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from diary.accounts import diary_of
from diary.models import Diary, User
from tests.accounts import (
    APP,
    BROWSER,
    NEW,
    PASSWORD,
    code_in,
    mailed_code,
    post,
    set_password,
    sign_in_by_code,
    sign_up,
    sign_up_with_token,
)
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db


def test_the_code_from_the_mail_starts_a_session_and_a_diary(client: Client) -> None:
    assert post(client, f"{BROWSER}/auth/signup", {"email": NEW}).status_code == 401
    assert client.get("/api/v1/diary").status_code == 401
    post(client, f"{BROWSER}/auth/email/verify", {"key": mailed_code()})
    assert Diary.objects.get().owner.email == NEW
    diary = client.get("/api/v1/diary").json()
    assert diary["email"] == NEW
    assert diary["email_verified"] is True


def test_a_client_that_is_no_browser_signs_up_as_well() -> None:
    reply = Client().get("/api/v1/diary", headers=sign_up_with_token())
    assert reply.json()["email"] == NEW


def test_somebody_elses_address_gives_no_session_and_leaves_no_password(client: Client) -> None:
    post(client, f"{BROWSER}/auth/signup", {"email": NEW, "password": PASSWORD})
    wrong = post(client, f"{BROWSER}/auth/email/verify", {"key": "0000-0000"})
    assert wrong.status_code == 400
    owner = Client()
    assert sign_in_by_code(owner).status_code == 200
    waiting = post(Client(), f"{BROWSER}/auth/login", {"email": NEW, "password": PASSWORD})
    assert waiting.status_code == 400


def test_a_code_signs_in_with_or_without_its_dash(client: Client) -> None:
    sign_up(client)
    other = Client()
    post(other, f"{BROWSER}/auth/code/request", {"email": NEW})
    code = f" {mailed_code().replace('-', ' ')} "
    assert post(other, f"{BROWSER}/auth/code/confirm", {"code": code}).status_code == 200
    assert other.get("/api/v1/diary").json()["email"] == NEW


def test_a_code_works_once_and_five_tries_end_it(client: Client) -> None:
    sign_up(client)
    other = Client()
    post(other, f"{BROWSER}/auth/code/request", {"email": NEW})
    code = mailed_code()
    for _ in range(5):
        wrong = post(other, f"{BROWSER}/auth/code/confirm", {"code": "0000-0000"})
        assert wrong.status_code == 400
        assert wrong.json()["errors"][0]["code"] == "incorrect_code"
    assert post(other, f"{BROWSER}/auth/code/confirm", {"code": code}).status_code == 409


def test_a_code_ends_after_a_quarter_of_an_hour(client: Client, settings: Any) -> None:
    sign_up(client)
    other = Client()
    post(other, f"{BROWSER}/auth/code/request", {"email": NEW})
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    late = post(other, f"{BROWSER}/auth/code/confirm", {"code": mailed_code()})
    assert late.status_code == 409


@pytest.mark.parametrize(
    ("path", "mails"),
    [
        ("auth/code/request", ("Your code to sign in", "There is no diary with this address")),
        ("auth/signup", ("You already have a diary", "Your code for Footnote")),
        ("auth/password/request", ("Choose a new password", "There is no diary with this address")),
    ],
)
def test_known_and_unknown_addresses_get_the_same_reply_and_a_mail(
    client: Client, path: str, mails: tuple[str, str]
) -> None:
    sign_up(client)
    cache.clear()  # a second mail to one address waits ten seconds
    answers = []
    for address, subject in zip((NEW, "nobody@example.org"), mails, strict=True):
        mail.outbox.clear()
        response = post(Client(), f"{BROWSER}/{path}", {"email": address})
        answers.append((response.status_code, response.json()))
        [sent] = mail.outbox
        assert sent.to == [address]
        assert sent.subject == subject
        assert sent.body.strip().endswith("This mail says nothing of what is in it.")
    assert answers[0] == answers[1]


def test_a_code_never_fits_an_unknown_address(client: Client) -> None:
    post(client, f"{BROWSER}/auth/code/request", {"email": "nobody@example.org"})
    for code in ("", "0000-0000"):
        answer = post(client, f"{BROWSER}/auth/code/confirm", {"code": code})
        assert answer.status_code == 400
    assert not User.objects.exists()


def test_a_strangers_wrong_passwords_do_not_keep_the_owner_from_a_code(client: Client) -> None:
    sign_up(client)
    set_password(client)
    for number in range(12):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        body = {"email": NEW, "password": "not the password"}
        post(Client(), f"{BROWSER}/auth/login", body, headers=headers)
    locked = post(Client(), f"{BROWSER}/auth/login", {"email": NEW, "password": PASSWORD})
    assert locked.json()["errors"][0]["code"] == "too_many_login_attempts"
    assert sign_in_by_code(Client()).status_code == 200


def test_a_token_ends_with_its_session() -> None:
    token = sign_up_with_token()
    assert Client().delete(f"{APP}/auth/session", headers=token).status_code == 401
    assert Client().get("/api/v1/diary", headers=token).status_code == 401


def test_a_bad_token_is_refused_even_beside_a_good_cookie(client: Client) -> None:
    sign_up(client)
    assert client.get("/api/v1/diary").status_code == 200
    bad = client.get("/api/v1/diary", headers={"X-Session-Token": "a" * 32})
    assert bad.status_code == 401


def test_the_browser_needs_its_csrf_token_for_every_change() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(f"{BROWSER}/auth/session")
    proof = {"X-CSRFToken": client.cookies["csrftoken"].value}
    post(client, f"{BROWSER}/auth/signup", {"email": NEW}, headers=proof)
    body = {"key": mailed_code()}
    assert post(client, f"{BROWSER}/auth/email/verify", body).status_code == 403
    done = post(client, f"{BROWSER}/auth/email/verify", body, headers=proof)
    assert done.status_code == 200
    zone = {"zone": "Asia/Tokyo"}
    refused = client.patch("/api/v1/diary", zone, "application/json")
    assert refused.status_code == 403
    assert refused.json()["errors"]
    proof = {"X-CSRFToken": client.cookies["csrftoken"].value}
    changed = client.patch("/api/v1/diary", zone, "application/json", headers=proof)
    assert changed.status_code == 200
    assert changed.json()["zone"] == "Asia/Tokyo"


def test_authentication_costs_one_query(django_assert_num_queries: Any) -> None:
    token = sign_up_with_token()
    Client().get("/api/v1/questions", headers=token)  # notes that the session is in use
    with django_assert_num_queries(2):  # the person with the diary; a count of none
        assert Client().get("/api/v1/questions", headers=token).status_code == 200


def test_a_person_without_a_diary_gets_one() -> None:
    user = User.objects.create_user("old@example.org", "a long way to walk")
    assert diary_of(user) == diary_of(User.objects.get(pk=user.pk))


def test_a_closed_account_is_let_in_no_more() -> None:
    token = sign_up_with_token()
    User.objects.update(is_active=False)
    assert Client().get("/api/v1/diary", headers=token).status_code == 401


def test_a_new_password_is_chosen_by_the_link_and_the_old_one_ends(client: Client) -> None:
    sign_up(client)
    set_password(client)
    post(Client(), f"{APP}/auth/password/request", {"email": NEW})
    assert f"{settings.SITE_URL}/#/reset-password/" in mail.outbox[-1].body
    link = re.search(r"#/reset-password/(\S+)", str(mail.outbox[-1].body))
    assert link
    new = {"key": unquote(link[1]), "password": "another long way to walk"}
    post(Client(), f"{APP}/auth/password/reset", new)
    old = {"email": NEW, "password": PASSWORD}
    assert post(Client(), f"{APP}/auth/login", old).status_code == 400
    signed_in = post(Client(), f"{APP}/auth/login", old | {"password": new["password"]})
    assert signed_in.status_code == 200
    assert client.get("/api/v1/diary").status_code == 401  # the other sessions end with it


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", ["CONNECT", "RCPT", "."])
def test_a_mail_server_that_is_down_leaves_no_account_and_the_next_try_works(
    client: Client, settings: Any, command: str
) -> None:
    client.raise_request_exception = False
    settings.EMAIL_BACKEND = "reminders.smtp.EmailBackend"
    with mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
        server.refusals = {command: ["421 later", "421 later"]}
        for _ in range(2):
            refused = post(client, f"{BROWSER}/auth/signup", {"email": NEW})
            assert refused.status_code == 503
            assert refused.json()["errors"][0]["code"] == "mail_unavailable"
            assert refused.headers["Retry-After"]
            assert not User.objects.exists()
        assert post(client, f"{BROWSER}/auth/signup", {"email": NEW}).status_code == 401
        code = code_in(server.mails[0].part("text/plain").replace("\r\n", "\n"))
    assert post(client, f"{BROWSER}/auth/email/verify", {"key": code}).status_code == 200


def test_a_failed_mail_takes_nothing_from_who_has_an_account(client: Client, settings: Any) -> None:
    sign_up(client)
    settings.EMAIL_BACKEND = "reminders.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    other = Client(raise_request_exception=False)
    refused = post(other, f"{BROWSER}/auth/code/request", {"email": NEW})
    assert refused.json()["errors"][0]["code"] == "mail_unavailable"
    assert client.get("/api/v1/diary").json()["email"] == NEW


def test_an_account_is_made_again_with_the_address_of_a_deleted_one(client: Client) -> None:
    sign_up(client)
    assert client.delete("/api/v1/account").status_code == 204
    again = Client()
    sign_up(again)
    assert again.get("/api/v1/diary").json()["email"] == NEW
