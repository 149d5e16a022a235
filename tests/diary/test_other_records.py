"""/api/v1/alerts, check-ins, background, questions and the diary's settings."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import Diary, User

pytestmark = pytest.mark.sqlite

KEY = "0193510c-0000-7000-8000-000000000002"
RECORDS: dict[str, dict[str, Any]] = {
    f"/api/v1/alerts/{KEY}": {
        "noticed_at": "2026-11-22T08:00:00Z",
        "zone": "UTC",
        "red_flags": {"vision": True},
    },
    "/api/v1/check-ins/2026-11-20": {},
    f"/api/v1/background/{KEY}": {
        "kind": "medication",
        "name": "metformin",
        "started_on": "2026-01-01",
    },
    f"/api/v1/questions/{KEY}": {"text": "Should I see a neurologist?"},
}


def everything(path: str) -> str:
    return path.rsplit("/", 1)[0]


@pytest.mark.parametrize(("path", "body"), RECORDS.items(), ids=list(RECORDS))
def test_put_list_delete_and_back(
    path: str, body: Any, api: APIClient, stranger_api: APIClient, anonymous_api: APIClient
) -> None:
    first = api.put(path, body)
    assert first.status_code == 201
    assert api.put(path, body).json()["version"] == 1
    assert ("verdict" in first.json()) == ("alerts" in path)
    (listed,) = api.get(everything(path)).json()["results"]
    assert listed == {name: first.json()[name] for name in listed}
    assert stranger_api.get(everything(path)).json()["results"] == []
    assert stranger_api.delete(path).status_code == 404
    assert anonymous_api.put(path, body).status_code == 401
    assert api.delete(path).status_code == 204
    assert api.delete(path).status_code == 204
    assert api.get(everything(path)).json()["results"] == []
    back = api.put(path, body)
    assert (back.status_code, back.json()["version"]) == (200, 3)


@pytest.mark.parametrize(("path", "body"), RECORDS.items(), ids=list(RECORDS))
def test_an_assessment_is_due_unless_it_is_a_question(
    path: str, body: Any, api: APIClient, owner: User
) -> None:
    api.put(path, body)
    due = Diary.objects.get(owner=owner).assessment_due
    assert (due is None) == ("questions" in path)


def test_a_check_in_takes_tomorrow_and_no_later(api: APIClient) -> None:
    today = timezone.now().date()
    near, far = today, today + timedelta(days=366)
    assert api.put(f"/api/v1/check-ins/{near}").status_code == 201
    refused = api.put(f"/api/v1/check-ins/{far}")
    assert refused.json()["errors"][0]["code"] == "in_the_future"


def test_two_people_check_in_on_one_day(api: APIClient, stranger_api: APIClient) -> None:
    assert api.put("/api/v1/check-ins/2026-11-20").status_code == 201
    assert stranger_api.put("/api/v1/check-ins/2026-11-20").status_code == 201


def test_check_ins_are_filtered_by_day(api: APIClient) -> None:
    for day in (18, 19, 20):
        api.put(f"/api/v1/check-ins/2026-11-{day}")
    page = api.get("/api/v1/check-ins?date_from=2026-11-19&date_to=2026-11-19").json()
    assert [check_in["date"] for check_in in page["results"]] == ["2026-11-19"]


def test_background_is_filtered_by_kind_and_ends_after_it_begins(api: APIClient) -> None:
    path = f"/api/v1/background/{KEY}"
    api.put(path, RECORDS[path])
    assert api.get("/api/v1/background?kind=medication").json()["count"] == 1
    assert api.get("/api/v1/background?kind=visit").json()["count"] == 0
    refused = api.put(path, {**RECORDS[path], "ended_on": "2025-12-31"})
    assert refused.json()["errors"][0] == {
        "code": "end_before_start",
        "message": "The end is before the start.",
        "param": "ended_on",
    }


def test_none_of_a_kind_is_stored_as_an_item_without_a_name(api: APIClient) -> None:
    path = f"/api/v1/background/{KEY}"
    assert api.put(path, {"kind": "condition", "name": ""}).status_code == 201
    (listed,) = api.get("/api/v1/background").json()["results"]
    assert (listed["kind"], listed["name"]) == ("condition", "")


def test_settings_are_read_and_changed_by_their_owner_alone(
    api: APIClient, stranger_api: APIClient, anonymous_api: APIClient
) -> None:
    body = {"zone": "America/Lima", "locale": "es", "emergency_number": "112"}
    changed = api.patch("/api/v1/diary", {**body, "quiet_start": "22:30"})
    assert changed.status_code == 200
    read = api.get("/api/v1/diary").json()
    assert read == changed.json()
    assert {name: read[name] for name in body} == body
    assert read["quiet_start"] == "22:30"
    assert stranger_api.get("/api/v1/diary").json()["zone"] == "Europe/Berlin"
    assert anonymous_api.get("/api/v1/diary").status_code == 401
    assert api.patch("/api/v1/diary", read).json() == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("zone", "Mars/Base"),
        ("locale", "english, please"),
        ("emergency_number", "javascript:"),
        ("quiet_start", "25:00"),
        ("quiet_end", 8),
        ("email_reminders", "yes"),
        ("change_seq", 9),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: Any, api: APIClient) -> None:
    before = api.get("/api/v1/diary").json()
    refused = api.patch("/api/v1/diary", {name: value, "email_reminders": value})
    assert refused.status_code == 400
    assert name in {error["param"] for error in refused.json()["errors"]}
    assert api.get("/api/v1/diary").json() == before
