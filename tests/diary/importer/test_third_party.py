"""Tables of other apps, in their formats."""

from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from diary.models import Diary, Episode, User
from tests.diary.importer.test_job import send

TRACK_AND_GRAPH = """FeatureName,Timestamp,Value,Label,Note\r
Weight,2022-09-14T21:30:41.432+01:00,71.5,,\r
Numb leg,2021-02-09T11:10:00Z,1:10:00,,\r
Numb leg,2021-02-09T11:10:00Z,1:10:00,,\r
Numb leg,2021-02-05T11:10:01.808Z,0:18:20,Left,"Under the desk, again"\r
"""
BABY_BUDDY = """id,child_id,child_first_name,child_last_name,start,end,nap,notes,tags
7,1,Ada,L,2020-02-17 00:14:09,2020-02-17 02:48:09,0,,
8,1,Ada,L,2020-02-16 19:37:16,2020-02-16 22:43:16,1,"=Woke, twice",
"""
CLUSTER = """start_time,end_time,intensity,medication,triggers,notes,barometric_pressure
2026-11-20 02:10:00,2026-11-20 02:55:00,8,"oxygen, sumatriptan",alcohol,Right side,1013.2
2026-11-21 03:05:00,,4,,,,
"""


@pytest.fixture
def diary(owner: User) -> Diary:
    return Diary.objects.get(owner=owner)


def table(client: APIClient, text: str, query: str = "") -> Any:
    return send(client, text, query, "text/csv")


def preview(client: APIClient, text: str) -> dict[str, Any]:
    reply = table(client, text, "preview=1")
    assert reply.status_code == 200
    result: dict[str, Any] = reply.json()
    assert result["state"] == "preview"
    return result


def begin(client: APIClient, result: dict[str, Any], **more: Any) -> Any:
    columns = {**result["columns"], **more}
    return client.post(
        f"/api/v1/import/{result['id']}", {"on_conflict": "newer", "columns": columns}
    )


def test_timers_of_track_and_graph_are_imported_once_trackers_are_chosen(
    api: APIClient, diary: Diary
) -> None:
    refused = table(api, TRACK_AND_GRAPH)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "needs_choice"
    result = preview(api, TRACK_AND_GRAPH)
    assert result["format"] == "track_and_graph"
    assert result["trackers"] == {"Numb leg": 3, "Weight": 1}
    done = begin(api, result, only=["Numb leg"]).json()
    assert done["counts"]["created"] == {"episode": 3}
    last = Episode.objects.order_by("started_at").last()
    assert last is not None
    assert last.started_at == datetime(2021, 2, 9, 10, tzinfo=UTC)  # its time is the end
    assert last.ended_at == datetime(2021, 2, 9, 11, 10, tzinfo=UTC)
    first = Episode.objects.order_by("started_at").first()
    assert first is not None
    assert first.note == "Under the desk, again\nLabel: Left"
    assert first.areas is None  # not asked


def test_importing_the_same_table_again_changes_nothing(api: APIClient, diary: Diary) -> None:
    for counted in ("created", "unchanged"):
        result = begin(api, preview(api, TRACK_AND_GRAPH), only=["Numb leg"]).json()
        assert result["counts"][counted] == {"episode": 3}
    assert Diary.objects.get().change_seq == 3


def test_sleep_of_baby_buddy_comes_in_by_the_clocks_of_the_diary(
    api: APIClient, diary: Diary
) -> None:
    result = table(api, BABY_BUDDY).json()
    assert (result["state"], result["format"]) == ("done", "baby_buddy")
    woke, slept = Episode.objects.order_by("started_at")
    assert slept.started_at == datetime(2020, 2, 16, 23, 14, 9, tzinfo=UTC)  # of Berlin
    assert slept.zone == "Europe/Berlin"
    assert woke.note == "=Woke, twice"
    assert slept.note is None


def test_times_are_in_the_chosen_zone(api: APIClient, diary: Diary) -> None:
    begin(api, preview(api, BABY_BUDDY), zone="America/New_York")
    last = Episode.objects.order_by("started_at").last()
    assert last is not None
    assert (last.started_at, last.zone) == (
        datetime(2020, 2, 17, 5, 14, 9, tzinfo=UTC),
        "America/New_York",
    )


def test_attacks_of_cluster_headache_tracker_keep_their_words(api: APIClient, diary: Diary) -> None:
    result = table(api, CLUSTER, "skip_problems=1").json()
    assert result["format"] == "cluster_headache_tracker"
    episode = Episode.objects.get()
    assert episode.severity == 8
    assert episode.note == "Right side\ntriggers: alcohol\nmedication: oxygen, sumatriptan"
    assert episode.trigger is None  # free text is not mapped to codes
    assert [(error["line"], error["param"], error["code"]) for error in result["problems"]] == [
        (3, "end_time", "no_end")
    ]


def test_a_row_without_an_end_can_be_imported_as_over(api: APIClient, diary: Diary) -> None:
    result = begin(api, preview(api, CLUSTER), open_ends="over").json()
    assert result["counts"]["created"] == {"episode": 2}
    assert not Episode.objects.filter(ended_at=None).exists()


def test_columns_of_an_unknown_table_are_guessed_and_need_a_preview(
    api: APIClient, diary: Diary
) -> None:
    text = "Begin;Minutes;Pain level;Comment\n2026-11-20 08:00;12,5;3;a\n2026-11-20T10:00Z;20;3;b\n"
    refused = table(api, text)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "needs_columns"
    result = preview(api, text)
    assert result["format"] == "table"
    assert result["header"] == ["Begin", "Minutes", "Pain level", "Comment"]
    assert result["columns"]["start"] == "Begin"
    assert result["columns"]["duration"] == "Minutes"
    assert result["columns"]["severity"] == "Pain level"
    assert result["columns"]["notes"] == ["Comment"]
    assert [error["param"] for error in result["problems"]] == ["Begin", "Minutes"]
    assert result["sample"][0]["ended_at"] == "2026-11-20T10:20:00Z"
    assert not Episode.objects.exists()


def test_columns_that_cannot_be_guessed_are_chosen_by_the_person(
    api: APIClient, diary: Diary
) -> None:
    result = preview(api, "cuando,hasta\n2026-11-20 08:00,2026-11-20 08:30\n")
    assert result["columns"]["start"] == ""
    assert result["problems"][0]["code"] == "needs_columns"
    missing = begin(api, result, start="when")
    assert missing.status_code == 400
    assert missing.json()["errors"][0]["code"] == "no_such_column"
    again = preview(api, "cuando,hasta\n2026-11-20 08:00,2026-11-20 08:30\n")
    done = begin(api, again, start="cuando", end="hasta").json()
    assert done["counts"]["created"] == {"episode": 1}


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("20/11/2026 08:00,2026-11-20 08:30,3", "start_time", "invalid"),
        ("2026-11-20,2026-11-20 08:30,3", "start_time", "invalid"),
        ("0001-01-01 08:00,2026-11-20 08:30,3", "start_time", "invalid"),
        ("2026-11-20 08:00,later,3", "end_time", "invalid"),
        ("2026-11-20 08:00,2026-11-20 07:30,3", "end_time", "end_before_start"),
        ("2198-11-20 08:00,2198-11-20 08:30,3", "start_time", "in_the_future"),
        ("2026-11-20 08:00,2026-11-20 08:30,much", "intensity", "invalid"),
        ("2026-11-20 08:00,2026-11-20 08:30,7.5", "intensity", "invalid"),
        ("2026-11-20 08:00,2026-11-20 08:30,11", "intensity", "invalid"),
        ("2026-11-20 08:00,2026-11-20 08:30", "intensity", "invalid"),
    ],
)
def test_an_error_in_a_row_names_the_column_of_the_table(
    row: str, column: str, code: str, api: APIClient, diary: Diary
) -> None:
    errors = table(api, f"start_time,end_time,intensity\n{row}\n").json()["errors"]
    assert (errors[0]["line"], errors[0]["param"], errors[0]["code"]) == (2, column, code)
    assert not Episode.objects.exists()


@pytest.mark.parametrize("lasted", ["nan", "-5", "inf", "1e300", "-1:00:00", "a while"])
def test_how_long_it_lasted_is_a_number_that_can_be(
    lasted: str, api: APIClient, diary: Diary
) -> None:
    result = preview(api, f"start,minutes\n2026-11-20 08:00,{lasted}\n")
    assert [(error["line"], error["param"]) for error in result["problems"]][1:] == [(2, "minutes")]


@pytest.mark.parametrize("text", ["", "\n", "a,a\n1,2\n", '"open\n', "\x00", "x" * 200_000])
def test_what_is_no_table_is_refused(text: str, api: APIClient, diary: Diary) -> None:
    reply = table(api, text)
    assert reply.status_code == 400
    assert reply.json()["errors"]
