"""Sign-up at a running site, with the mailed code read at /dev/mail."""

import json
import urllib.error
import urllib.request
from typing import Any

from tests.accounts import APP, code_in


def code_to(site: str, email: str) -> str:
    """The code in the newest mail to this address."""
    with urllib.request.urlopen(f"{site}/dev/mail", timeout=10) as reply:
        mails = reply.read().decode().split("<article>")
    newest = next(mail for mail in mails if f"<p>{email} ·" in mail)
    return code_in(newest)


def sign_up_at(site: str, email: str) -> str:
    """Sign up; returns the session token."""
    token = _post(site, "auth/signup", {"email": email})["meta"]["session_token"]
    done = _post(site, "auth/email/verify", {"key": code_to(site, email)}, token)
    return str(done["meta"].get("session_token", token))


def _post(site: str, path: str, body: dict[str, str], token: str = "") -> Any:
    headers = {"Content-Type": "application/json"} | ({"X-Session-Token": token} if token else {})
    request = urllib.request.Request(f"{site}{APP}/{path}", json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.load(reply)
    except urllib.error.HTTPError as waits:  # 401: for the code
        with waits:
            return json.load(waits)
