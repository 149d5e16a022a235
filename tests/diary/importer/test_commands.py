"""Management commands for import and export."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from diary.models import Diary, Episode, Import, User
from tests.conftest import make_person
from tests.diary.importer.file_fixtures import EPISODE, RECORDS, SETTINGS, contents, file


def run(*args: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def export_file(tmp_path: Path) -> Path:
    path = tmp_path / "diary.json"
    path.write_text(json.dumps(file(settings=SETTINGS, **RECORDS)), encoding="utf-8")
    return path


def test_a_diary_goes_from_one_account_to_another(
    owner: User, export_file: Path, tmp_path: Path
) -> None:
    assert "new: 3 episode" in run(
        "import", export_file, email="Owner@Example.org", with_settings=True
    )
    assert "there already: 3 episode" in run("import", export_file, email=owner.email)
    out = tmp_path / "out.json"
    run("export", email=owner.email, file=out)
    diary = Diary.objects.get(owner=owner)
    before = contents(diary)
    diary.delete()
    run("import", out, email=make_person("new@example.org").email, with_settings=True)
    there = Diary.objects.get()
    assert contents(there) == before
    assert there.emergency_number == "0 112"
    assert not Import.objects.exists()


def test_a_table_of_episodes_goes_out_and_in(
    owner: User, export_file: Path, tmp_path: Path
) -> None:
    run("import", export_file, email=owner.email)
    table = tmp_path / "episodes.csv"
    table.write_text(run("export", email=owner.email, format="csv"), encoding="utf-8", newline="")
    assert "there already: 3 episode" in run("import", table, email=owner.email)


def test_a_preview_writes_nothing(owner: User, export_file: Path) -> None:
    assert "new: 3 episode" in run("import", export_file, email=owner.email, preview=True)
    assert not Episode.objects.exists()


def test_an_invalid_file_changes_nothing_and_the_error_has_its_position(
    owner: User, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(file(episodes=[{**EPISODE, "zone": "Moon/Base"}])))
    with pytest.raises(CommandError, match=r"line 1, column episodes\.0\.zone"):
        run("import", wrong, email=owner.email)
    assert not Episode.objects.exists()
    assert not Import.objects.exists()


def test_a_file_that_is_there_is_not_written_over(owner: User, tmp_path: Path) -> None:
    there = tmp_path / "there.json"
    there.write_text("mine")
    with pytest.raises(CommandError, match="could not be written"):
        run("export", email=owner.email, file=there)
    assert there.read_text() == "mine"


@pytest.mark.parametrize("name", ["export", "import"])
def test_an_unknown_account_or_a_missing_file_is_a_one_line_error(
    name: str, owner: User, tmp_path: Path
) -> None:
    args = [tmp_path / "none.json"] if name == "import" else []
    with pytest.raises(CommandError, match="Nobody here"):
        run(name, *args, email="nobody@example.org")
    if args:
        with pytest.raises(CommandError, match="could not be read"):
            run(name, *args, email=owner.email)
