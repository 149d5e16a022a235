"""Each endpoint with its owner, a stranger and nobody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from diary.models import Diary
from diary.schema.codes import EMERGENCY_SIGNS
from tests.conftest import NOW
from tests.triage.conftest import Log, log_alert
from triage import assess
from triage.facts import entry
from triage.models import Assessment, Prompt
from triage.rules.rulebook import RULES

PRIVATE = ("assessment", "assessments", "prompts", "reminders")


pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def prompt(diary: Diary, log: Log) -> Prompt:
    log(minutes=90)
    assess.assess(diary.pk, NOW)
    return Prompt.objects.get()


def get(client: APIClient, path: str) -> Any:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def errors(response: Any) -> list[tuple[str, str | None]]:
    assert response.json()["status"] == response.status_code
    return [(error["code"], error.get("param")) for error in response.json()["errors"]]


@pytest.mark.parametrize("path", PRIVATE)
def test_nobody_sees_nothing(anonymous_api: APIClient, path: str) -> None:
    assert anonymous_api.get(f"/api/v1/{path}").status_code == 401


@pytest.mark.usefixtures("prompt")
@pytest.mark.parametrize("path", ["assessments", "prompts", "reminders"])
def test_a_stranger_sees_none_of_it(api: APIClient, stranger_api: APIClient, path: str) -> None:
    assert get(stranger_api, path)["count"] == 0
    assert get(api, path)["count"] > 0


def test_a_stranger_cannot_answer(stranger_api: APIClient, prompt: Prompt) -> None:
    response = stranger_api.post(f"/api/v1/prompts/{prompt.id}/answer", {"answer": "seen"})
    assert response.status_code == 404
    prompt.refresh_from_db()
    assert prompt.closed_at is None


def test_the_first_request_assesses(api: APIClient, log: Log) -> None:
    episode = log(minutes=90)
    assert get(api, "assessment") == {
        "could_not_check": False,
        "emergency_signs": [],
        "level": "see_provider",
        "findings": [
            {
                "rule": "long_hour",
                "origin": "source",
                "level": "see_provider",
                "threshold": 60,
                "default_threshold": None,
                "evidence": {
                    "episodes": [str(episode.id)],
                    "alerts": [],
                    "days": ["2026-11-23"],
                    "value": 90,
                },
                "reminds": True,
                "hysteresis": False,
            }
        ],
        "undetermined": ["medicine_link"],  # no medicine was ever entered
        "rules_version": RULES["version"],
        "assessed_at": "2026-11-23T12:00:00Z",
        "changes": None,
    }


def test_a_fresh_request_assesses_again(api: APIClient, log: Log) -> None:
    assert get(api, "assessment")["level"] is None
    log(minutes=90)
    assert get(api, "assessment")["level"] is None
    assert get(api, "assessment?fresh=1")["level"] == "see_provider"
    assert get(api, "assessment")["level"] == "see_provider"


def test_an_invalid_fresh_parameter_is_rejected(api: APIClient) -> None:
    response = api.get("/api/v1/assessment?fresh=perhaps")
    assert response.status_code == 400
    assert errors(response) == [("invalid", "fresh")]


def test_it_returns_could_not_check(
    api: APIClient, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    log()
    monkeypatch.setattr(entry, "history_subjects", lambda *_, **__: 1 / 0)
    body = get(api, "assessment?fresh=1")
    assert body["could_not_check"]
    assert body["emergency_signs"] == list(EMERGENCY_SIGNS)
    assert not Assessment.objects.exists()


def test_the_history_has_each_difference(api: APIClient, log: Log) -> None:
    get(api, "assessment")
    log(minutes=90)
    get(api, "assessment?fresh=1")
    get(api, "assessment?fresh=1")
    body = get(api, "assessments")
    assert body["count"] == 2
    assert {row["level"] for row in body["results"]} == {None, "see_provider"}


def test_the_rules_are_served_to_anyone_once(anonymous_api: APIClient) -> None:
    response = anonymous_api.get("/api/v1/rules")
    assert response.json()["version"] == RULES["version"]
    again = anonymous_api.get("/api/v1/rules", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_prompts_are_listed_open_or_closed(api: APIClient, prompt: Prompt) -> None:
    (listed,) = get(api, "prompts?open=true")["results"]
    assert (listed["id"], listed["level"], listed["open"]) == (str(prompt.id), "see_provider", True)
    assert listed["findings"][0]["rule"] == "long_hour"
    assert get(api, "prompts?open=false")["count"] == 0
    assert errors(api.get("/api/v1/prompts?open=ajar")) == [("invalid", "open")]


def test_an_answer_closes_the_prompt(api: APIClient, prompt: Prompt) -> None:
    body = {"answer": "booked", "visit_on": "2026-12-01"}
    response = api.post(f"/api/v1/prompts/{prompt.id}/answer", body)
    assert response.status_code == 200
    closed = response.json()
    assert (closed["open"], closed["answer"], closed["visit_on"]) == (False, "booked", "2026-12-01")
    assert get(api, "prompts?open=true")["count"] == 0
    body = get(api, "reminders")["results"]
    assert {(row["kind"], row["state"]) for row in body} == {
        ("prompt", "cancelled"),
        ("coming", "planned"),
        ("visit", "planned"),
    }


def test_a_late_answer_counts_from_its_own_time(api: APIClient, prompt: Prompt) -> None:
    path = f"/api/v1/prompts/{prompt.id}/answer"
    snooze = {"answer": "snooze", "days": 3, "at": (NOW - timedelta(hours=5)).isoformat()}
    for _ in range(2):
        assert api.post(path, snooze).json()["snoozed_until"] == "2026-11-26T07:00:00Z"
    prompt.refresh_from_db()
    assert prompt.round == 2  # snoozed once
    ahead = {"answer": "seen", "at": (NOW + timedelta(days=1)).isoformat()}
    assert api.post(path, ahead).json()["closed_at"] == "2026-11-23T12:00:00Z"


def test_an_answer_to_what_is_at_another_level_by_now_changes_nothing(
    api: APIClient, prompt: Prompt
) -> None:
    path = f"/api/v1/prompts/{prompt.id}/answer"
    for level, answer in (("see_provider_soon", None), ("see_provider", "declined")):
        response = api.post(path, {"answer": "declined", "level": level})
        assert (response.status_code, response.json()["answer"]) == (200, answer)


def test_another_answer_after_that_is_a_conflict(api: APIClient, prompt: Prompt) -> None:
    path = f"/api/v1/prompts/{prompt.id}/answer"
    assert api.post(path, {"answer": "seen"}).status_code == 200
    assert api.post(path, {"answer": "seen"}).status_code == 200
    response = api.post(path, {"answer": "declined"})
    assert (response.status_code, errors(response)) == (409, [("already_answered", None)])


def test_a_visit_is_moved_by_booking_it_again(api: APIClient, prompt: Prompt) -> None:
    path = f"/api/v1/prompts/{prompt.id}/answer"
    for day in ("2026-12-01", "2026-12-08"):
        response = api.post(path, {"answer": "booked", "visit_on": day})
        assert (response.status_code, response.json()["visit_on"]) == (200, day)
    (closed,) = get(api, "prompts?open=false")["results"]
    assert (closed["visit_on"], closed["open"]) == ("2026-12-08", False)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ("required", "answer")),
        ({"answer": "maybe"}, ("invalid_choice", "answer")),
        ({"answer": "snooze"}, ("invalid_choice", "days")),
        ({"answer": "snooze", "days": 2}, ("invalid_choice", "days")),
        ({"answer": "snooze", "days": "soon"}, ("invalid", "days")),
        ({"answer": "booked", "visit_on": "2026-11-22"}, ("invalid_date", "visit_on")),
        ({"answer": "booked", "days": 3}, ("does_not_fit", "days")),
        ({"answer": "seen", "visit_on": "2026-12-01"}, ("does_not_fit", "visit_on")),
        ({"answer": "declined", "days": 3}, ("does_not_fit", "days")),
        ({"answer": "booked", "visit_on": "tomorrow"}, ("invalid", "visit_on")),
        ({"answer": "declined", "reason": "x" * 501}, ("max_length", "reason")),
        ([], ("not_an_object", None)),
    ],
)
def test_an_answer_that_does_not_fit_changes_nothing(
    api: APIClient, prompt: Prompt, body: Any, expected: tuple[str, str | None]
) -> None:
    response = api.post(f"/api/v1/prompts/{prompt.id}/answer", body)
    assert (response.status_code, errors(response)) == (400, [expected])
    prompt.refresh_from_db()
    assert (prompt.closed_at, prompt.snoozed_until) == (None, None)


def test_an_emergency_cannot_be_snoozed_but_acknowledged(api: APIClient, diary: Diary) -> None:
    log_alert(diary, vision=True)
    get(api, "assessment")
    (prompt,) = get(api, "prompts")["results"]
    response = api.post(f"/api/v1/prompts/{prompt['id']}/answer", {"answer": "snooze", "days": 1})
    assert errors(response) == [("no_snooze", "answer")]
    response = api.post(f"/api/v1/prompts/{prompt['id']}/answer", {"answer": "acknowledged"})
    read = response.json()
    assert (read["open"], read["awaiting"]) == (True, "to_act")
    assert (read["answer"], read["acknowledged_at"]) == ("acknowledged", "2026-11-23T12:00:00Z")


def test_an_unknown_prompt_is_404(api: APIClient) -> None:
    response = api.post(f"/api/v1/prompts/{uuid4()}/answer", {"answer": "seen"})
    assert (response.status_code, errors(response)) == (404, [("not_found", None)])


def test_saving_an_episode_replies_with_its_verdict(put_episode: Callable[..., Any]) -> None:
    response = put_episode(red_flags={"slurred_speech": True})
    assert response.status_code == 201, response.content
    verdict = response.json()["verdict"]
    assert verdict["level"] == "emergency"
    assert [finding["rule"] for finding in verdict["findings"]] == ["emergency_speech"]
    assert {"emergency_vision", "saddle", "weakness"} <= set(verdict["undetermined"])
