"""Signing up and in over HTTP, with the codes from the mails."""

import base64
import hmac
import re
import struct
import time
from typing import Any

from django.core import mail
from django.test import Client

APP, BROWSER = "/_allauth/app/v1", "/_allauth/browser/v1"
NEW = "new@example.org"
PASSWORD = "a long way to walk"


def post(client: Client, path: str, body: Any, **more: Any) -> Any:
    return client.post(path, body, "application/json", **more)


def code_in(text: str) -> str:
    match = re.search(r"^(\d{4}-\d{4})$", text, re.MULTILINE)
    assert match, text
    return match[1]


def mailed_code() -> str:
    """The code of the newest mail."""
    return code_in(str(mail.outbox[-1].body))


def sign_up(client: Client, email: str = NEW) -> Any:
    """Sign up; the client then has the session. Returns the last response."""
    assert post(client, f"{BROWSER}/auth/signup", {"email": email}).status_code == 401
    done = post(client, f"{BROWSER}/auth/email/verify", {"key": mailed_code()})
    assert done.status_code == 200, done.content
    return done


def sign_up_with_token(email: str = NEW) -> dict[str, str]:
    """Sign up without a browser; returns the header with the session token."""
    began = post(Client(), f"{APP}/auth/signup", {"email": email})
    token = {"X-Session-Token": began.json()["meta"]["session_token"]}
    done = post(Client(), f"{APP}/auth/email/verify", {"key": mailed_code()}, headers=token)
    assert done.status_code == 200, done.content
    return {"X-Session-Token": done.json()["meta"].get("session_token", *token.values())}


def sign_in_by_code(client: Client, email: str = NEW) -> Any:
    assert post(client, f"{BROWSER}/auth/code/request", {"email": email}).status_code == 401
    return post(client, f"{BROWSER}/auth/code/confirm", {"code": mailed_code()})


def set_password(client: Client, password: str = PASSWORD) -> Any:
    """Set the password of a signed-in user who has none yet."""
    return post(client, f"{BROWSER}/account/password/change", {"new_password": password})


def app_code(secret: str, ahead: int = 0) -> str:
    """The TOTP code of now, or of `ahead` time steps of 30 s later (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.digest(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, "sha1")
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 10**6:06}"
