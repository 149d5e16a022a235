"""The lint of names: what it refuses, and that it reads both sides."""

from pathlib import Path

import pytest

from config import check_names


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(check_names, "ROOT", tmp_path)
    for folder in (*check_names.SERVER, check_names.PHONE):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def test_the_sources_of_the_product_pass() -> None:
    assert list(check_names.name_problems()) == []


@pytest.mark.parametrize(
    ("file", "source", "problem"),
    [
        ("diary/told.py", "", "a module is not called 'told'"),
        ("triage/text.py", "def said() -> None: ...\n", "triage/text.py:1: 'said'"),
        ("triage/text.py", "class Looked: ...\n", "'Looked'"),
        ("diary/models.py", "class Question:\n    asked = 1\n", "diary/models.py:2: 'asked'"),
        ("diary/models.py", "class Question:\n    kept: bool\n", "'kept'"),
        ("frontend/src/text.ts", "export const told = 1;\n", "frontend/src/text.ts:1: 'told'"),
        ("frontend/src/held.ts", "", "a module is not called 'held'"),
    ],
)
def test_a_vague_public_name_is_refused(
    project: Path, file: str, source: str, problem: str
) -> None:
    (project / file).write_text(source)
    (message,) = check_names.name_problems()
    assert problem in message


def test_private_names_and_locals_are_free(project: Path) -> None:
    (project / "diary/text.py").write_text("def _told() -> None:\n    found = 1\n")
    assert list(check_names.name_problems()) == []


@pytest.mark.parametrize(
    ("first", "second", "source"),
    [
        ("diary/a.py", "triage/b.py", "def read() -> None: ...\n"),
        ("frontend/src/a.ts", "frontend/src/b.ts", "export function read() {}\n"),
    ],
)
def test_a_function_name_has_one_meaning(
    project: Path, first: str, second: str, source: str
) -> None:
    for file in (first, second):
        (project / file).write_text(source)
    (message,) = check_names.name_problems()
    assert first in message
    assert second in message


def test_an_interface_of_a_folder_may_repeat(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_names, "INTERFACES", {"draw": ("diary/*.py",)})
    for file in ("diary/a.py", "diary/b.py"):
        (project / file).write_text("def draw() -> None: ...\n")
    assert list(check_names.name_problems()) == []
    (project / "triage/c.py").write_text("def draw() -> None: ...\n")
    (message,) = check_names.name_problems()
    assert "triage/c.py" in message
