"""/api/v1/episodes: put, read, list, patch, delete, merge, restore."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from diary.models import Diary, Episode, Revision, User
from diary.signals import entry_saved

pytestmark = pytest.mark.sqlite

HERE = "/api/v1/episodes/0193510c-0000-7000-8000-000000000001"
GOOD = {
    "started_at": "2026-11-22T08:00:00Z",
    "ended_at": "2026-11-22T08:20:00Z",
    "zone": "Europe/Berlin",
}
Capture = Callable[..., Any]


def revisions() -> list[Revision]:
    return list(Revision.objects.order_by("change_seq"))


def test_it_creates_then_replaces(api: APIClient) -> None:
    first = api.put(HERE, {**GOOD, "note": "a", "severity": 3})
    assert first.status_code == 201
    assert first.json()["version"] == 1
    assert first.json()["verdict"]["could_not_check"] is False
    second = api.put(HERE, {**GOOD, "note": "b"})
    assert second.status_code == 200
    assert second.json()["version"] == 2
    assert second.json()["note"] == "b"
    assert second.json()["severity"] is None


def test_the_same_again_changes_nothing(api: APIClient, owner: User) -> None:
    first = api.put(HERE, GOOD).json()
    again = api.put(HERE, GOOD)
    assert again.status_code == 200
    assert "verdict" in again.json()
    assert {**again.json(), "verdict": 0} == {**first, "verdict": 0}
    assert len(revisions()) == 1
    assert Diary.objects.get(owner=owner).change_seq == 1


def test_a_record_that_was_read_can_be_put_back(api: APIClient) -> None:
    api.put(HERE, {**GOOD, "symptoms": {"rash": False}, "relief_minutes": 2})
    read = api.get(HERE).json()
    assert api.put(HERE, read).json()["version"] == 1
    assert api.get(HERE).json() == read


def test_codes_come_in_display_order_and_once(api: APIClient) -> None:
    areas = ["right.foot", "middle.trunk", "left.foot", "right.foot"]
    body = api.put(HERE, {**GOOD, "areas": areas, "sensations": []}).json()
    assert body["areas"] == ["left.foot", "right.foot", "middle.trunk"]
    assert body["sensations"] == []
    assert body["leg_changes"] is None


def test_instants_are_stored_in_utc(api: APIClient) -> None:
    body = api.put(HERE, {**GOOD, "started_at": "2026-11-22T09:00:00.25+01:00"}).json()
    assert body["started_at"] == "2026-11-22T08:00:00.250000Z"


def test_instants_are_truncated_to_milliseconds(api: APIClient) -> None:
    content = {**GOOD, "started_at": "2026-11-22T10:00:00.123999+02:00"}
    stored = api.put(HERE, content).json()
    assert stored["started_at"] == "2026-11-22T08:00:00.123000Z"
    assert Episode.objects.get().started_at.microsecond == 123_000
    assert api.put(HERE, content).json()["version"] == 1  # the same again


def test_an_upper_case_id_is_the_same_id(api: APIClient) -> None:
    api.put(HERE, GOOD)
    assert api.get(HERE.replace("c-", "C-")).status_code == 200


def test_it_keeps_the_losing_edit(api: APIClient) -> None:
    api.put(HERE, {**GOOD, "note": "first", "severity": 3})
    api.put(HERE, {**GOOD, "note": "phone", "severity": 3, "onset": "sudden", "base_version": 1})
    late = api.put(HERE, {**GOOD, "note": "tablet", "severity": 7, "base_version": 1}).json()
    assert (late["note"], late["severity"], late["onset"]) == ("tablet", 7, "sudden")
    assert late["version"] == 3
    history = revisions()
    assert history[1].data["note"] == "phone"
    assert history[2].submitted is not None
    assert history[2].submitted["onset"] is None


def test_what_only_the_other_changed_stays(api: APIClient) -> None:
    api.put(HERE, {**GOOD, "note": "first"})
    api.put(HERE, {**GOOD, "note": "other", "base_version": 1})
    late = api.put(HERE, {**GOOD, "note": "first", "severity": 2, "base_version": 1}).json()
    assert (late["note"], late["severity"]) == ("other", 2)


def test_a_replayed_edit_changes_nothing(api: APIClient) -> None:
    api.put(HERE, {**GOOD, "note": "a"})
    edit = {**GOOD, "note": "b", "base_version": 1}
    api.put(HERE, edit)
    api.put(HERE, {**GOOD, "note": "c", "base_version": 2})
    replay = api.put(HERE, edit)
    assert replay.status_code == 200
    assert (replay.json()["note"], replay.json()["version"]) == ("c", 3)
    assert len(revisions()) == 3


def test_a_replayed_merge_changes_nothing(api: APIClient) -> None:
    api.put(HERE, GOOD)
    api.put(HERE, {**GOOD, "note": "b", "base_version": 1})
    edit = {**GOOD, "severity": 4, "base_version": 1}
    api.put(HERE, edit)
    assert api.put(HERE, edit).json()["version"] == 3


def test_two_edits_never_make_an_end_before_its_start(api: APIClient) -> None:
    api.put(HERE, GOOD)
    later = {"started_at": "2026-11-22T08:15:00Z", "ended_at": "2026-11-22T08:20:00Z"}
    api.put(HERE, {**GOOD, **later, "base_version": 1})
    body = {**GOOD, "ended_at": "2026-11-22T08:05:00Z", "base_version": 1}
    merged = api.put(HERE, body).json()
    assert merged["started_at"] == "2026-11-22T08:00:00Z"
    assert merged["ended_at"] == "2026-11-22T08:05:00Z"


def test_delete_leaves_a_tombstone_and_is_idempotent(api: APIClient) -> None:
    api.put(HERE, GOOD)
    assert api.delete(HERE).status_code == 204
    assert api.delete(HERE).status_code == 204
    assert api.get(HERE).status_code == 404
    assert api.patch(HERE, {"severity": 1}).status_code == 404
    assert api.get("/api/v1/episodes").json()["count"] == 0
    assert Episode.objects.get().deleted_at is not None
    assert [revision.deleted for revision in revisions()] == [False, True]
    assert api.delete(f"/api/v1/episodes/{uuid4()}").status_code == 404


def test_a_put_restores_a_deleted_record_but_a_replay_does_not(api: APIClient) -> None:
    api.put(HERE, GOOD)
    edit = {**GOOD, "note": "b", "base_version": 1}
    api.put(HERE, edit)
    api.delete(HERE)
    assert api.put(HERE, edit).json()["deleted_at"] is not None
    assert api.get(HERE).status_code == 404
    assert api.put(HERE, {**edit, "base_version": 3}).json()["version"] == 4
    assert api.get(HERE).json()["note"] == "b"
    api.delete(HERE)
    assert api.put(HERE, GOOD).status_code == 200
    assert api.get(HERE).json()["version"] == 6


@pytest.mark.parametrize(("base", "there"), [({}, 200), ({"base_version": 0}, 404)])
def test_a_replay_of_the_creating_put_undoes_a_deletion_unless_it_has_a_base_version(
    api: APIClient, base: dict[str, int], there: int
) -> None:
    api.put(HERE, {**GOOD, **base})
    api.delete(HERE)
    assert api.put(HERE, {**GOOD, **base}).status_code == 200
    assert api.get(HERE).status_code == there


def test_patch_changes_what_it_names(api: APIClient) -> None:
    api.put(HERE, {**GOOD, "note": "a", "severity": 3})
    body = api.patch(HERE, {"severity": None, "ended_at": "2026-11-22T08:30:00Z"}).json()
    assert (body["note"], body["severity"], body["version"]) == ("a", None, 2)
    assert body["verdict"]["could_not_check"] is False
    wrong = api.patch(HERE, {"ended_at": "2026-11-22T07:00:00Z"})
    assert wrong.json()["errors"][0]["code"] == "end_before_start"


def test_history_is_newest_first_and_any_version_can_be_restored(api: APIClient) -> None:
    api.put(HERE, {**GOOD, "note": "a"})
    api.put(HERE, {**GOOD, "note": "b"})
    api.delete(HERE)
    history = api.get(f"{HERE}/revisions").json()
    assert [revision["version"] for revision in history["results"]] == [3, 2, 1]
    assert [revision["deleted"] for revision in history["results"]] == [True, False, False]
    restored = api.post(f"{HERE}/revisions/1/restore")
    assert restored.status_code == 200
    assert (restored.json()["note"], restored.json()["version"]) == ("a", 4)
    assert restored.json()["started_at"] == GOOD["started_at"]
    assert api.post(f"{HERE}/revisions/9/restore").status_code == 404


def test_a_stranger_finds_none_of_it(api: APIClient, stranger_api: APIClient) -> None:
    api.put(HERE, GOOD)
    for path in (HERE, f"{HERE}/revisions"):
        assert stranger_api.get(path).status_code == 404
    assert stranger_api.post(f"{HERE}/revisions/1/restore").status_code == 404
    assert stranger_api.get("/api/v1/episodes").json()["count"] == 0


def test_nobody_gets_in(anonymous_api: APIClient) -> None:
    assert anonymous_api.put(HERE, GOOD).status_code == 401
    assert anonymous_api.get("/api/v1/episodes").status_code == 401


def test_the_list_is_newest_first_paged_and_filtered(put_episode: Any, api: APIClient) -> None:
    for day in (20, 22, 21):
        put_episode(started_at=f"2026-11-{day}T08:00:00Z", ended_at=f"2026-11-{day}T09:00:00Z")
    put_episode(started_at="2026-11-19T08:00:00Z", ended_at=None)

    def days(query: str) -> list[str]:
        episodes = api.get(f"/api/v1/episodes?{query}").json()["results"]
        return [episode["started_at"][8:10] for episode in episodes]

    assert days("") == ["22", "21", "20", "19"]
    assert days("ongoing=true") == ["19"]
    assert days("ongoing=false") == ["22", "21", "20"]
    assert days("started_after=2026-11-21T08:00:00Z") == ["22", "21"]
    assert days("started_before=2026-11-21T09:00:00%2B01:00") == ["20", "19"]
    assert days("limit=2&offset=1") == ["21", "20"]
    assert "limit=2&offset=2" in api.get("/api/v1/episodes?limit=2").json()["next"]


@pytest.mark.parametrize("others", [1, 200])
def test_queries_do_not_grow(
    others: int, api: APIClient, owner: User, django_assert_num_queries: Any
) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    Episode.objects.bulk_create(
        Episode(
            diary_id=owner.diary.pk,
            id=uuid4(),
            started_at=now,
            zone="UTC",
            change_seq=0,
            created_at=now,
            updated_at=now,
        )
        for _ in range(others)
    )
    with django_assert_num_queries(6):  # savepoint, lock, find, insert, revision, release
        api.put(HERE, GOOD)
    with django_assert_num_queries(6):
        api.put(HERE, {**GOOD, "note": "b"})
    with django_assert_num_queries(7):  # and the revisions since
        api.put(HERE, {**GOOD, "severity": 1, "base_version": 1})
    with django_assert_num_queries(5):  # nothing to write: rolled back
        api.put(HERE, {**GOOD, "note": "b", "severity": 1})
    with django_assert_num_queries(2):
        api.get("/api/v1/episodes?limit=500")
    with django_assert_num_queries(1):
        api.get(HERE)
    with django_assert_num_queries(6):
        api.delete(HERE)


def test_only_the_first_write_of_many_queues_an_assessment(
    api: APIClient, owner: User, django_capture_on_commit_callbacks: Any, heard: list[int]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        api.put(HERE, GOOD)
        first = Diary.objects.get(owner=owner).assessment_due
        api.put(HERE, {**GOOD, "note": "b"})
        assert Diary.objects.get(owner=owner).assessment_due == first is not None
    assert heard == [owner.diary.pk]


def test_a_listener_that_fails_does_not_fail_the_write(
    api: APIClient, caplog: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def fail(**_: object) -> None:
        raise ConnectionError("secret-word")

    entry_saved.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert api.put(HERE, {**GOOD, "note": "secret-note"}).status_code == 201
    finally:
        entry_saved.disconnect(fail)
    assert any(record.name == "diary.writes.service" for record in caplog.records)
    assert "secret-note" not in caplog.text
    assert "ConnectionError" in caplog.text


def test_an_id_used_by_two_diaries_keeps_both_records(
    api: APIClient, owner: User, stranger: User
) -> None:
    key = uuid4()
    here = f"/api/v1/episodes/{key}"
    assert api.put(here, {**GOOD, "note": "mine"}).status_code == 201
    theirs = Episode.objects.get(id=key)
    theirs.diary, theirs.note = stranger.diary, "theirs"
    theirs.save(force_insert=True)
    assert api.put(here, {**GOOD, "note": "still mine"}).status_code == 200
    assert Episode.objects.get(diary=stranger.diary, id=key).note == "theirs"
    assert api.delete(here).status_code == 204
