"""/api/v1/share-links: the owner, a stranger and nobody."""

import io
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from rest_framework.test import APIClient

from diary.models import Diary, User
from sharing.links import store
from sharing.models import ShareLink
from tests.conftest import Clock
from tests.sharing.conftest import path_of

pytestmark = pytest.mark.sqlite

LINKS = "/api/v1/share-links"
Share = Callable[..., dict[str, Any]]


def test_the_url_of_a_link_is_shown_once(api: APIClient, share: Share) -> None:
    created = share(days=30, expires_in_days=2, label="Dr Smith")
    assert set(created) == {"id", "url", "qr", "expires_at", "days", "label", "created_at"}
    assert created["url"].startswith("http://localhost:8000/s/")
    assert len(path_of(created["url"])) >= len("/s/") + 43
    lasts = datetime.fromisoformat(created["expires_at"]) - datetime.fromisoformat(
        created["created_at"]
    )
    assert lasts == timedelta(days=2)
    listed = api.get(LINKS).json()
    assert listed["count"] == 1
    assert listed["results"][0]["label"] == "Dr Smith"
    assert "url" not in listed["results"][0]
    assert path_of(created["url"])[3:] not in str(listed)


def test_the_token_is_stored_nowhere(share: Share) -> None:
    token = path_of(share()["url"])[3:]
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump)
    assert store.token_hash(token) in dump.getvalue()
    assert token not in dump.getvalue()


def test_the_token_is_in_no_log(share: Share, doctor: Client, api: APIClient) -> None:
    created = share()
    path = path_of(created["url"])
    handler = next(h for h in logging.getLogger().handlers if h.name == "console")
    assert isinstance(handler, logging.StreamHandler)
    lines = io.StringIO()
    before = handler.setStream(lines)
    try:
        doctor.get(path)
        doctor.post(path)
        api.delete(f"{LINKS}/{created['id']}")
        doctor.get(path)
        logging.getLogger("django.request").error("Internal Server Error: %s", path)
        logging.getLogger("access").warning('"GET %s/charts/x.svg HTTP/1.1" 200', path)
    finally:
        handler.setStream(before or handler.stream)
    assert "/s/…" in lines.getvalue()
    assert "/s/…/charts/x.svg" in lines.getvalue()
    assert path[3:] not in lines.getvalue()


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"days": 6}, "days"),
        ({"days": 3651}, "days"),
        ({"days": "many"}, "days"),
        ({"days": None}, "days"),
        ({"expires_in_days": 0}, "expires_in_days"),
        ({"expires_in_days": 91}, "expires_in_days"),
        ({"label": "x" * 101}, "label"),
        ({"label": ["x"]}, "label"),
        ({"days": "30"}, "days"),
        ({"passcode": "1"}, "passcode"),
    ],
)
def test_an_invalid_request_creates_no_link(
    reauthenticated_api: APIClient, fields: dict[str, Any], param: str
) -> None:
    body = {"days": 90, "expires_in_days": 7, **fields}
    response = reauthenticated_api.post(LINKS, body, format="json")
    assert response.status_code == 400
    assert [error["param"] for error in response.json()["errors"]] == [param]
    assert not ShareLink.objects.exists()


def test_a_missing_field_or_a_list_is_a_400(reauthenticated_api: APIClient) -> None:
    assert reauthenticated_api.post(LINKS, {}, format="json").status_code == 400
    assert reauthenticated_api.post(LINKS, [1], format="json").status_code == 400


def test_it_can_be_renamed_and_extended(reauthenticated_api: APIClient, share: Share) -> None:
    created = share(label="a", expires_in_days=1)
    changed = reauthenticated_api.patch(
        f"{LINKS}/{created['id']}", {"label": "b", "expires_in_days": 30}, format="json"
    )
    assert changed.status_code == 200
    assert changed.json()["label"] == "b"
    ends = datetime.fromisoformat(changed.json()["expires_at"])
    assert ends > datetime.fromisoformat(created["expires_at"]) + timedelta(days=28)
    unchanged = reauthenticated_api.patch(f"{LINKS}/{created['id']}", {}, format="json").json()
    assert (unchanged["label"], unchanged["expires_at"]) == ("b", changed.json()["expires_at"])
    bad = reauthenticated_api.patch(
        f"{LINKS}/{created['id']}", {"expires_in_days": 91}, format="json"
    )
    assert bad.status_code == 400


def test_revoking_a_link_is_idempotent(api: APIClient, share: Share) -> None:
    created = share()
    assert api.delete(f"{LINKS}/{created['id']}").status_code == 204
    ended = api.get(LINKS).json()["results"][0]["revoked_at"]
    assert ended is not None
    assert api.delete(f"{LINKS}/{created['id']}").status_code == 204
    assert api.get(LINKS).json()["results"][0]["revoked_at"] == ended


def test_lasting_longer_does_not_bring_an_ended_link_back(
    reauthenticated_api: APIClient, share: Share, doctor: Client
) -> None:
    created = share()
    reauthenticated_api.delete(f"{LINKS}/{created['id']}")
    reauthenticated_api.patch(f"{LINKS}/{created['id']}", {"expires_in_days": 90}, format="json")
    assert doctor.get(path_of(created["url"])).status_code == 404


@pytest.mark.parametrize("verb", ["patch", "delete"])
def test_a_stranger_finds_no_such_link(
    stranger_api: APIClient, share: Share, doctor: Client, verb: str
) -> None:
    created = share()
    response = getattr(stranger_api, verb)(
        f"{LINKS}/{created['id']}", {"label": "x"}, format="json"
    )
    assert response.status_code == 404
    assert response.json()["errors"][0]["code"] == "not_found"
    assert stranger_api.get(f"{LINKS}/{created['id']}/views").status_code == 404
    assert stranger_api.get(LINKS).json()["results"] == []
    assert doctor.get(path_of(created["url"])).status_code == 200


def test_nobody_makes_or_sees_links_without_signing_in(anonymous_api: APIClient) -> None:
    for verb, path in (
        ("get", LINKS),
        ("post", LINKS),
        ("patch", f"{LINKS}/{uuid4()}"),
        ("delete", f"{LINKS}/{uuid4()}"),
        ("get", f"{LINKS}/{uuid4()}/views"),
    ):
        assert getattr(anonymous_api, verb)(path).status_code == 401


def test_each_view_is_listed_for_the_owner(
    api: APIClient, share: Share, doctor: Client, noon: Clock
) -> None:
    created = share()
    path = path_of(created["url"])
    doctor.get(path)
    noon.shift(timedelta(seconds=1))
    doctor.get(path, headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/605"})
    doctor.head(path)
    doctor.get(f"{path}/charts/frequency.svg")
    views = api.get(f"{LINKS}/{created['id']}/views").json()
    assert [view["client"] for view in views["results"]] == [
        "Safari on iPhone",
        "Chrome on Android",
    ]
    listed = api.get(LINKS).json()["results"][0]
    assert (listed["views"], listed["last_viewed_at"]) == (2, views["results"][0]["at"])


def test_the_user_agent_is_not_stored(api: APIClient, share: Share, doctor: Client) -> None:
    created = share()
    doctor.get(path_of(created["url"]), headers={"user-agent": "<script>Jane</script>" * 500})
    doctor.get(path_of(created["url"]), headers={"user-agent": ""})
    views = api.get(f"{LINKS}/{created['id']}/views").json()["results"]
    assert {view["client"] for view in views} == {"A browser"}


def test_views_and_links_come_in_pages(api: APIClient, share: Share, owner: User) -> None:
    created = share()
    link = ShareLink.objects.get(id=created["id"])
    for minute in range(5):
        store.log_view(link, "", datetime(2026, 11, 1, 0, minute, tzinfo=UTC))
    first = api.get(f"{LINKS}/{created['id']}/views?limit=3").json()
    assert (first["count"], len(first["results"])) == (5, 3)
    second = api.get(first["next"]).json()
    assert len(second["results"]) == 2
    assert api.get(f"{LINKS}?offset=99").json()["results"] == []


def test_listing_links_takes_a_constant_number_of_queries(
    api: APIClient,
    share: Share,
    doctor: Client,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for _ in range(5):
        doctor.get(path_of(share()["url"]))
    with django_assert_max_num_queries(3):  # the diary, the count, the links
        api.get(LINKS)


def test_links_go_with_the_diary(share: Share, doctor: Client, owner: User) -> None:
    path = path_of(share()["url"])
    doctor.get(path)
    Diary.objects.get(owner=owner).delete()
    assert not ShareLink.objects.exists()
    assert doctor.get(path).status_code == 404
