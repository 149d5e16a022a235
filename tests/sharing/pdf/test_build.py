"""The report as a PDF, read by third-party parsers."""

import signal
import subprocess
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from diary.charts.plots import charts
from diary.formatting import ENGLISH
from diary.models import BackgroundItem, CheckIn, Diary, Question, User
from sharing.links.scope import Scope
from sharing.pdf import build
from sharing.pdf.build import build_pdf
from sharing.pdf.glyphs import REPLACEMENT, GlyphFallback
from sharing.pdf.typst import RenderError, TypstProcess, start_typst
from tests.sharing.conftest import Log
from tests.sharing.pdf.parsed_pdf import ParsedPDF

Make = Callable[..., ParsedPDF]
MARKUP = '#strong[x] $ x^2 $ *b* _i_ `c` <l> @r \\ "#sys.inputs" #panic("no") //'


@pytest.fixture
def diary(owner: User) -> Diary:
    return Diary.objects.get(owner=owner)


@pytest.fixture
def make(diary: Diary, noon: None) -> Make:
    def build(language: str = "en", days: int = 30, **how: Any) -> ParsedPDF:
        with translation.override(language):
            how = {"scope": Scope(), **how}
            return ParsedPDF(build_pdf(diary, days=days, now=timezone.now(), **how))

    return build


def keep(model: Any, diary: Diary, **fields: Any) -> Any:
    now = timezone.now()
    defaults = {"change_seq": 1, "created_at": now, "updated_at": now}
    if model is not CheckIn:
        defaults["id"] = uuid4()
    return model.objects.create(diary=diary, **(defaults | fields))


def test_the_pdf_conforms_to_ua_and_archive_standards(make: Make, log: Log) -> None:
    log(30, 20, areas=["right.foot"], severity=4)
    paper = make()
    assert paper.root["/MarkInfo"]["/Marked"]
    assert paper.root["/Lang"] == "en"
    assert paper.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert str(paper.reader.metadata and paper.reader.metadata.title).startswith("Numbness diary, ")
    about = paper.root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1<" in about
    assert "<pdfaid:part>2<" in about
    assert "<pdfaid:conformance>A<" in about
    assert paper.fonts()
    assert all(paper.fonts().values())
    assert {name.partition("-")[0] for name in paper.fonts()} == {"DejaVuSans"}


def test_headings_tables_and_figures_are_tagged_for_screen_readers(make: Make, log: Log) -> None:
    log(30, 20)
    tags = make().tags()
    names = [tag.name for tag in tags]
    assert {"H1", "H2", "Table", "TH", "TD", "L", "LI"} <= set(names)
    pictures = [tag for tag in tags if tag.name == "Figure"]
    assert pictures
    assert all(tag.alt for tag in pictures)
    assert any("Bar chart of the days" in str(tag.alt) for tag in pictures)


def test_each_chart_has_a_table(make: Make, log: Log) -> None:
    log(30, 20, areas=["left.foot"], trigger="sitting", severity=7)
    text, day = make().text, ENGLISH.long_date((timezone.now() - timedelta(hours=30)).date())
    _charts, _, tables = text.partition("The charts as tables")
    for chart in charts().values():
        assert chart.title(ENGLISH) in tables
    for row in (f"{day} numbness 1", "sitting 1 1 of 1 episode", "left foot 1 1"):
        assert row in tables


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("letter", (216, 279))])
def test_it_comes_in_both_sizes_also_when_nothing_is_logged(
    make: Make, paper: str, size: tuple[int, int]
) -> None:
    pdf = make(paper=paper)
    assert pdf.size == size
    assert "Nothing was ever written in this diary." in pdf.text
    assert "No episode is logged in this period." in pdf.text
    assert "Not enough days logged: 0 of 30 days." in pdf.pages[0]
    assert "Page 1 of " in pdf.pages[0]


def test_a_note_longer_than_a_page_goes_on_on_the_next(make: Make, log: Log) -> None:
    log(30, 20, note="begun " + "and so on " * 1_200 + "ended")
    pages = make().pages
    begun, ended = (
        next(number for number, text in enumerate(pages) if word in text)
        for word in ("begun", "ended")
    )
    assert ended > begun


def test_each_part_of_many_episodes_has_the_headings_of_its_columns(make: Make, log: Log) -> None:
    for number in range(251):
        log(30 + number, 20)
    *_, listed, _is_not = " ".join(tag.name for tag in make().tags()).split(" H2 ")
    counts = [listed.split().count(name) for name in ("Table", "TH", "TR")]
    assert counts == [2, 10, 253]


def test_markup_in_what_a_person_wrote_is_text(make: Make, log: Log, diary: Diary) -> None:
    log(30, 20, note=MARKUP)
    keep(Question, diary, text=MARKUP)
    keep(BackgroundItem, diary, kind="medication", name=MARKUP, note=MARKUP)
    text = make().text
    assert text.count("#strong[x] $ x^2 $ *b* _i_ `c` <l> @r") >= 4
    assert text.count('#panic("no") //') >= 3


def test_other_letters_stay_and_what_the_font_lacks_is_seen_to_be_missing(
    make: Make, log: Log, diary: Diary
) -> None:
    log(30, 20, note="Ελληνικά, Кириллица, ñandú, ł, ő. 漢字 \U0001f9b6\ufe0f \ue000 end.")
    keep(BackgroundItem, diary, kind="condition", name="Σύνδρομο Щербакова")
    text = make().text
    assert "Ελληνικά, Кириллица, ñandú, ł, ő." in text
    assert "Σύνδρομο Щербакова" in text
    assert f"{REPLACEMENT * 2} {REPLACEMENT} {REPLACEMENT} end." in text
    assert f"{REPLACEMENT} stands for a letter or sign that this document cannot show: 4" in text


def test_fitting_counts_each_letter_that_is_lost() -> None:
    letters = GlyphFallback()
    assert letters.apply({"a": ["x\x07漢", 1, None]}) == {"a": [f"x{REPLACEMENT * 2}", 1, None]}
    assert letters.missing == 2
    assert letters.apply("a\r\nb\u3000c") == "a\nb c"
    assert letters.apply("m" * 40).count("\u200b") == 2
    assert letters.missing == 2


def test_the_summary_is_one_page_whatever_its_length(make: Make, log: Log, diary: Diary) -> None:
    flags = {"injury": True, "vision": True, "confusion": False}
    for day in range(40):
        log(
            30 + 24 * day,
            90,
            areas=["right.foot", "left.calf"],
            sensations=["numb", "burning"],
            severity=day % 11,
            interference=day % 5,
            trigger=("none", "sitting", "walking")[day % 3],
            onset="sudden",
            symptoms={"leg_pain": True, "leg_weakness": day % 2 == 0, "rash": True},
            leg_changes=["cold", "swollen"],
            red_flags=flags,
            note="A long note. " * 30,
        )
    today = timezone.now().date()
    for number in range(30):
        keep(
            BackgroundItem,
            diary,
            kind=("medication", "supplement", "vaccination", "injury", "condition", "visit")[
                number % 6
            ],
            name=f"{number} " + "Extraordinarily" * 12,
            dose="one " * 40,
            started_on=today - timedelta(days=number),
            note="Said by the person. " * 20,
        )
    for number in range(20):
        created_at = timezone.now() + timedelta(seconds=number)
        text = f"Question {number}: " + "why is that so? " * 25
        keep(Question, diary, text=text, created_at=created_at)
    for language, first, second, see in (
        ("en", "What was not asked", "Behind the first page", "In full on page 2."),
        ("es", "Lo que no se preguntó", "Tras la primera página", "Completo en la página 2."),
    ):
        paper = make(language, days=60, paper="letter" if language == "en" else "a4")
        assert first in paper.pages[0]
        assert see in paper.pages[0]
        assert paper.pages[1].startswith(second)
        assert "Question 19" not in paper.pages[0]
        assert "Question 19: why is that so?" in paper.text
        assert paper.root["/Lang"] == language
        assert len(paper.reader.pages) > 8


def test_the_pdf_has_nothing_outside_the_scope(make: Make, log: Log, diary: Diary) -> None:
    log(30, 20, areas=["left.foot"], leg_changes=["ulcer"], note="secret-note")
    keep(BackgroundItem, diary, kind="condition", name="Diabetes")
    keep(Question, diary, text="secret-question")
    whole = make().text
    assert all(word in whole for word in ("secret-note", "Diabetes", "secret-question"))
    bare = make(scope=Scope(notes=False, background=False, questions=False))
    for word in ("secret", "iabetes", "Questions for the visit"):
        assert word not in bare.text
    assert "Background items were not handed over" in bare.pages[0]


def test_emergency_signs_of_long_ago_are_on_the_first_page(make: Make, log: Log) -> None:
    log(24 * 300, 20, red_flags={"slurred_speech": True})
    paper = make()
    assert "Slurred speech" in paper.pages[0]
    assert "No episode is logged in this period." in paper.text


def test_no_typst_stays_when_the_diary_cannot_be_read(make: Make) -> None:
    real, begun = subprocess.Popen, []

    def begin(*args: Any, **named: Any) -> "subprocess.Popen[bytes]":
        begun.append(real(*args, **named))
        return begun[-1]

    with (
        patch.object(subprocess, "Popen", begin),
        patch.object(build, "load_report_data", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        make()
    assert [process.returncode for process in begun] == [-signal.SIGKILL]


def test_a_render_error_has_the_class_of_the_failure_and_no_word_of_the_diary() -> None:
    with start_typst() as typst, pytest.raises(RenderError) as raised:
        typst.compile({"language": "secret"}, {}, timezone.now())
    assert str(raised.value) == "typst ended with 1: typst.TypstError"


@pytest.mark.parametrize("note", ["נימול", "רגל (left) 20 דקות", "Ελληνικά שלום мир"])
def test_a_note_in_a_right_to_left_script_is_in_the_report(make: Make, log: Log, note: str) -> None:
    log(3, 20, note=note)
    text = make().text
    assert REPLACEMENT not in text
    assert {*note} - {*" ()"} <= {*text}


def test_a_text_that_typst_fails_on_is_replaced_and_the_report_comes(
    make: Make, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    log(3, 20, note="start שלום end")
    compiled = TypstProcess.compile

    def fail_on_hebrew(process: TypstProcess, data: dict[str, Any], *rest: Any) -> bytes:
        if "ש" in str(data):
            raise RenderError("typst ended with 1: inline.rs:1")
        return compiled(process, data, *rest)

    with patch.object(TypstProcess, "compile", fail_on_hebrew):
        text = make().text
    assert f"start {REPLACEMENT * 4} end" in text
    assert f"{REPLACEMENT} stands for a letter or sign that this document cannot show: 4" in text
    assert "inline.rs:1" in caplog.text
    assert "end" not in caplog.messages[0].split()


def test_a_failure_that_no_text_explains_is_raised(make: Make, log: Log) -> None:
    log(3, 20, note="plain")
    with (
        patch.object(TypstProcess, "compile", side_effect=RenderError("typst ended with 1")),
        pytest.raises(RenderError),
    ):
        make()
