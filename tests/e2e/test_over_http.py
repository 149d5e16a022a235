"""The main job over HTTP, against `manage.py up`: from a sign-up to the doctor's page."""

import base64
import json
import signal
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from sharing.access.passcodes import MAX_ATTEMPTS
from tests.mailbox import sign_up_at
from tests.servers import site, wait_until

pytestmark = pytest.mark.live


@dataclass
class Reply:
    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Person:
    """A client without a browser: sends JSON and its session token."""

    address: str
    token: str = ""

    def ask(self, method: str, path: str, body: Any = None) -> Reply:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["X-Session-Token"] = self.token
        data = None if body is None else json.dumps(body).encode()
        url = path if path.startswith("http") else self.address + path
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as reply:
                return Reply(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Reply(refusal.code, refusal.headers, refusal.read())

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)


def sign_up(address: str) -> Person:
    return Person(address, sign_up_at(address, f"{uuid4().hex}@example.org"))


def eventually(ask: Callable[[], Any], what: str) -> Any:
    """Poll `ask` until its result is truthy; returns it."""
    results: list[Any] = []

    def check() -> bool:
        results[:] = [ask()]
        return bool(results[0])

    wait_until(check, 20, what)
    return results[0]


def long_episode() -> dict[str, Any]:
    """Two hours, three days ago: matches `long_hour`, level see_provider."""
    start = (datetime.now(UTC) - timedelta(days=3)).replace(microsecond=0)
    return {
        "started_at": start.isoformat(),
        "ended_at": (start + timedelta(hours=2)).isoformat(),
        "zone": "Europe/Berlin",
        "areas": ["left.foot", "left.calf"],
        "sensations": ["numb", "tingling"],
        "trigger": "sitting",
        "severity": 4,
    }


def assessed(person: Person) -> Any:
    reply = person.get("/api/v1/assessment")
    return reply.json if reply.status == 200 and reply.json.get("level") else None


def test_one_person_walks_through_all_of_it(live_site: str) -> None:
    person = sign_up(live_site)
    id = uuid4()

    saved = person.ask("PUT", f"/api/v1/episodes/{id}", long_episode())
    assert saved.status == 201, saved.text
    assert saved.json["verdict"]["level"] == "see_provider"
    assert [finding["rule"] for finding in saved.json["verdict"]["findings"]] == ["long_hour"]

    assessment = eventually(lambda: assessed(person), "the worker's assessment")
    assert assessment["level"] == "see_provider"
    assert assessment["findings"][0]["evidence"]["episodes"] == [str(id)]

    prompts = eventually(lambda: results(person.get("/api/v1/prompts")), "a prompt")
    assert prompts[0]["level"] == "see_provider"
    assert results(person.get("/api/v1/reminders"))

    chart = person.get("/api/v1/charts/frequency.svg?days=90")
    assert chart.status == 200, chart.text
    assert chart.headers["Content-Type"].startswith("image/svg+xml")
    assert "<title" in chart.text

    link = person.ask("POST", "/api/v1/share-links", {"days": 90, "expires_in_days": 7})
    assert link.status == 201, link.text
    doctor = Person(live_site)
    page = doctor.get(link.json["url"])
    assert page.status == 200
    assert page.headers["Cache-Control"].count("no-store")
    assert "<script" not in page.text

    views = results(person.get(f"/api/v1/share-links/{link.json['id']}/views"))
    assert len(views) == 1

    revoked = person.ask("DELETE", f"/api/v1/share-links/{link.json['id']}")
    assert revoked.status == 204
    assert doctor.get(link.json["url"]).status == 404


def test_fifty_wrong_passcodes_at_once_are_no_more_than_there_are_tries(live_site: str) -> None:
    person = sign_up(live_site)
    wish = {"days": 90, "expires_in_days": 7, "passcode": "4711"}
    reply = person.ask("POST", "/api/v1/health-links", wish)
    assert reply.status == 201, reply.text
    payload = base64.urlsafe_b64decode(reply.json["url"].removeprefix("shlink:/") + "===")
    url = json.loads(payload)["url"]

    def guess(number: int) -> int:
        body = {"recipient": "A robot", "passcode": f"guess {number}"}
        return Person(live_site).ask("POST", url, body).status

    with ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(guess, range(50)))
    assert 0 < answers.count(401) <= MAX_ATTEMPTS
    # 503: one address has no more turns at once, and nothing was compared.
    assert sum(answers.count(status) for status in (401, 404, 503)) == 50
    [link] = results(person.get("/api/v1/share-links"))
    assert (link["state"], link["tries_left"]) == ("locked", 0)


def results(reply: Reply) -> list[Any]:
    assert reply.status == 200, reply.text
    body = reply.json
    return list(body["results"] if isinstance(body, dict) else body)


def test_a_stranger_finds_nothing_there(live_site: str) -> None:
    id = uuid4()
    sign_up(live_site).ask("PUT", f"/api/v1/episodes/{id}", long_episode())
    stranger = sign_up(live_site)
    assert stranger.get(f"/api/v1/episodes/{id}").status == 404
    assert stranger.ask("PUT", f"/api/v1/episodes/{id}", long_episode()).status == 404
    assert Person(live_site).get(f"/api/v1/episodes/{id}").status == 401


def test_what_was_saved_before_a_crash_is_assessed_after_it(tmp_path: Path) -> None:
    with site(tmp_path / "data") as (address, up):
        person = sign_up(address)
        saved = person.ask("PUT", f"/api/v1/episodes/{uuid4()}", long_episode())
        up.popen.send_signal(signal.SIGKILL)
        up.popen.wait()
    assert saved.status == 201
    with site(tmp_path / "data") as (address, _):
        person.address = address
        assert eventually(lambda: assessed(person), "the assessment after the crash")
