"""Import jobs: atomic, idempotent, resumable, also of files of another server."""

import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError
from rest_framework.test import APIClient

from diary import tasks
from diary.importer import apply, ids, job
from diary.jobs import LEASE
from diary.models import CheckIn, Diary, Episode, Import, Revision, User
from diary.schema.kinds import EPISODE as EPISODE_KIND
from diary.writes.commands import RecordNotFound
from diary.writes.service import put_record
from tests.api.sample_account import reauthenticate_session
from tests.conftest import client_of
from tests.diary.importer.file_fixtures import EPISODE, ID, RECORDS, SETTINGS, contents, file

pytestmark = pytest.mark.sqlite

FILES = Path(site.BASE_DIR) / "tests" / "files"


@pytest.fixture
def diary(owner: User) -> Diary:
    return Diary.objects.get(owner=owner)


def send(client: APIClient, body: Any, query: str = "", kind: str = "application/json") -> Any:
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(f"/api/v1/import?{query}", data, content_type=kind)


def many(count: int) -> dict[str, Any]:
    """A file that is large enough for a worker."""
    start = datetime(2020, 1, 1, tzinfo=UTC)
    return file(
        episodes=[
            {
                "id": str(UUID(int=(7 << 76) | (2 << 62) | number)),
                "started_at": (start + timedelta(hours=number)).isoformat(),
                "ended_at": (start + timedelta(hours=number, minutes=5)).isoformat(),
                "zone": "Europe/Berlin",
                "note": "n" * 100,
            }
            for number in range(count)
        ]
    )


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """The arguments of the import tasks that were queued."""
    calls: list[tuple[int, str]] = []
    monkeypatch.setattr(tasks.bring_in, "delay", lambda *args: calls.append(args))
    return calls


def test_everything_in_a_file_is_in_the_diary_then(api: APIClient, diary: Diary) -> None:
    reply = send(api, file(settings=SETTINGS, **RECORDS), "settings=true")
    assert reply.status_code == 200
    result = reply.json()
    assert (result["state"], result["format"], result["done"]) == ("done", "footnote_json", 9)
    assert result["counts"]["created"] == {
        "episode": 3,
        "alert": 1,
        "check_in": 2,
        "background": 2,
        "question": 1,
    }
    records = contents(diary)
    assert records["episode"][ID.format(1)] == {k: v for k, v in EPISODE.items() if k != "id"}
    assert records["episode"][ID.format(3)]["note"] == ""
    assert records["background"][ID.format(5)]["name"] == ""
    assert api.get("/api/v1/diary").json().items() >= SETTINGS.items()


def test_importing_again_changes_nothing(api: APIClient, diary: Diary) -> None:
    send(api, file(**RECORDS))
    before = Diary.objects.get().change_seq
    result = send(api, file(**RECORDS), "on_conflict=file").json()
    assert sum(result["counts"]["unchanged"].values()) == 9
    assert Diary.objects.get().change_seq == before == Revision.objects.count()


def test_an_assessment_is_owed_and_others_learn_of_it_by_their_sync(
    api: APIClient, diary: Diary
) -> None:
    send(api, file(episodes=RECORDS["episodes"]))
    assert Diary.objects.get().assessment_due is not None
    synced = api.post("/api/v1/sync", {"changes": []}).json()
    assert len(synced["changes"]) == 3


def test_settings_are_imported_only_on_request(api: APIClient, diary: Diary) -> None:
    result = send(api, file(settings=SETTINGS)).json()
    assert result["settings"] is True
    assert Diary.objects.get().emergency_number == "911"


def test_timestamps_of_creation_and_change_are_imported(api: APIClient, diary: Diary) -> None:
    when = {"created_at": "2026-01-02T00:00:00Z", "updated_at": "2026-02-03T00:00:00Z"}
    later = {"created_at": "2199-01-02T00:00:00Z"}  # a clock that was ahead
    first, second = (
        {**record, **more}
        for record, more in zip(RECORDS["episodes"][:2], (when, later), strict=True)
    )
    send(api, file(episodes=[first, second]))
    exact, capped = Episode.objects.order_by("id")
    assert exact.created_at == datetime(2026, 1, 2, tzinfo=UTC)
    assert exact.updated_at == datetime(2026, 2, 3, tzinfo=UTC) == Revision.objects.first().at  # type: ignore[union-attr]
    assert capped.created_at < datetime.now(UTC)


@pytest.mark.parametrize(
    ("query", "updated", "severity"),
    [
        ("", "2199-01-01T00:00:00Z", 9),
        ("", "2020-01-01T00:00:00Z", 7),
        ("", None, 7),
        ("on_conflict=mine", "2199-01-01T00:00:00Z", 7),
        ("on_conflict=file", "2020-01-01T00:00:00Z", 9),
    ],
)
def test_a_conflict_is_resolved_by_the_newer_or_as_chosen(
    query: str, updated: str | None, severity: int, api: APIClient, diary: Diary
) -> None:
    api.put(f"/api/v1/episodes/{ID.format(1)}", EPISODE)
    result = send(
        api, file(episodes=[{**EPISODE, "severity": 9, "updated_at": updated}]), query
    ).json()
    assert Episode.objects.get().severity == severity
    assert result["counts"]["changed" if severity == 9 else "skipped"] == {"episode": 1}
    if severity == 9:  # what lost is still there
        assert Revision.objects.first().data["severity"] == 7  # type: ignore[union-attr]


def test_deleted_records_are_restored_only_on_request(api: APIClient, diary: Diary) -> None:
    send(api, file(**RECORDS))
    api.delete(f"/api/v1/episodes/{ID.format(1)}")
    assert send(api, file(**RECORDS)).json()["counts"]["deleted"] == {"episode": 1}
    assert ID.format(1) not in contents(diary)["episode"]
    assert send(api, file(**RECORDS), "deleted=1").json()["counts"]["changed"] == {"episode": 1}
    assert ID.format(1) in contents(diary)["episode"]


def test_records_deleted_in_the_file_are_counted_and_skipped(api: APIClient, diary: Diary) -> None:
    deleted = {**EPISODE, "deleted_at": "2026-11-24T00:00:00Z"}
    result = send(api, file(episodes=[deleted])).json()
    assert (result["deleted_in_file"], result["total"]) == (1, 0)
    assert not Episode.objects.exists()


def test_two_diaries_of_one_server_each_have_it(
    api: APIClient, stranger_api: APIClient, stranger: User
) -> None:
    send(api, file(**RECORDS))
    assert sum(send(stranger_api, file(**RECORDS)).json()["counts"]["created"].values()) == 9
    assert sum(send(stranger_api, file(**RECORDS)).json()["counts"]["unchanged"].values()) == 9
    mine = contents(Diary.objects.get(owner=stranger))["episode"]
    assert len(mine) == 3
    assert not set(mine) & {ID.format(number) for number in (1, 2, 3)}


def test_an_error_refuses_the_whole_file_and_all_errors_are_listed(
    api: APIClient, diary: Diary
) -> None:
    wrong = [
        EPISODE,
        {**EPISODE, "id": ID.format(8), "severity": 11, "symptoms": {"rash": "no"}},
        {**EPISODE},
        "nothing",
        {**EPISODE, "id": ID.format(9), "base_version": 1},
    ]
    text = json.dumps(file(episodes=wrong, check_ins=[{"date": "2199-01-01"}], moods=[]), indent=1)
    reply = send(api, text)
    assert reply.status_code == 400
    lines = text.split("\n")
    errors = [(error["param"], error["code"]) for error in reply.json()["errors"]]
    assert errors == [
        ("episodes.1.severity", "max_value"),
        ("episodes.1.symptoms.rash", "invalid"),
        ("episodes.2.record", "twice"),
        ("episodes.3", "not_an_object"),
        ("episodes.4.base_version", "unknown_field"),
        ("check_ins.0.date", "in_the_future"),
        ("moods", "unknown_field"),
    ]
    assert lines[reply.json()["errors"][3]["line"] - 1].strip() == '"nothing",'
    assert not Episode.objects.exists()
    assert not Import.objects.exists()


def test_skip_problems_imports_the_valid_records(api: APIClient, diary: Diary) -> None:
    wrong = {**EPISODE, "id": ID.format(8), "severity": 11}
    result = send(api, file(episodes=[wrong, EPISODE]), "skip_problems=true").json()
    assert (result["state"], result["done"], result["problem_count"]) == ("done", 1, 1)
    assert result["problems"][0]["param"] == "episodes.0.severity"
    assert list(contents(diary)["episode"]) == [ID.format(1)]


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        (b"", "empty", (1, "1")),
        (b"  \n", "empty", (1, "1")),
        (b'{"format":\n "\xff"}', "not_utf8", (2, "3")),
        (b"[1]", "not_json", (1, "1")),
        (b'{"format": "footnote-diary",\n "version": 1, "episodes": [{"id', "not_json", None),
        (b'{"format": "footnote-diary", "version": 1} x', "not_json", (1, "44")),
        (b'{"a": 1, "a": 2}', "not_json", None),
        (b'{"episodes": [{"note": "a", "note": "b"}]}', "not_json", None),
        (b'{"a": NaN}', "not_json", None),
        (b'{"a": "\x00"}', "not_json", None),
        (b'{"a":' + b"[" * 100_000, "not_json", None),
        (b'{"episodes": [' + b'{"a":' * 40_000, "not_json", None),
        (b'{"a": 1' + b"0" * 5_000 + b"}", "not_json", None),
        (b'{"format": "moods", "version": 1}', "unknown_format", None),
        (b"{}", "unknown_format", None),
        (b'{"format": "footnote-diary"}', "unknown_format", None),
        (b'{"format": "footnote-diary", "version": true}', "unknown_format", None),
        (b'{"format": "footnote-diary", "version": 2}', "unknown_version", None),
        (b'{"format": "footnote-diary", "version": 0}', "unknown_version", None),
        (b'{"format": "footnote-diary", "version": 1, "episodes": 1}', "not_a_list", None),
        (b'{"format": "footnote-diary", "version": 1, "settings": 1}', "not_an_object", None),
        (
            b'{"format": "footnote-diary", "version": 1, "settings": {"email": "a@b.c"}}',
            "unknown_field",
            None,
        ),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_place(
    body: bytes, code: str, place: tuple[int, str] | None, api: APIClient, diary: Diary
) -> None:
    reply = send(api, body)
    assert reply.status_code == 400, reply.content
    (error,) = reply.json()["errors"]
    assert error["code"] == code
    if place:
        assert (error["line"], error["param"]) == place
    assert Diary.objects.get().change_seq == 0


@pytest.mark.parametrize("name", ["\\u0000", "\\ud800"])
def test_text_that_no_database_takes_is_a_problem_of_its_record(name: str, api: APIClient) -> None:
    note = f'{{"id": "{ID.format(2)}", "{name}": 1, "note": "{name}"}}'
    body = f'{{"format": "footnote-diary", "version": 1, "episodes": [{note}]}}'
    reply = send(api, body, "skip_problems=true")
    assert reply.status_code == 200
    assert reply.json()["problem_count"] == 4  # started_at and zone are missing besides


def test_a_file_that_is_too_large_is_a_413(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "MAX_BYTES", 100)
    reply = send(api, file(**RECORDS))
    assert reply.status_code == 413
    assert reply.json()["errors"][0]["code"] == "too_large"
    assert not Import.objects.exists()


def test_a_preview_counts_outcomes_and_writes_nothing(api: APIClient, diary: Diary) -> None:
    api.put(f"/api/v1/episodes/{ID.format(1)}", {**EPISODE, "severity": 1})
    result = send(api, file(**RECORDS), "preview=true&on_conflict=file").json()
    assert result["state"] == "preview"
    assert result["counts"]["created"]["episode"] == 2
    assert result["counts"]["changed"] == {"episode": 1}
    assert result["done"] == 0
    assert len(contents(diary)["episode"]) == 1
    where = f"/api/v1/import/{result['id']}"
    assert api.get(where).json()["state"] == "preview"
    begun = api.post(where, {"on_conflict": "mine"}).json()
    assert begun["state"] == "done"
    assert begun["counts"]["skipped"] == {"episode": 1}
    assert api.post(where, {"on_conflict": "mine"}).status_code == 409
    assert bytes(Import.objects.get().content) == b""


def test_a_large_file_is_imported_by_a_worker(
    api: APIClient, diary: Diary, queued: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "SLICE", 400)
    reply = send(api, many(1_100))
    assert reply.status_code == 202
    where = reply.headers["Location"]
    assert where == f"/api/v1/import/{reply.json()['id']}"
    assert api.get(where).json()["state"] == "waiting"
    assert send(api, file()).status_code == 409
    tasks.bring_in(*queued[0])
    result = api.get(where).json()
    assert (result["state"], result["done"], result["total"]) == ("done", 1_100, 1_100)
    assert result["counts"]["created"] == {"episode": 1_100}
    assert Episode.objects.count() == Diary.objects.get().change_seq == 1_100
    tasks.bring_in(*queued[0])  # the message comes twice
    assert Revision.objects.count() == 1_100
    assert send(api, file()).status_code == 200


def test_a_large_file_with_a_fault_in_its_last_line_leaves_nothing(
    api: APIClient, diary: Diary, queued: list[tuple[int, str]]
) -> None:
    whole = many(1_100)
    whole["episodes"][-1]["zone"] = "Moon/Base"
    where = send(api, whole).headers["Location"]
    tasks.bring_in(*queued[0])
    result = api.get(where).json()
    assert result["state"] == "refused"
    assert result["problems"][0]["param"] == "episodes.1099.zone"
    assert not Episode.objects.exists()


def test_another_worker_resumes_after_a_crash(
    api: APIClient, diary: Diary, queued: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "SLICE", 300)
    where = send(api, many(1_100)).headers["Location"]
    write, writes = apply.apply_slice, []

    def dies(*args: Any) -> None:
        write(*args)
        writes.append(len(args[1]))
        if len(writes) == 3:
            raise SystemExit  # after the write, before the commit

    monkeypatch.setattr(apply, "apply_slice", dies)
    with pytest.raises(SystemExit):
        tasks.bring_in(*queued[0])
    result = api.get(where).json()
    assert (result["state"], result["done"]) == ("running", 600)
    assert Episode.objects.count() == 600
    tasks.resume_imports()
    assert len(queued) == 1  # it may still be at it
    Import.objects.update(claimed_at=datetime.now(UTC) - LEASE - timedelta(seconds=1))
    tasks.resume_imports()
    tasks.bring_in(*queued[1])
    result = api.get(where).json()
    assert (result["state"], result["done"]) == ("done", 1_100)
    assert result["counts"]["created"] == {"episode": 1_100}
    assert Revision.objects.count() == 1_100


def test_a_worker_that_lost_its_lease_writes_nothing(
    api: APIClient, diary: Diary, queued: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "SLICE", 300)
    send(api, many(1_100))
    write, writes = apply.apply_slice, []

    def slow(*args: Any) -> None:
        writes.append(args)
        write(*args)
        if len(writes) == 2:
            other = datetime.now(UTC) - LEASE + timedelta(seconds=5)
            Import.objects.update(claimed_at=other)

    monkeypatch.setattr(apply, "apply_slice", slow)
    tasks.bring_in(*queued[0])
    assert len(writes) == 2
    assert Episode.objects.count() == Import.objects.get().position == 300


def test_an_import_that_always_fails_is_abandoned(
    api: APIClient, diary: Diary, queued: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = send(api, many(1_100)).headers["Location"]

    def fails(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(apply, "apply_slice", fails)
    for _ in range(job.MAX_ATTEMPTS):
        with pytest.raises(RuntimeError):
            tasks.bring_in(*queued[0])
        Import.objects.update(claimed_at=datetime.now(UTC) - LEASE - timedelta(seconds=1))
    tasks.bring_in(*queued[0])
    result = api.get(where).json()
    assert (result["state"], result["problems"][0]["code"]) == ("refused", "failed")


def test_an_import_cancelled_by_its_owner_stops(
    api: APIClient, diary: Diary, queued: list[tuple[int, str]]
) -> None:
    where = send(api, many(1_100)).headers["Location"]
    assert api.delete(where).status_code == 204
    tasks.bring_in(*queued[0])
    assert not Episode.objects.exists()
    assert api.get(where).status_code == 404


def test_a_broker_that_is_away_only_delays_it(
    api: APIClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: Any) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(tasks.bring_in, "delay", refuse)
    with caplog.at_level(logging.WARNING):
        assert send(api, many(1_100)).status_code == 202
    assert "waits" in caplog.text
    assert job.unclaimed_imports(datetime.now(UTC))


def test_what_is_over_is_forgotten_after_a_day(api: APIClient) -> None:
    send(api, file(**RECORDS), "preview=true")
    job.delete_expired_imports(datetime.now(UTC) + job.RETENTION - timedelta(minutes=1))
    assert Import.objects.exists()
    job.delete_expired_imports(datetime.now(UTC) + job.RETENTION + timedelta(minutes=1))
    assert not Import.objects.exists()


def test_erasing_all_entries_forgets_the_file_too(api: APIClient, owner: User) -> None:
    send(api, file(**RECORDS), "preview=true")
    lately = client_of(owner)
    reauthenticate_session(lately.session, owner.email)
    assert lately.delete("/api/v1/diary/entries").status_code == 204
    assert not Import.objects.exists()


def test_the_queries_do_not_grow_with_the_records(api: APIClient, diary: Diary) -> None:
    def queries(count: int) -> int:
        days = [{"date": f"20{year:02}-01-01"} for year in range(count)]
        body = file(**{**RECORDS, "check_ins": days})
        with CaptureQueriesContext(connection) as captured:
            assert send(api, body).status_code == 200
        Diary.objects.update(assessment_due=None)
        for model in (Episode, CheckIn, Revision):
            model._default_manager.all().delete()
        return len(captured)

    queries(1)
    assert queries(2) == queries(26)


def test_another_records_id_is_free_even_when_it_was_taken_a_moment_ago(
    api: APIClient, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = Diary.objects.get(owner=stranger)
    content = {"started_at": datetime(2026, 1, 1, tzinfo=UTC), "zone": "UTC"}
    put_record(
        diary_id=theirs.pk,
        kind=EPISODE_KIND,
        key=UUID(ID.format(1)),
        content=content,
        now=datetime(2026, 1, 1, tzinfo=UTC),
    )
    free = ids.avoid_conflicts
    monkeypatch.setattr(ids, "avoid_conflicts", lambda diary_id, edits: list(edits))
    with pytest.raises(RecordNotFound):
        send(api, file(episodes=[EPISODE]))
    assert Import.objects.get().state == "running"
    monkeypatch.setattr(ids, "avoid_conflicts", free)
    Import.objects.update(claimed_at=datetime.now(UTC) - LEASE - timedelta(seconds=1))
    job.run_import(*job.unclaimed_imports(datetime.now(UTC))[0], lambda: datetime.now(UTC))
    assert Import.objects.get().state == "done"
    assert Episode.objects.count() == 2
