import io
from typing import Any

import pytest

from diary.exporter.csv import write_records
from diary.importer import csv
from diary.importer.rows import ParsedRecord, UnreadableFile

EPISODE: dict[str, Any] = {
    "id": "018f2b6e-0000-7000-8000-000000000001",
    "started_at": "2026-11-22T08:00:00Z",
    "zone": "Europe/Berlin",
    "areas": ["left.foot", "left.toes"],
    "sensations": [],
    "severity": 4,
    "relief_minutes": 2.5,
    "symptoms": {"rash": False, "leg_pain": True},
    "red_flags": {},
    "note": 'He said "ow",\nthen; nothing=yes',
}


def read(text: str) -> list[ParsedRecord]:
    return csv.parse_file(io.StringIO(text, newline=""))


def problems(text: str) -> list[str]:
    with pytest.raises(UnreadableFile) as error:
        read(text)
    return [str(problem) for problem in error.value.problems]


def test_what_is_written_is_read_back_with_nothing_lost() -> None:
    stream = io.StringIO(newline="")
    question = {"id": EPISODE["id"], "text": "Why?", "discussed": True}
    write_records(stream, [("episode", EPISODE), ("question", question)])
    episode, parsed_question = read(stream.getvalue())
    assert {k: v for k, v in episode.fields.items() if v is not None} == EPISODE
    assert {k: v for k, v in parsed_question.fields.items() if v is not None} == question


def test_a_kind_of_which_there_is_none_is_read_back_as_that() -> None:
    stream = io.StringIO(newline="")
    write_records(stream, [("background", {"id": EPISODE["id"], "kind": "medication", "name": ""})])
    assert ",-," in stream.getvalue()
    (none,) = read(stream.getvalue())
    assert none.fields["name"] == ""


def test_blank_is_not_asked_and_a_dash_is_asked_and_none() -> None:
    (record,) = read("record,areas,leg_changes,symptoms\nepisode,,-,-\n")
    assert record.fields == {"areas": None, "leg_changes": [], "symptoms": {}}


def test_a_line_is_counted_as_an_editor_counts_it() -> None:
    text = 'record,note,severity\nepisode,"two\nlines",1\nepisode,x,high\n'
    assert problems(text) == ["line 4, column severity: 'high' is not a number"]


def test_every_problem_is_named_at_once() -> None:
    text = (
        "record,severity,symptoms,discussed,text\n"
        "episode,many,rash,,\n"
        "question,,,maybe,Why?\n"
        "visit,,,,\n"
        "question,4,,yes,Why?\n"
        "episode,1\n"
    )
    assert problems(text) == [
        "line 2, column severity: 'many' is not a number",
        "line 2, column symptoms: 'rash' is not code=yes or code=no",
        "line 3, column discussed: 'maybe' is not yes or no",
        "line 4, column record: 'visit' is none of: episode, check_in, alert, background, question",
        "line 5, column severity: a line of kind question has no such field",
        "line 6, column symptoms: 2 cells where the header has 5",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1, column record: this column is missing"),
        ("id,zone\n", "line 1, column record: this column is missing"),
        ("record,colour\n", "line 1, column colour: unknown column"),
        ("record,id,id\n", "line 1, column id: this column is named twice"),
        ('record,note\nepisode,"open\n', "line 2, column record: unexpected end of data"),
    ],
)
def test_a_file_of_another_form_is_refused(text: str, problem: str) -> None:
    assert problems(text) == [problem]
