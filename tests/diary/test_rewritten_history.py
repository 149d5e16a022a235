"""A backup was restored: the state table of docs/sync.md, row by row."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import Diary, Episode, Revision, User
from diary.sync import change_feed
from diary.writes.erasure import erase_entries
from tests.diary.snapshot import Snapshot, restore_snapshot, take_snapshot
from tests.diary.test_sync import HERE, delete, put, revisions, sync, versions

pytestmark = pytest.mark.sqlite

DAY = "2026-11-20"


@pytest.fixture
def snapshot(diary: Diary) -> Callable[[], Snapshot]:
    return lambda: take_snapshot(diary.pk)


def held_state(api: APIClient, id: str = HERE) -> dict[str, Any]:
    """The record as a phone that has just read everything holds it."""
    states: list[dict[str, Any]] = sync(api)["changes"]
    return next(state for state in states if state["id"] == id)


def offer(state: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The change by which a phone offers what it holds."""
    content = state["record"]
    names = ("started_at", "ended_at", "zone", "severity", "note")
    return {
        "kind": state["kind"],
        "id": state["id"],
        "op": "delete" if state["deleted_at"] else "put",
        "base_version": state["version"],
        "base_updated_at": state["updated_at"],
        **({} if content is None else {"record": {name: content.get(name) for name in names}}),
        **changed,
    }


def edit(api: APIClient, *contents: dict[str, Any]) -> None:
    """Edit the episode; each on the version before."""
    for content in contents:
        body = {**api.get(f"/api/v1/episodes/{HERE}").json(), **content}
        body["base_version"] = body["version"]
        assert api.put(f"/api/v1/episodes/{HERE}", body).status_code == 200


def on_server() -> tuple[Any, ...] | None:
    """Version, severity and note of the episode; whether it is deleted."""
    episode = Episode.objects.filter(id=HERE).first()
    if episode is None:
        return None
    return episode.version, episode.severity, episode.note, episode.deleted_at is not None


def kept() -> list[Any]:
    """The notes in the revisions, accepted and submitted."""
    return [
        content.get("note")
        for revision in revisions()
        for content in (revision.data, revision.submitted or {})
    ]


def test_a_cursor_of_another_history_is_noticed_and_nothing_is_applied(
    api: APIClient, snapshot: Any
) -> None:
    before = snapshot()
    first = sync(api, put(note="a"))
    assert first["history_rewritten"] is False
    restore_snapshot(before)
    reply = sync(api, put(str(uuid4())), cursor=first["cursor"])
    assert reply == {
        "history_rewritten": True,
        "cursor": None,
        "more": True,
        "acknowledged": [],
        "rejected": [],
        "changes": [],
        "verdicts": [],
    }
    assert (Episode.objects.count(), Revision.objects.count()) == (0, 0)


def test_it_is_noticed_although_others_have_passed_the_number(
    api: APIClient, snapshot: Any
) -> None:
    before = snapshot()
    cursor = sync(api, put(note="a"))["cursor"]
    restore_snapshot(before)
    sync(api, *(put(str(uuid4())) for _ in range(5)))
    assert sync(api, cursor=cursor)["history_rewritten"] is True


def test_a_client_that_is_only_behind_reads_on(api: APIClient, snapshot: Any) -> None:
    cursor = sync(api, put(note="a"))["cursor"]
    before = snapshot()
    sync(api, put(note="b", base_version=1))
    restore_snapshot(before)
    other = str(uuid4())
    sync(api, put(other))
    reply = sync(api, cursor=cursor)
    assert (reply["history_rewritten"], versions(reply, "changes")) == (False, [(other, 1)])


def test_it_is_noticed_in_the_midst_of_the_first_read(
    api: APIClient, snapshot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_feed, "MAX_CHANGES", 2)
    sync(api, *(put(str(uuid4())) for _ in range(5)))
    before = snapshot()
    page = sync(api, put(note="mine"))  # acknowledged, and read up to the second change
    assert page["more"] is True
    restore_snapshot(before)
    assert sync(api, cursor=page["cursor"])["history_rewritten"] is True


def test_an_erasure_is_no_rewritten_history(api: APIClient, diary: Diary) -> None:
    cursor = sync(api, put(note="a"))["cursor"]
    erase_entries(diary.pk, timezone.now())
    reply = sync(api, cursor=cursor)
    assert (reply["history_rewritten"], len(reply["changes"])) == (False, 1)


def test_what_the_server_still_has_is_not_changed_by_an_offer(api: APIClient, owner: User) -> None:
    sync(api, put(note="a"))
    behind = offer(held_state(api))
    edit(api, {"note": "b"})
    for change in (behind, offer(held_state(api))):
        (state,) = sync(api, change)["acknowledged"]
        assert state["version"] == 2
    assert on_server() == (2, None, "b", False)
    assert Diary.objects.get(owner=owner).change_seq == 2


def test_a_lost_record_comes_back_under_the_next_version_once(
    api: APIClient, snapshot: Any
) -> None:
    before = snapshot()
    sync(api, put(note="a"))
    edit(api, {"note": "b"})
    held = offer(held_state(api))
    restore_snapshot(before)
    for _ in range(2):
        (state,) = sync(api, held)["acknowledged"]
        assert (state["version"], state["record"]) == (3, None)
    assert on_server() == (3, None, "b", False)
    assert len(revisions()) == 1


def test_two_phones_offer_the_same_once_also_an_older_app(api: APIClient, snapshot: Any) -> None:
    before = snapshot()
    sync(api, put(note="a", severity=3))
    held = offer(held_state(api))
    restore_snapshot(before)
    older = {**held, "record": {**held["record"]}}
    del older["record"]["severity"]
    sync(api, older)
    assert on_server() == (2, None, "a", False)
    # The rest of the same version: nothing that the older app did not know is lost.
    sync(api, held)
    assert on_server()[1:] == (3, "a", False)  # type: ignore[index]
    stands = on_server()
    sync(api, older)
    sync(api, held)
    assert on_server() == stands


@pytest.mark.parametrize("edits", [1, 2])
def test_an_edit_that_the_backup_lacks_is_made_again(
    edits: int, api: APIClient, snapshot: Any
) -> None:
    sync(api, put(note="a"))
    before = snapshot()
    edit(api, *({"note": f"b{n}", "severity": n} for n in range(1, edits + 1)))
    held = offer(held_state(api))
    restore_snapshot(before)
    sync(api, held)
    assert on_server() == (edits + 2, edits, f"b{edits}", False)


@pytest.mark.parametrize("first", ["later", "earlier"])
def test_the_later_of_two_offered_versions_stands(
    first: str, api: APIClient, snapshot: Any
) -> None:
    sync(api, put(note="a"))
    before = snapshot()
    edit(api, {"note": "b", "severity": 5})
    earlier = offer(held_state(api))
    edit(api, {"note": None, "severity": 7})
    later = offer(held_state(api))
    restore_snapshot(before)
    for change in (later, earlier) if first == "later" else (earlier, later):
        sync(api, change)
    assert on_server()[1:] == (7, None, False)  # type: ignore[index]
    assert "b" in kept()


def test_fields_that_one_side_alone_changed_are_merged_and_the_later_value_stands(
    api: APIClient, snapshot: Any
) -> None:
    sync(api, put(note="a", severity=1))
    before = snapshot()
    edit(api, {"note": "held", "severity": 5})
    held = offer(held_state(api))
    restore_snapshot(before)
    edit(api, {"severity": 9})
    (state,) = sync(api, held)["acknowledged"]
    assert state["record"]["severity"] == 9
    assert on_server() == (3, 9, "held", False)
    assert 5 in [(revision.submitted or {}).get("severity") for revision in revisions()]


def test_times_that_would_cross_are_those_of_the_server(api: APIClient, snapshot: Any) -> None:
    hours = {n: f"2026-11-22T{n:02}:00:00Z" for n in (8, 9, 10, 11)}
    sync(api, put(started_at=hours[8], ended_at=hours[11]))
    before = snapshot()
    edit(api, {"started_at": hours[10]})
    held = offer(held_state(api))
    restore_snapshot(before)
    edit(api, {"ended_at": hours[9]})
    (state,) = sync(api, held)["acknowledged"]
    record = state["record"]
    assert (record["started_at"], record["ended_at"]) == (hours[8], hours[9])


def test_the_unchanged_base_leaves_what_others_edited(api: APIClient, snapshot: Any) -> None:
    sync(api, put(note="a"))
    before = snapshot()
    edit(api, {"note": "b"}, {"note": "a"})  # and back: version 3
    held = offer(held_state(api))
    restore_snapshot(before)
    edit(api, {"note": "others"})
    sync(api, held)
    assert on_server() == (4, None, "others", False)


def test_a_deletion_that_the_backup_lacks_is_made_again(api: APIClient, snapshot: Any) -> None:
    sync(api, put(note="a"))
    before = snapshot()
    sync(api, delete(base_version=1))
    held = offer(held_state(api))
    restore_snapshot(before)
    for _ in range(2):
        (state,) = sync(api, held)["acknowledged"]
        assert (state["version"], state["deleted_at"] is None) == (3, False)
    assert on_server() == (3, None, "a", True)


def test_a_tombstone_without_a_record_keeps_a_later_phone_from_bringing_it_back(
    api: APIClient, snapshot: Any
) -> None:
    before = snapshot()
    sync(api, put(note="secret-word"))
    live = offer(held_state(api))
    sync(api, delete(base_version=1))
    gone = offer(held_state(api))
    restore_snapshot(before)
    (state,) = sync(api, gone)["acknowledged"]
    assert state["deleted_at"]
    (state,) = sync(api, live)["acknowledged"]
    assert state["deleted_at"]
    assert "secret-word" not in str(kept())
    # A person who writes it again gets a record.
    (state,) = sync(api, put(note="new", base_version=state["version"]))["acknowledged"]
    assert on_server() == (4, None, "new", False)


def test_a_tombstone_with_its_record_can_be_brought_back(api: APIClient, snapshot: Any) -> None:
    before = snapshot()
    sync(api, put(note="a"))
    live = held_state(api)
    sync(api, delete(base_version=1))
    gone = offer(held_state(api), record=offer(live)["record"])
    restore_snapshot(before)
    sync(api, gone)
    assert on_server() == (3, None, "a", True)
    assert api.post(f"/api/v1/episodes/{HERE}/revisions/3/restore").status_code == 200
    assert on_server() == (4, None, "a", False)


def test_an_edit_beats_a_deletion_on_both_sides(api: APIClient, snapshot: Any) -> None:
    sync(api, put(note="a"))
    before = snapshot()
    # Deleted here, edited there.
    sync(api, delete(base_version=1))
    held = offer(held_state(api))
    restore_snapshot(before)
    edit(api, {"note": "others"})
    sync(api, held)
    assert on_server() == (2, None, "others", False)
    # Edited here, deleted there.
    restore_snapshot(before)
    edit(api, {"note": "held"})
    held = offer(held_state(api))
    restore_snapshot(before)
    sync(api, delete(base_version=1))
    sync(api, held)
    assert on_server() == (3, None, "held", False)


def test_a_deletion_since_the_base_stands_where_nothing_was_edited(
    api: APIClient, snapshot: Any
) -> None:
    sync(api, put(note="a"))
    before = snapshot()
    edit(api, {"note": "b"}, {"note": "a"})
    held = offer(held_state(api))
    restore_snapshot(before)
    sync(api, delete(base_version=1))
    sync(api, held)
    assert on_server() == (4, None, "a", True)


def test_what_was_erased_since_stays_erased(api: APIClient, diary: Diary, snapshot: Any) -> None:
    sync(api, put(note="a"))
    before = snapshot()
    edit(api, {"note": "secret-word"})
    held = offer(held_state(api))
    restore_snapshot(before)
    erase_entries(diary.pk, timezone.now())
    (state,) = sync(api, held)["acknowledged"]
    assert state["deleted_at"]
    assert "secret-word" not in str(kept())


def test_a_check_in_and_its_withdrawal_come_back(api: APIClient, snapshot: Any) -> None:
    day = {**delete(DAY, kind="check_in"), "op": "put"}
    before = snapshot()
    sync(api, day)
    there = offer(held_state(api, DAY), record={})
    sync(api, delete(DAY, base_version=1, kind="check_in"))
    gone = offer(held_state(api, DAY))
    restore_snapshot(before)
    (state,) = sync(api, there)["acknowledged"]
    assert (state["version"], state["deleted_at"]) == (2, None)
    (state,) = sync(api, gone)["acknowledged"]
    assert (state["version"], state["deleted_at"] is None) == (3, False)


def test_a_base_version_above_the_servers_counts_as_newer(api: APIClient, snapshot: Any) -> None:
    sync(api, put(note="a"))
    before = snapshot()
    edit(api, {"note": "b"}, {"note": "c"})
    restore_snapshot(before)
    body = put(note="mine")["record"]
    reply = api.put(f"/api/v1/episodes/{HERE}", {**body, "base_version": 3}).json()
    assert (reply["version"], reply["note"]) == (4, "mine")
    # Sent again, it is recognised.
    edit(api, {"note": "later"})
    reply = api.put(f"/api/v1/episodes/{HERE}", {**body, "base_version": 3}).json()
    assert (reply["version"], reply["note"]) == (5, "later")
    new = f"/api/v1/episodes/{uuid4()}"
    for _ in range(2):
        assert api.put(new, {**body, "base_version": 6}).json()["version"] == 7


def test_points_of_a_second_restore(api: APIClient, snapshot: Any) -> None:
    """What was offered after the first restore is a version like any other."""
    before = snapshot()
    sync(api, put(note="a"))
    old = offer(held_state(api))
    edit(api, {"note": "b"})
    held = offer(held_state(api))
    restore_snapshot(before)
    sync(api, held)
    again = offer(held_state(api))
    restore_snapshot(before)
    for change in (again, old, held):
        sync(api, change)
    assert on_server()[1:] == (None, "b", False)  # type: ignore[index]


BAD_OFFERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "of no version": ({"base_version": 0}, "base_version", "min_value"),
    "of no time": ({"base_updated_at": "noon"}, "base_updated_at", "invalid"),
    "beyond": ({"base_version": 10**9 + 1}, "base_version", "max_value"),
    "of no content": ({"record": None}, "record", "required"),
}


@pytest.mark.parametrize(("wrong", "param", "code"), BAD_OFFERS.values(), ids=list(BAD_OFFERS))
def test_an_offer_that_is_none_is_rejected(
    wrong: dict[str, Any], param: str, code: str, api: APIClient
) -> None:
    change = {**put(base_version=1), "base_updated_at": "2026-11-22T08:00:00Z", **wrong}
    (refused,) = sync(api, change)["rejected"]
    assert [(error["param"], error["code"]) for error in refused["errors"]] == [(param, code)]
