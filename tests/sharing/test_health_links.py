"""SMART Health Links: created, encrypted, and opened by a third-party reader."""

import base64
import json
import logging
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient
from time_machine import travel

from diary.models import Diary, User
from sharing.access.log_redaction import RedactTokens
from sharing.access.passcodes import MAX_ATTEMPTS
from sharing.models import ShareFile, ShareLink, ShareView
from tests.sharing.conftest import Log
from tests.sharing.fhir.validators import FRONTEND
from tests.sharing.pdf.parsed_pdf import ParsedPDF

Json = dict[str, Any]
Make = Callable[..., Json]
LINKS = "/api/v1/health-links"


@pytest.fixture
def make(reauthenticated_api: APIClient) -> Make:
    """Create a health link as the owner; returns the JSON of the response."""

    def create(**options: Any) -> Json:
        body = {"days": 30, "expires_in_days": 7, **options}
        reply = reauthenticated_api.post(LINKS, body, format="json")
        assert reply.status_code == 201, reply.json()
        link: Json = reply.json()
        return link

    return create


def payload(link: Json) -> Json:
    text = link["url"].removeprefix("shlink:/")
    content: Json = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return content


def path(link: Json) -> str:
    return "/shl/" + str(payload(link)["url"]).rpartition("/shl/")[2]


def ask(link: Json, **options: Any) -> Any:
    body = {"recipient": "Dr. Foot", **options}
    return Client().post(path(link), json.dumps(body), content_type="application/json")


def read(*requests: Json) -> list[Json]:
    """The result of the third-party reader for each request."""
    ran = subprocess.run(
        ["node", "tests/open-health-links.mjs"],
        cwd=FRONTEND,
        input=json.dumps(requests),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    results: list[Json] = json.loads(ran.stdout)
    return results


def bundle_of(result: Json) -> Json:
    assert "error" not in result, result
    (bundle,) = result["resources"]
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "document")
    whole: Json = bundle
    return whole


def pdf_of(bundle: Json) -> ParsedPDF:
    """The PDF attached to the document."""
    resources = [entry["resource"] for entry in bundle["entry"]]
    (reference,) = (
        resource for resource in resources if resource["resourceType"] == "DocumentReference"
    )
    attachment = reference["content"][0]["attachment"]
    assert attachment["contentType"] == "application/pdf"
    return ParsedPDF(base64.b64decode(attachment["data"]))


def test_the_link_has_url_key_and_expiry(make: Make) -> None:
    created = make(label="For Dr. Foot", passcode="4711", long_term=True)
    content = payload(created)
    assert set(content) == {"url", "key", "exp", "flag", "label", "v"}
    assert content["url"].startswith("http://localhost:8000/shl/")
    assert len(content["url"]) <= 128
    assert len(base64.urlsafe_b64decode(content["key"] + "=")) == 32
    assert (content["flag"], content["label"], content["v"]) == ("LP", "For Dr. Foot", 1)
    link = ShareLink.objects.get()
    assert content["exp"] == int(link.expires_at.timestamp())
    assert "flag" not in payload(make())
    assert payload(make(direct=True))["flag"] == "U"


@pytest.mark.django_db(transaction=True)
def test_a_reader_of_somebody_elses_opens_every_kind(
    make: Make, log: Log, live_server: Any, settings: Any
) -> None:
    settings.SITE_URL = live_server.url
    episode = log(areas=["left.foot"], note="secret-word")
    plain, locked = make(), make(passcode="open sesame", long_term=True)
    direct, once = make(direct=True), make(single_use=True)
    ended, bare = make(), make(notes=False)
    ShareLink.objects.filter(id=ended["id"]).update(revoked_at=timezone.now())
    results = read(
        {"link": plain["url"]},
        {"link": plain["url"], "embeddedLengthMax": 10},
        {"link": locked["url"], "passcode": "open sesame"},
        {"link": locked["url"], "passcode": "wrong"},
        {"link": direct["url"]},
        {"link": once["url"]},
        {"link": once["url"]},
        {"link": ended["url"]},
        {"link": bare["url"]},
    )
    for place in (0, 1, 2, 4, 5):
        bundle = bundle_of(results[place])
        assert f"urn:uuid:{episode.id}" in [entry["fullUrl"] for entry in bundle["entry"]]
        assert "secret-word" in json.dumps(bundle)
    paper = pdf_of(bundle_of(results[0]))
    assert "Page 1 of " in paper.pages[0]
    assert "secret-word" in paper.text
    assert "secret-word" not in pdf_of(bundle_of(results[8])).text
    assert results[0]["manifest"]["status"] == "finalized"
    assert results[2]["manifest"]["status"] == "can-change"
    assert "location" in results[1]["manifest"]["files"][0]
    assert results[3] == {"error": "SHLInvalidPasscodeError"}
    assert results[6] == results[7] == {"error": "SHLManifestNotFoundError"}
    assert "secret-word" not in json.dumps(bundle_of(results[8]))


def test_the_server_cannot_read_its_stored_files(make: Make, log: Log) -> None:
    log(note="secret-word")
    created = make()
    sealed = ShareFile.objects.get().sealed
    key, token = payload(created)["key"], path(created)[5:]
    header, none, nonce, content, _tag = sealed.split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "==")) == {
        "alg": "dir",
        "enc": "A256GCM",
        "zip": "DEF",
        "cty": "application/fhir+json",
    }
    assert none == ""
    rows = [*ShareLink.objects.values(), *ShareFile.objects.values()]
    assert key not in str(rows)
    assert token not in str(rows)
    assert "secret-word" not in str(rows)
    make()
    nonces = {file.sealed.split(".")[2] for file in ShareFile.objects.all()}
    assert len(nonces) == 2
    assert len({nonce, content}) == 2


def test_only_a_wrong_passcode_consumes_an_attempt(make: Make) -> None:
    created = make(passcode="4711")
    assert ask(created).json()["remainingAttempts"] == MAX_ATTEMPTS  # no guess
    wrong = ask(created, passcode="4712")
    assert wrong.status_code == 401
    assert wrong.json()["remainingAttempts"] == MAX_ATTEMPTS - 1
    assert wrong.json()["errors"][0]["code"] == "wrong_passcode"
    for _again in range(3):
        assert ask(created, passcode="4711").status_code == 200
    assert ask(created, passcode="4712").json()["remainingAttempts"] == MAX_ATTEMPTS - 2
    for left in range(MAX_ATTEMPTS - 3, -1, -1):
        assert ask(created, passcode="4712").json()["remainingAttempts"] == left
    assert ask(created, passcode="4711").status_code == 404  # for good
    assert ask(created).status_code == 404


def test_an_attempt_is_consumed_before_the_passcode_is_compared(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    created, attempts = make(passcode="4711"), list[str]()

    def slow(passcode: str, right: str) -> bool:
        attempts.append(passcode)
        ask(created, passcode="4712")  # a second request while this one is compared
        return False

    monkeypatch.setattr("sharing.access.passcodes.check_password", slow)
    ask(created, passcode="4712")
    assert len(attempts) == MAX_ATTEMPTS


@pytest.mark.django_db(transaction=True)
def test_fifty_wrong_passcodes_at_once_are_no_more_than_there_are_tries(
    make: Make, live_server: Any, settings: Any
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("one connection serves all threads there; this is about many")
    settings.SITE_URL = live_server.url
    url = payload(make(passcode="4711"))["url"]

    def guess(number: int) -> int:
        body = json.dumps({"recipient": "A robot", "passcode": f"guess {number}"})
        request = Request(url, body.encode(), {"Content-Type": "application/json"})
        try:
            with urlopen(request, timeout=60) as reply:
                return int(reply.status)
        except HTTPError as error:
            error.close()
            return error.code

    with ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(guess, range(50)))
    assert answers.count(401) == MAX_ATTEMPTS
    assert answers.count(404) == 50 - MAX_ATTEMPTS
    assert ShareLink.objects.get().tries_left == 0


def test_a_single_use_manifest_opens_once_and_its_file_can_still_be_fetched(make: Make) -> None:
    created = make(single_use=True)
    reply = ask(created, embeddedLengthMax=0)
    assert ask(created).status_code == 404
    where = reply.json()["files"][0]["location"].removeprefix("http://localhost:8000")
    file = Client().get(where)
    assert file.status_code == 200
    assert file["Content-Type"] == "application/jose"
    assert Client().get(where + "x").status_code == 404


def test_the_location_of_a_file_expires_after_an_hour(make: Make) -> None:
    created = make()
    where = ask(created, embeddedLengthMax=0).json()["files"][0]["location"]
    with travel(timezone.now() + timedelta(hours=1, seconds=5)):
        assert Client().get(where.removeprefix("http://localhost:8000")).status_code == 404


def test_revoked_and_expired_links_are_indistinguishable_from_unknown_links(
    make: Make, reauthenticated_api: APIClient
) -> None:
    ended, expired = make(), make()
    assert reauthenticated_api.delete(f"/api/v1/share-links/{ended['id']}").status_code == 204
    assert not ShareFile.objects.filter(link_id=ended["id"]).exists()
    ShareLink.objects.filter(id=expired["id"]).update(expires_at=timezone.now())
    never = Client().post("/shl/nowhere", '{"recipient": "x"}', content_type="application/json")
    assert never.status_code == 404
    for created in (ended, expired):
        assert (ask(created).status_code, ask(created).json()) == (404, never.json())


def test_each_kind_of_link_opens_only_its_own_urls(make: Make, share: Any) -> None:
    page = share()["url"].rpartition("/s/")[2]
    reply = Client().post(f"/shl/{page}", '{"recipient": "x"}', content_type="application/json")
    assert reply.status_code == 404
    health = make()
    assert Client().get("/s/" + path(health)[5:]).status_code == 404
    assert Client().get(path(health) + "?recipient=x").status_code == 404  # not a direct one
    direct = make(direct=True)
    assert ask(direct).status_code == 404
    assert Client().get(path(direct) + "?recipient=x").status_code == 200
    assert Client().get(path(direct)).status_code == 400  # without `recipient`


def test_the_owner_sees_who_opened_it(make: Make, reauthenticated_api: APIClient) -> None:
    created = make(passcode="4711")
    ask(created, passcode="wrong")
    ask(created, passcode="4711")
    (view,) = reauthenticated_api.get(f"/api/v1/share-links/{created['id']}/views").json()[
        "results"
    ]
    assert view["recipient"] == "Dr. Foot"
    (listed,) = reauthenticated_api.get("/api/v1/share-links").json()["results"]
    assert (listed["kind"], listed["tries_left"], listed["views"]) == (
        "health",
        MAX_ATTEMPTS - 1,
        1,
    )


def test_the_files_stay_until_they_are_refreshed(
    make: Make, reauthenticated_api: APIClient, log: Log
) -> None:
    created = make(long_term=True, notes=False)
    before = ShareFile.objects.get()
    log(note="secret-word")
    assert ask(created).json()["files"][0]["embedded"] == before.sealed
    where, key = f"{LINKS}/{created['id']}/refresh", payload(created)["key"]
    other = reauthenticated_api.post(where, {"key": "A" * 43}, format="json")
    assert other.status_code == 400
    assert other.json()["errors"][0]["code"] == "wrong_key"
    assert ShareFile.objects.get().sealed == before.sealed
    assert reauthenticated_api.post(where, {"key": key}, format="json").status_code == 204
    after = ShareFile.objects.get()
    assert len(after.sealed) > len(before.sealed)
    assert after.sealed.split(".")[2] != before.sealed.split(".")[2]  # the same key, another nonce
    short = make()
    body = {"key": payload(short)["key"]}
    assert (
        reauthenticated_api.post(f"{LINKS}/{short['id']}/refresh", body, format="json").status_code
        == 404
    )


def test_its_token_is_in_no_log(make: Make) -> None:
    where = path(make())
    line = logging.LogRecord("access", logging.INFO, "", 0, "POST %s/files/x 200", (where,), None)
    RedactTokens().filter(line)
    assert line.getMessage() == "POST /shl/…/files/x 200"


def test_cors_allows_a_reader_on_any_origin(make: Make) -> None:
    created = make()
    before = Client().options(path(created), headers={"origin": "https://viewer.example"})
    assert before.status_code == 204
    assert before["Access-Control-Allow-Headers"] == "Content-Type"
    for reply in (before, ask(created), Client().get("/shl/nowhere?recipient=x")):
        assert reply["Access-Control-Allow-Origin"] == "*"
        assert reply["Cache-Control"] == "no-store"
    assert not ShareView.objects.filter(client="").exists()


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "recipient"),
        ({"recipient": ""}, "recipient"),
        ({"recipient": 7}, "recipient"),
        ({"recipient": "x", "embeddedLengthMax": -1}, "embeddedLengthMax"),
        ({"recipient": "x", "embeddedLengthMax": "10"}, "embeddedLengthMax"),
        ({"recipient": "x", "passcode": 4711}, "passcode"),
        ([], None),
    ],
)
def test_an_invalid_manifest_request_consumes_no_use(
    make: Make, body: Any, param: str | None
) -> None:
    created = make(single_use=True)
    reply = Client().post(path(created), json.dumps(body), content_type="application/json")
    assert reply.status_code == 400
    assert [error.get("param") for error in reply.json()["errors"]] == [param]
    assert ask(created, extra="of a newer reader").status_code == 200


@pytest.mark.parametrize(
    ("wish", "param"),
    [
        ({"passcode": "123"}, "passcode"),
        ({"passcode": "1234", "direct": True}, "passcode"),
        ({"label": "x" * 81}, "label"),
        ({"single_use": "yes"}, "single_use"),
        ({"days": 6}, "days"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_an_invalid_request_creates_no_link(
    reauthenticated_api: APIClient, wish: Json, param: str
) -> None:
    reply = reauthenticated_api.post(
        LINKS, {"days": 30, "expires_in_days": 7, **wish}, format="json"
    )
    assert reply.status_code == 400
    assert [error["param"] for error in reply.json()["errors"]] == [param]
    assert not ShareLink.objects.exists()


def test_creating_a_health_link_requires_reauthentication(api: APIClient) -> None:
    refused = api.post(LINKS, {"days": 30, "expires_in_days": 7}, format="json")
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["code"] == "reauthentication_required"


def test_the_expiry_of_a_health_link_cannot_be_changed(
    make: Make, reauthenticated_api: APIClient
) -> None:
    created = make()
    where = f"/api/v1/share-links/{created['id']}"
    assert reauthenticated_api.patch(where, {"label": "b"}, format="json").status_code == 200
    moved = reauthenticated_api.patch(where, {"expires_in_days": 9}, format="json")
    assert moved.status_code == 400
    assert moved.json()["errors"][0]["code"] == "fixed_end"


def test_its_files_go_with_the_entries_and_with_the_diary(
    make: Make, owner: User, reauthenticated_api: APIClient
) -> None:
    make()
    assert reauthenticated_api.delete("/api/v1/diary/entries").status_code == 204
    assert not ShareFile.objects.exists()
    make()
    Diary.objects.get(owner=owner).delete()
    assert not ShareFile.objects.exists()
