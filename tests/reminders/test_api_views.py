"""/api/v1/push-key, push-subscriptions, reminders and their answers."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from rest_framework.test import APIClient

from diary.models import CheckIn, Diary, Episode
from reminders import push_subscriptions, vapid
from reminders.models import PushSubscription, Reminder
from tests.api.sample_account import BROWSER
from tests.conftest import NOW
from tests.push_service import Answer, PushService
from tests.reminders.conftest import SignUp
from tests.triage.conftest import Log
from triage import assess, prompt_answers
from triage.models import Prompt

DAY = timedelta(days=1)
LIST = "/api/v1/push-subscriptions"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def put(client: APIClient, id: UUID, **changes: Any) -> Any:
    return client.put(f"{LIST}/{id}", {**BROWSER, "expirationTime": None, **changes})


def codes(response: Any) -> list[tuple[str, str]]:
    return [(error["code"], error["param"]) for error in response.json()["errors"]]


def test_the_vapid_key_is_served(api: APIClient, pushed: PushService) -> None:
    key = api.get("/api/v1/push-key").json()["public_key"]
    assert key == vapid.public_key()
    assert len(key) == 87


def test_a_browser_is_signed_up_listed_and_taken_off(api: APIClient) -> None:
    id = uuid4()
    assert put(api, id).status_code == 201
    assert put(api, id).status_code == 200
    (listed,) = api.get(LIST).json()["results"]
    assert (listed["id"], listed["host"]) == (str(id), "push.example.org")
    assert "secret-word" not in api.get(LIST).content.decode()
    assert [api.delete(f"{LIST}/{id}").status_code for _ in range(2)] == [204, 404]


def test_another_persons_id_is_not_there(api: APIClient, stranger_api: APIClient) -> None:
    id = uuid4()
    put(api, id)
    other = put(stranger_api, id, endpoint="https://push.example.org/other")
    assert (other.status_code, stranger_api.delete(f"{LIST}/{id}").status_code) == (404, 404)
    assert stranger_api.post(f"{LIST}/{id}/test").status_code == 404
    assert PushSubscription.objects.get().endpoint == BROWSER["endpoint"]


def test_a_subscription_belongs_to_the_last_person_who_subscribed(
    api: APIClient, stranger_api: APIClient
) -> None:
    put(api, uuid4())
    id = uuid4()
    assert put(stranger_api, id).status_code == 201
    assert PushSubscription.objects.get().id == id


def test_the_same_browser_under_another_id_gets_one_message(api: APIClient) -> None:
    first, second = uuid4(), uuid4()
    put(api, first)
    put(api, second)
    assert PushSubscription.objects.get().id == second


def test_of_too_many_the_oldest_makes_room(diary: Diary) -> None:
    ids = [uuid4() for _ in range(push_subscriptions.MAX_SUBSCRIPTIONS + 1)]
    for n, id in enumerate(ids):
        endpoint = f"https://push.example.org/{n}"
        at = NOW + timedelta(minutes=n)
        push_subscriptions.save_subscription(
            diary, id, endpoint=endpoint, **BROWSER["keys"], now=at
        )
    assert set(PushSubscription.objects.values_list("id", flat=True)) == set(ids[1:])


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"endpoint": "http://push.example.org/x"}, "endpoint"),
        ({"endpoint": "https://169.254.169.254/latest"}, "endpoint"),
        ({"keys": {**BROWSER["keys"], "p256dh": "BAAA"}}, "keys.p256dh"),
        ({"keys": {**BROWSER["keys"], "p256dh": "ñ"}}, "keys.p256dh"),
        ({"keys": {**BROWSER["keys"], "auth": "AAAA"}}, "keys.auth"),
    ],
)
def test_what_no_message_can_be_sent_with_is_refused(
    api: APIClient, change: dict[str, Any], param: str
) -> None:
    response = put(api, uuid4(), **change)
    assert (response.status_code, codes(response)) == (400, [("not_taken", param)])


def test_a_test_message_comes_at_any_hour_and_not_without_end(
    api: APIClient, sign_up: SignUp, pushed: PushService
) -> None:
    id, _ = sign_up()
    Diary.objects.update(quiet_start="00:00", quiet_end="23:59")
    path = f"{LIST}/{id}/test"
    assert api.post(path).json() == {"delivered": True, "problem": None}
    assert pushed.messages[0].content
    assert pushed.messages[0].content["title"] == "It works"
    assert [api.post(path).status_code for _ in range(5)] == [200] * 4 + [429]
    assert len(pushed.messages) == 5


@pytest.mark.parametrize(("status", "problem"), [(410, "gone"), (503, "http_503")])
def test_a_test_message_reports_its_error(
    status: int, problem: str, api: APIClient, sign_up: SignUp
) -> None:
    id, _ = sign_up(Answer(status))
    assert api.post(f"{LIST}/{id}/test").json() == {"delivered": False, "problem": problem}
    assert PushSubscription.objects.exists() == (problem != "gone")


def reply(client: APIClient, reminder: Reminder, answer: str, **more: Any) -> Any:
    return client.post(f"/api/v1/reminders/{reminder.id}/answer", {"answer": answer, **more})


@pytest.fixture
def of_prompt(diary: Diary, log: Log) -> Reminder:
    log(ago=2 * DAY, minutes=90)
    assess.assess(diary.pk, NOW - DAY)
    return Reminder.objects.filter(kind="prompt", channel="push").earliest("due_at")


def test_a_booked_answer_closes_the_prompt_idempotently(
    api: APIClient, of_prompt: Reminder
) -> None:
    at = (NOW - timedelta(hours=2)).isoformat()
    for _ in range(2):
        response = reply(api, of_prompt, "booked", at=at)
        assert response.status_code == 200
        assert response.json()["opened_at"] == "2026-11-23T10:00:00Z"
    prompt = Prompt.objects.get()
    assert (prompt.answer, prompt.closed_at) == ("booked", NOW - timedelta(hours=2))


def test_put_off_twice_by_the_same_tap_is_put_off_once(api: APIClient, of_prompt: Reminder) -> None:
    at = (NOW - timedelta(hours=1)).isoformat()
    for _ in range(2):
        assert reply(api, of_prompt, "snooze_3", at=at).status_code == 200
    prompt = Prompt.objects.get()
    assert (prompt.snoozed_until, prompt.round) == (NOW + 3 * DAY - timedelta(hours=1), 2)


def test_what_was_answered_in_the_app_meanwhile_stands(
    api: APIClient, diary: Diary, of_prompt: Reminder
) -> None:
    prompt_answers.answer_prompt(diary, Prompt.objects.get().id, answer="seen", now=NOW)
    assert reply(api, of_prompt, "declined").status_code == 409
    assert Prompt.objects.get().answer == "seen"


def test_an_answer_to_something_milder_does_not_close_what_got_worse(
    api: APIClient, diary: Diary, of_prompt: Reminder, log: Log
) -> None:
    log(ago=1.5 * DAY, minutes=1440)
    assess.assess(diary.pk, NOW)
    assert reply(api, of_prompt, "declined").status_code == 200
    prompt = Prompt.objects.get()
    assert (prompt.level, prompt.closed_at) == ("see_provider_soon", None)


@pytest.fixture
def of_episode(diary: Diary, log: Log) -> Reminder:
    log(ago=timedelta(hours=2), minutes=None)
    Episode.objects.update(created_at=NOW - timedelta(hours=2))
    assess.assess(diary.pk, NOW - timedelta(hours=2))
    return Reminder.objects.get(kind="episode", slot__endswith=":60")


def test_a_stopped_answer_ends_the_episode_at_its_time(
    api: APIClient, of_episode: Reminder
) -> None:
    at = NOW - timedelta(hours=1)
    assert reply(api, of_episode, "stopped", at=at.isoformat()).status_code == 200
    episode = Episode.objects.get()
    assert (episode.ended_at, episode.version) == (at, 2)
    assert reply(api, of_episode, "stopped").status_code == 200
    assert Episode.objects.get().ended_at == at


def test_a_clock_that_is_ahead_stops_it_now_and_one_behind_not_before_it_began(
    api: APIClient, of_episode: Reminder
) -> None:
    reply(api, of_episode, "stopped", at=(NOW + DAY).isoformat())
    assert Episode.objects.get().ended_at == NOW
    Episode.objects.update(ended_at=None)
    reply(api, of_episode, "stopped", at=(NOW - DAY).isoformat())
    assert Episode.objects.get().ended_at == NOW - timedelta(hours=2)


def test_what_was_deleted_meanwhile_is_left_alone(api: APIClient, of_episode: Reminder) -> None:
    Episode.objects.update(deleted_at=NOW)
    assert reply(api, of_episode, "stopped").status_code == 200
    assert Episode.objects.get().ended_at is None


def test_it_goes_on_changes_nothing_but_that_it_was_opened(
    api: APIClient, of_episode: Reminder
) -> None:
    assert reply(api, of_episode, "still").json()["opened_at"] == "2026-11-23T12:00:00Z"
    assert Episode.objects.get().version == 1


def test_nothing_today_is_a_check_in_that_stays_deleted(api: APIClient, diary: Diary) -> None:
    api.patch("/api/v1/diary", {"check_in_reminders": True})
    reminder = Reminder.objects.get(kind="check_in")
    assert reply(api, reminder, "none").status_code == 200
    assert CheckIn.objects.get().deleted_at is None
    api.delete("/api/v1/check-ins/2026-11-23")
    assert reply(api, reminder, "none").status_code == 200
    assert CheckIn.objects.get().deleted_at is not None


@pytest.mark.parametrize("answer", ["stopped", "none", "yes", "maybe", "acknowledged"])
def test_another_answer_does_not_fit(api: APIClient, of_prompt: Reminder, answer: str) -> None:
    assert reply(api, of_prompt, answer).status_code == 400
    assert Prompt.objects.get().closed_at is None


def test_a_stranger_answers_nothing(stranger_api: APIClient, of_prompt: Reminder) -> None:
    assert reply(stranger_api, of_prompt, "booked").status_code == 404
    assert Prompt.objects.get().closed_at is None


def test_the_list_has_kind_channel_and_opened_at(api: APIClient, of_episode: Reminder) -> None:
    reply(api, of_episode, "opened")
    rows = api.get("/api/v1/reminders").json()["results"]
    shown = next(row for row in rows if row["id"] == str(of_episode.id))
    assert shown["kind"] == "episode"
    assert shown["episode_id"] == str(Episode.objects.get().id)
    assert (shown["prompt_id"], shown["level"]) == (None, None)
    assert (shown["channel"], shown["opened_at"]) == ("push", "2026-11-23T12:00:00Z")
