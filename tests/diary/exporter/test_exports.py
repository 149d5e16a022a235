"""Exports: contents of the files, and lossless round trips."""

import csv as plain_csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from diary.exporter import all_exports
from diary.exporter.csv import STAMPS, write_episodes
from diary.exporter.json import LISTS, write_diary
from diary.importer import csv
from diary.importer.json import DiaryFile
from diary.importer.plan import Choices, ImportPlan
from diary.importer.rows import Problem, UnreadableFile
from diary.importer.table import Table
from diary.models import Diary, User
from diary.schema import codes
from diary.schema.kinds import EPISODE as EPISODE_KIND
from tests.api.sample_account import reauthenticate_session
from tests.conftest import NOW, client_of
from tests.diary.importer.file_fixtures import ID, RECORDS, SETTINGS, contents, file
from tests.diary.importer.test_job import send
from triage.models import Prompt

pytestmark = pytest.mark.sqlite

FILES = Path(site.BASE_DIR) / "tests" / "files"
SCHEMA = Path(site.BASE_DIR) / "frontend" / "src" / "importer" / "diary.schema.json"


@pytest.fixture
def diary(owner: User) -> Diary:
    return Diary.objects.get(owner=owner)


@pytest.fixture
def lately(owner: User) -> APIClient:
    """A client of the owner's that was confirmed a moment ago."""
    client = client_of(owner)
    reauthenticate_session(client.session, owner.email)
    return client


def test_a_diary_moves_to_another_server_whole(lately: APIClient, diary: Diary) -> None:
    send(lately, file(settings=SETTINGS, **RECORDS), "settings=true")
    before, whole = contents(diary), lately.get("/api/v1/export.json")
    assert whole["Content-Disposition"].startswith('attachment; filename="footnote-diary-')
    assert whole["Cache-Control"] == "no-store"
    Diary.objects.all().delete()
    Diary.objects.create(owner=diary.owner)
    client = client_of(User.objects.get(pk=diary.owner.pk))
    assert send(client, whole.content, "settings=true").status_code == 200
    there = Diary.objects.get()
    assert contents(there) == before
    assert (there.zone, there.locale, there.emergency_number) == ("Europe/Berlin", "es", "0 112")
    assert there.thresholds == {"frequent_week_days": 4}
    assert (f"{there.quiet_start:%H:%M}", there.email_reminders) == ("22:00", False)


def test_the_exported_file_is_the_fixture_of_the_app(lately: APIClient, diary: Diary) -> None:
    expected = (FILES / "from-server.json").read_text(encoding="utf-8")
    assert send(lately, expected, "settings=true").json()["done"] == 9
    now = lately.get("/api/v1/export.json").content.decode()
    # A database may keep the answers of a map in an order of its own.
    assert json.loads(now) | {"exported_at": "2026-11-25T10:00:00Z"} == json.loads(expected)
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert not list(schema.iter_errors(json.loads(expected)))


def test_a_file_of_the_app_comes_in_whole(api: APIClient, diary: Diary) -> None:
    text = (FILES / "from-phone.json").read_text(encoding="utf-8")
    result = send(api, text, "settings=true").json()
    assert result["problems"] == []
    imported, lists = contents(diary), json.loads(text)
    for name, kind in LISTS.items():
        for record in lists[name]:
            stored = imported[kind.name][record[kind.key]]
            for field in kind.field_names:
                assert ordered(stored[field]) == ordered(record[field]), (name, field)
    assert sum(map(len, imported.values())) == result["done"] == 60


def ordered(value: Any) -> Any:
    """Sets are sets, and a moment may be written in two ways."""
    if isinstance(value, list):
        return sorted(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT.+Z", value):
        return datetime.fromisoformat(value)
    return value


def test_the_table_has_an_episode_a_row_and_comes_back_whole(
    lately: APIClient, diary: Diary
) -> None:
    send(lately, file(**RECORDS))
    before = contents(diary)["episode"]
    table = lately.get("/api/v1/export.csv")
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    text = table.content.decode("utf-8-sig")
    rows = list(plain_csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 4
    assert not any(re.match(r"\s*[=+\-@]|[\t\r\n]", cell) for row in rows for cell in row)
    Diary.objects.all().delete()
    Diary.objects.create(owner=diary.owner)
    client = client_of(User.objects.get(pk=diary.owner.pk))
    result = send(client, table.content, kind="text/csv").json()
    assert (result["format"], result["counts"]["created"]) == ("footnote_csv", {"episode": 3})
    assert contents(Diary.objects.get())["episode"] == before


def test_a_table_that_a_spreadsheet_saved_again_is_read(api: APIClient, diary: Diary) -> None:
    text = "id;started_at;zone;areas;note\r\n" + (
        f'{ID.format(1)};2026-11-22T08:00:00Z;UTC;"left.foot;left.toes";"a;b"\r\n\r\n'
    )
    assert send(api, text, kind="text/csv").status_code == 200
    (episode,) = contents(diary)["episode"].values()
    assert (episode["areas"], episode["note"]) == (["left.toes", "left.foot"], "a;b")


def test_an_error_in_a_table_has_line_column_and_reason(api: APIClient, diary: Diary) -> None:
    text = f"id,started_at,zone,severity\n{ID.format(1)},2026-11-22,UTC,4\n{ID.format(2)},,x\n"
    errors = send(api, text, kind="text/csv").json()["errors"]
    assert [(error["line"], error["param"], error["code"]) for error in errors] == [
        (2, "started_at", "invalid"),
        (3, "severity", "invalid"),
    ]
    assert not contents(diary)["episode"]


def test_a_table_of_bad_bytes_is_refused(api: APIClient) -> None:
    reply = send(api, b"id,note\n\xff\xfe", kind="text/csv")
    assert [error["code"] for error in reply.json()["errors"]] == ["not_utf8"]


@pytest.mark.parametrize("name", all_exports())
def test_an_export_requires_reauthentication(name: str, api: APIClient) -> None:
    reply = api.get(f"/api/v1/export.{name}")
    assert reply.status_code == 403
    assert reply.json()["errors"][0]["code"] == "reauthentication_required"


def test_what_is_deleted_is_in_no_file(lately: APIClient, diary: Diary) -> None:
    send(lately, file(**RECORDS))
    lately.delete(f"/api/v1/episodes/{ID.format(1)}")
    for name in ("json", "csv"):
        assert ID.format(1).encode() not in lately.get(f"/api/v1/export.{name}").content


def test_the_queries_do_not_grow_with_the_diary(lately: APIClient, diary: Diary) -> None:
    def queries() -> list[int]:
        counts = []
        for name in all_exports():
            with CaptureQueriesContext(connection) as captured:
                assert lately.get(f"/api/v1/export.{name}").status_code == 200
            counts.append(len(captured))
        return counts

    queries()
    empty = queries()
    send(lately, file(**RECORDS))
    assert queries() == empty


def test_the_calendar_has_the_visits_and_nothing_of_health(lately: APIClient, diary: Diary) -> None:
    send(lately, file(**RECORDS))
    prompt = Prompt.objects.create(
        diary=diary,
        id=UUID(ID.format(10)),
        level="see_provider",
        findings=[],
        opened_at=NOW,
        raised_at=NOW,
        closed_at=NOW,
        answer="booked",
        visit_on=datetime(2026, 11, 30, tzinfo=UTC).date(),
    )
    reply = lately.get("/api/v1/export.ics", headers={"Accept-Language": "es"})
    assert b"Foot" not in reply.content.replace(b"Footnote", b"").replace(b"@footnote", b"")
    events = Calendar.from_ical(reply.content).walk("VEVENT")
    assert [
        (str(event["UID"]), str(event["SUMMARY"]), event.decoded("DTSTART").isoformat())
        for event in events
    ] == [
        (f"{prompt.id}@footnote", "Cita", "2026-11-30"),
        (f"{ID.format(6)}@footnote", "Cita", "2026-12-01"),
    ]


# -- Whatever is in a diary comes back ------------------------------------------------

TEXTS = st.one_of(
    st.sampled_from(["", "-", "'", "none", "=1+1", "\t", "\r", "\n", "a\r\nb", '"', "＝x", " +1"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40),
)


def milliseconds(moment: datetime) -> datetime:
    """What is stored of it."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


MOMENTS = st.datetimes(
    datetime(1901, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2026, 11, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda moment: milliseconds(moment).isoformat().replace("+00:00", "Z"))


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def some(codes: Any) -> st.SearchStrategy[Any]:
    return maybe(
        st.sets(st.sampled_from(list(codes))).map(
            lambda chosen: sorted(chosen, key=list(codes).index)
        )
    )


def answers(codes: Any) -> st.SearchStrategy[Any]:
    return maybe(st.dictionaries(st.sampled_from(list(codes)), st.booleans()))


EPISODES = st.fixed_dictionaries(
    {
        "id": st.uuids(version=4).map(str),
        "started_at": MOMENTS,
        "ended_at": st.none(),
        "zone": st.sampled_from(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"]),
        "start_precision": maybe(st.sampled_from(codes.START_PRECISIONS)),
        "onset": maybe(st.sampled_from(codes.ONSETS)),
        "areas": some(codes.AREAS),
        "spread": maybe(st.sampled_from(codes.SPREADS)),
        "sensations": some(codes.SENSATIONS),
        "severity": maybe(st.integers(0, 10)),
        "interference": maybe(st.integers(0, 4)),
        "trigger": maybe(st.sampled_from(codes.TRIGGERS)),
        "relief": maybe(st.sampled_from(codes.RELIEFS)),
        "relief_minutes": maybe(st.floats(0, 5_000_000)),
        "symptoms": answers(codes.SYMPTOMS),
        "pain": maybe(st.integers(0, 10)),
        "leg_changes": some(codes.LEG_CHANGES),
        "red_flags": answers(codes.RED_FLAGS),
        "note": maybe(TEXTS),
        "clinician_assessed_at": maybe(MOMENTS),
        "created_at": MOMENTS,
        "updated_at": MOMENTS,
    }
)


def import_records(records: Any, problems: list[Problem]) -> list[dict[str, Any]]:
    """What would be written, as validated."""
    edits = ImportPlan("UTC", Choices(), NOW, problems).commands(records)
    return [
        {
            "id": str(edit.key),
            **edit.submitted,
            "created_at": edit.created_at and edit.created_at.isoformat().replace("+00:00", "Z"),
            "updated_at": edit.updated_at and edit.updated_at.isoformat().replace("+00:00", "Z"),
        }
        for edit in edits
    ]


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.lists(EPISODES, max_size=4, unique_by=lambda episode: episode["id"]))
def test_any_episodes_come_back_from_a_table_as_they_were(episodes: list[dict[str, Any]]) -> None:
    out, problems = io.StringIO(newline=""), list[Problem]()
    write_episodes(out, episodes)
    imported = import_records(csv.parse_records(Table(out.getvalue()), problems), problems)
    assert problems == []
    assert imported == [
        {name: episode[name] for name in ("id", *EPISODE_KIND.field_names, *STAMPS)}
        for episode in episodes
    ]
    for row in plain_csv.reader(io.StringIO(out.getvalue().removeprefix("\ufeff"), newline="")):
        assert not any(re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell) for cell in row)


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(
    st.lists(EPISODES, max_size=4, unique_by=lambda record: record["id"]),
    st.lists(
        st.fixed_dictionaries(
            {
                "id": st.uuids(version=4).map(str),
                "kind": st.sampled_from(codes.BACKGROUND_KINDS),
                "name": TEXTS.filter(lambda text: not text or text.strip()),
                "code": maybe(TEXTS.filter(lambda text: bool(text.strip()))),
                "started_on": st.none(),
                "ended_on": maybe(st.just("2026-01-01")),
                "dose": maybe(TEXTS),
                "note": maybe(TEXTS),
                "created_at": MOMENTS,
                "updated_at": MOMENTS,
            }
        ),
        max_size=3,
        unique_by=lambda record: record["id"],
    ),
)
def test_any_diary_comes_back_from_its_file_as_it_was(
    episodes: list[dict[str, Any]], background: list[dict[str, Any]]
) -> None:
    lists: dict[str, Any] = {"alert": [], "check_in": [], "question": []}
    lists |= {"episode": episodes, "background": background}
    text = "".join(write_diary(lists, SETTINGS, "2026-11-25T10:00:00Z"))
    assert json.loads(text)["episodes"] == episodes
    problems: list[Problem] = []
    reading = DiaryFile(text)
    assert import_records(reading.records(problems), problems) == [*episodes, *background]
    assert problems == []
    assert reading.settings == SETTINGS


@settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.integers(0, 2_000), st.sampled_from(["", "x", "{", "\x00", "]", ","]))
def test_half_a_file_is_never_taken_for_a_whole_one(at: int, more: str) -> None:
    text = json.dumps(file(**RECORDS))
    broken = text[: min(at, len(text) - 1)] + more
    problems: list[Problem] = []
    with pytest.raises(UnreadableFile):
        list(DiaryFile(broken).records(problems))
