"""/api/v1/sync: one request for changes of every kind, and what changed elsewhere."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import Diary, Episode, Revision, User, record_manager
from diary.schema.kinds import CHECK_IN
from diary.sync import change_feed
from diary.sync.cursor import newest_cursor, parse_cursor
from diary.writes.erasure import erase_entries
from tests.api.sample_account import SAMPLES

pytestmark = pytest.mark.sqlite

HERE = "0193510c-0000-7000-8000-000000000001"
GOOD = {
    "started_at": "2026-11-22T08:00:00Z",
    "ended_at": "2026-11-22T08:20:00Z",
    "zone": "Europe/Berlin",
}
NOTHING_SENT: dict[str, Any] = {"cursor": None, "changes": []}


def put(id: str = HERE, base_version: int = 0, kind: str = "episode", **record: Any) -> Any:
    body = {**GOOD, **record} if kind == "episode" else record
    change = {"kind": kind, "id": id, "op": "put", "base_version": base_version}
    return {**change, "record": body}


def delete(id: str = HERE, base_version: int = 0, kind: str = "episode") -> dict[str, Any]:
    return {"kind": kind, "id": id, "op": "delete", "base_version": base_version}


def sync(
    api: APIClient, *changes: Any, cursor: str | int | None = None, **more: Any
) -> dict[str, Any]:
    """`cursor`: that of a reply, or the change number up to which this client has read."""
    if isinstance(cursor, int):
        cursor = cursor_at(cursor)
    body = json.dumps({"cursor": cursor, "changes": changes, **more})  # half a character too
    reply = api.post("/api/v1/sync", body, content_type="application/json")
    assert reply.status_code == 200, reply.content
    result: dict[str, Any] = reply.json()
    return result


def cursor_at(seq: int) -> str:
    return str(newest_cursor(Diary.objects.get(change_seq__gt=0).pk, seq))


def versions(reply: dict[str, Any], part: str = "acknowledged") -> list[tuple[str, int]]:
    return [(state["id"], state["version"]) for state in reply[part]]


def revisions() -> list[Revision]:
    return list(Revision.objects.order_by("change_seq"))


def read_up_to(reply: dict[str, Any]) -> int:
    """The change number up to which the client has read with this reply."""
    if reply["cursor"] is None:
        return 0
    return parse_cursor(reply["cursor"]).read


def seq(owner: User) -> int:
    return Diary.objects.get(owner=owner).change_seq


def test_a_request_carries_every_kind_and_another_phone_receives_them(api: APIClient) -> None:
    changes = [
        {**put(str(uuid4())), "kind": kind.name, "record": body} for kind, body in SAMPLES.items()
    ]
    day = {**delete("2026-11-20", kind="check_in"), "op": "put"}
    reply = sync(api, *changes, day)
    assert versions(reply) == [(change["id"], 1) for change in [*changes, day]]
    assert all(
        change["record"] is None and change["created_at"] for change in reply["acknowledged"]
    )
    assert [change["kind"] for change in reply["verdicts"]] == ["episode", "alert"]
    assert (reply["rejected"], reply["changes"], read_up_to(reply)) == ([], [], 5)
    there = sync(api)
    assert [change["record"]["version"] for change in there["changes"]] == [1] * 5
    assert [change["kind"] for change in there["changes"]] == [
        change["kind"] for change in [*changes, day]
    ]
    assert there["changes"][0]["record"] == api.get(f"/api/v1/episodes/{changes[0]['id']}").json()
    assert there["changes"][-1]["record"]["date"] == "2026-11-20"
    assert (read_up_to(there), there["more"]) == (5, False)
    assert sync(api, cursor=5)["changes"] == []


@pytest.mark.usefixtures("clock")
def test_the_verdict_is_that_of_a_put(api: APIClient) -> None:
    body: dict[str, Any] = {"red_flags": {"slurred_speech": True}}
    (mine,) = sync(api, put(**body))["verdicts"]
    theirs = api.put(f"/api/v1/episodes/{HERE}", {**GOOD, **body}).json()["verdict"]
    assert mine["id"] == HERE
    assert mine["verdict"]["level"] == "emergency"
    assert {**mine["verdict"], "assessed_at": 0} == {**theirs, "assessed_at": 0}


def test_the_same_request_again_changes_nothing(api: APIClient, owner: User) -> None:
    sent = [put(), put(str(uuid4()), note="b"), delete(base_version=1)]
    first = sync(api, *sent)
    again = sync(api, *sent, cursor=first["cursor"])
    assert again["acknowledged"] == first["acknowledged"]
    assert again["cursor"] == first["cursor"]
    assert read_up_to(first) == seq(owner) == len(revisions()) == 3


def test_a_replay_after_an_edit_elsewhere_returns_the_current_state(api: APIClient) -> None:
    sync(api, put(note="a"))
    sync(api, put(note="b", base_version=1))
    (state,) = sync(api, put(note="a"), cursor=2)["acknowledged"]
    assert (state["version"], state["record"]["note"]) == (2, "b")


def test_edits_are_merged_by_field_and_the_loser_stays_in_the_history(api: APIClient) -> None:
    sync(api, put(note="first", severity=3))
    sync(api, put(note="phone", severity=3, onset="sudden", base_version=1))
    reply = sync(api, put(note="tablet", severity=7, base_version=1), cursor=1)
    (state,) = reply["acknowledged"]
    assert (state["version"], state["record"]["version"]) == (3, 3)
    merged = state["record"]
    assert (merged["note"], merged["severity"], merged["onset"]) == ("tablet", 7, "sudden")
    assert reply["changes"] == []  # acknowledged, so not repeated in the change feed
    history = api.get(f"/api/v1/episodes/{HERE}/revisions").json()["results"]
    assert [revision["data"]["note"] for revision in history] == ["tablet", "phone", "first"]
    assert "onset" not in history[0]["submitted"]


def test_a_change_leaves_what_it_does_not_name(api: APIClient) -> None:
    """As an app of an older version does, which does not know the onset."""
    sync(api, put(onset="sudden", severity=3))
    (state,) = sync(api, put(severity=4, base_version=1))["acknowledged"]
    assert (state["record"]["onset"], state["record"]["severity"]) == ("sudden", 4)
    # Nor does a late one, whose base had another value.
    sync(api, put(onset="days", base_version=2))
    (state,) = sync(api, put(severity=5, base_version=1))["acknowledged"]
    assert (state["record"]["onset"], state["record"]["severity"]) == ("days", 5)
    # What it names as null is set to null.
    (state,) = sync(api, put(onset=None, base_version=4))["acknowledged"]
    assert (state["record"]["onset"], state["record"]["severity"]) == (None, 5)


def test_a_single_field_is_enough_for_an_existing_record(api: APIClient) -> None:
    sync(api, put(note="a"))
    change = put(base_version=1) | {"record": {"severity": 2}}
    (state,) = sync(api, change)["acknowledged"]
    assert (state["record"]["note"], state["record"]["severity"]) == ("a", 2)


def test_a_new_record_needs_its_required_fields(api: APIClient) -> None:
    (rejection,) = sync(api, put() | {"record": {"severity": 2}})["rejected"]
    params = {error["param"]: error["code"] for error in rejection["errors"]}
    assert params == {"record.started_at": "required", "record.zone": "required"}


@pytest.mark.parametrize("base_version", [2, 50])
def test_a_part_of_an_erased_record_is_refused_like_a_new_one(
    api: APIClient, owner: User, base_version: int
) -> None:
    sync(api, put(note="a"))
    erase_entries(Diary.objects.get(owner=owner).pk, timezone.now())
    change = put(base_version=base_version) | {"record": {"severity": 2}}
    (rejection,) = sync(api, change)["rejected"]
    assert {error["param"] for error in rejection["errors"]} == {"record.started_at", "record.zone"}
    assert Episode.objects.get(id=HERE).deleted_at is not None
    # A whole one is a new record under the same id.
    (state,) = sync(api, put(note="b", base_version=base_version))["acknowledged"]
    assert state["deleted_at"] is None


def test_an_end_before_the_start_that_another_device_moved_is_refused(api: APIClient) -> None:
    sync(api, put(started_at="2026-11-22T08:00:00Z", ended_at=None))
    sync(api, put(started_at="2026-11-22T09:00:00Z", ended_at=None, base_version=1))
    change = put(base_version=1) | {"record": {"ended_at": "2026-11-22T08:30:00Z"}}
    (rejection,) = sync(api, change)["rejected"]
    assert [error["code"] for error in rejection["errors"]] == ["end_before_start"]


def test_a_replay_of_an_edit_without_effect_is_recognized(api: APIClient) -> None:
    sync(api, put(note="a"))
    sync(api, put(note="b", severity=3, base_version=1))
    same = put(note="b", base_version=1)
    assert sync(api, same)["acknowledged"][0]["record"]["severity"] == 3
    sync(api, put(note="c", severity=3, base_version=3))
    assert sync(api, same)["acknowledged"][0]["record"]["note"] == "c"
    assert len(revisions()) == 4


def test_an_edit_without_changes_restores_nothing(api: APIClient) -> None:
    sync(api, put(note="a"))
    same = put(note="a", base_version=1)
    sync(api, same)
    sync(api, delete(base_version=1))
    assert sync(api, same)["acknowledged"][0]["deleted_at"] is not None


def test_a_deletion_is_a_tombstone_in_the_change_feed(api: APIClient) -> None:
    sync(api, put(), put(str(uuid4())))
    reply = sync(api, delete(base_version=1), cursor=2)
    (state,) = reply["acknowledged"]
    assert (state["version"], state["record"], reply["verdicts"]) == (2, None, [])
    (change,) = sync(api, cursor=2)["changes"]
    assert (change["id"], change["version"], change["record"]) == (HERE, 2, None)
    assert change["deleted_at"] == state["deleted_at"] is not None
    assert Episode.objects.count() == 2


def test_a_late_edit_undoes_a_deletion_and_a_late_deletion_keeps_the_edit(api: APIClient) -> None:
    sync(api, put(note="a"))
    sync(api, delete(base_version=1))
    assert sync(api, put(note="b", base_version=1))["acknowledged"][0]["deleted_at"] is None
    sync(api, put(note="c", base_version=3))
    assert sync(api, delete(base_version=3))["acknowledged"][0]["deleted_at"] is not None
    assert [revision.data["note"] for revision in revisions()] == ["a", "a", "b", "c", "c"]


def test_a_replayed_deletion_leaves_what_was_brought_back(api: APIClient) -> None:
    sync(api, put(note="a"), delete(base_version=1), put(note="b", base_version=2))
    (state,) = sync(api, delete(base_version=1))["acknowledged"]
    assert (state["version"], state["record"]["note"]) == (3, "b")
    assert sync(api, delete(base_version=3))["acknowledged"][0]["version"] == 4


def test_changes_of_the_same_record_are_applied_in_order(api: APIClient) -> None:
    reply = sync(api, put(note="a", severity=1), put(note="b", base_version=1), put(onset="days"))
    assert versions(reply) == [(HERE, 3)] * 3
    assert len(reply["verdicts"]) == 1
    record = reply["acknowledged"][0]["record"]
    assert (record["note"], record["severity"], record["onset"]) == ("b", 1, "days")
    assert [revision.version for revision in revisions()] == [1, 2, 3]
    there = api.get(f"/api/v1/episodes/{HERE}").json()
    assert (there["note"], there["version"]) == ("b", 3)


def test_the_change_feed_leaves_out_own_changes(api: APIClient) -> None:
    sync(api, put(note="theirs"))
    mine = str(uuid4())
    reply = sync(api, put(mine))
    assert versions(reply, "changes") == [(HERE, 1)]
    assert (versions(reply), read_up_to(reply)) == ([(mine, 1)], 2)


def test_more_changes_than_fit_come_page_by_page(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_feed, "MAX_CHANGES", 2)
    ids = [str(uuid4()) for _ in range(4)]
    sync(api, *map(put, ids))
    sync(api, put(ids[0], base_version=1, note="again"))
    cursor, pages = None, []
    while True:
        reply = sync(api, cursor=cursor)
        pages.append(versions(reply, "changes"))
        cursor = reply["cursor"]
        if not reply["more"]:
            break
    assert pages == [[(ids[1], 1)], [(ids[2], 1), (ids[3], 1)], [(ids[0], 2)]]
    assert read_up_to(reply) == 5


def test_order_comes_from_versions_and_the_clock_is_noted(api: APIClient) -> None:
    sync(api, put(note="a"), sent_at="2096-01-01T00:00:00Z")
    sync(api, put(note="b", base_version=1), sent_at="1970-01-01T00:00:00Z")
    api.put(f"/api/v1/episodes/{HERE}", {**GOOD, "note": "c", "base_version": 2})
    history = api.get(f"/api/v1/episodes/{HERE}/revisions").json()["results"]
    assert [revision["data"]["note"] for revision in history] == ["c", "b", "a"]
    ahead = [revision["clock_ahead"] for revision in history]
    assert ahead[0] is None
    assert ahead[1] < -50 * 365 * 86_400 < 60 * 365 * 86_400 < ahead[2]


def test_a_no_op_takes_no_change_number_and_queues_no_assessment(
    api: APIClient, owner: User
) -> None:
    sync(api, put())
    Diary.objects.update(assessment_due=None)
    question = put(str(uuid4()), kind="question", text="Why?")
    assert sync(api, put(), question, delete(str(uuid4())), cursor=1)["cursor"].startswith("2.")
    diary = Diary.objects.get(owner=owner)
    assert (diary.change_seq, diary.assessment_due) == (2, None)
    sync(api, put(note="b", base_version=1), put(), cursor=2)
    diary.refresh_from_db()
    assert diary.change_seq == 3
    assert diary.assessment_due is not None


def test_an_assessment_is_queued_once(
    api: APIClient, owner: User, django_capture_on_commit_callbacks: Any, heard: list[int]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sync(api, *(put(str(uuid4())) for _ in range(20)))
        sync(api, put(), put(note="b", base_version=1))
    assert heard == [owner.diary.pk]


@pytest.mark.parametrize("count", [1, 100])
def test_queries_do_not_grow(api: APIClient, count: int) -> None:
    def queries(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            call()
        return len(seen)

    ids = [str(uuid4()) for _ in range(count)]
    first, second = ([put(id, note=note) for id in ids] for note in ("a", "b"))
    late = [put(id, severity=1, base_version=1) for id in ids]
    # with a cursor, one more: whether its history is the diary's
    # savepoint, lock, find, the records, their revisions, release; then what changed since
    assert queries(lambda: sync(api, *first)) == 7
    # and the revisions since; what changed since, and those records
    assert queries(lambda: sync(api, *second)) == 9
    cursor = cursor_at(count)
    assert queries(lambda: sync(api, *late, cursor=cursor)) == 10
    # nothing to write, rolled back
    cursor = cursor_at(3 * count)
    assert queries(lambda: sync(api, *late, cursor=cursor)) == 8
    # the last number, the log, the records, the token
    assert queries(lambda: sync(api)) == 4
    gone = [delete(id, base_version=3) for id in ids]
    assert queries(lambda: sync(api, *gone, cursor=cursor)) == 8
    # half of it are no-ops: their change numbers are released
    half = [*gone, *(put(str(uuid4())) for _ in ids)]
    cursor = cursor_at(4 * count)
    assert queries(lambda: sync(api, *half, cursor=cursor)) == 10


def test_five_hundred_changes_are_accepted(api: APIClient, owner: User) -> None:
    reply = sync(api, *(put(str(uuid4()), kind="question", text="Why?") for _ in range(500)))
    assert len(reply["acknowledged"]) == seq(owner) == 500


def test_a_check_in_needs_no_record(api: APIClient) -> None:
    bare = {**delete("2026-11-20", kind="check_in"), "op": "put"}
    assert (
        versions(sync(api, bare, {**bare, "record": {}}, {**bare, "record": None}))
        == [("2026-11-20", 1)] * 3
    )
    assert api.get("/api/v1/check-ins").json()["count"] == 1
    assert record_manager(CHECK_IN).count() == 1
