"""The sample diary: its generator, its file and its import."""

import io
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from diary import queries, sample
from diary.entries import Entry
from diary.exporter.csv import write_records
from diary.models import CheckIn, Diary, Episode, Revision, User
from diary.summary import summarise
from tests.conftest import Clock
from tests.servers import ROOT, environment
from triage import assess

FILE = Path(settings.BASE_DIR) / "docs" / "sample" / "diary.csv"
EMAIL = "you@example.org"


def run(**options: object) -> str:
    out = io.StringIO()
    call_command("sample", stdout=out, **options)
    return out.getvalue()


def test_the_committed_file_is_what_the_generator_makes() -> None:
    stream = io.StringIO()
    write_records(stream, sample.sample_records())
    assert FILE.read_text(encoding="utf-8") == stream.getvalue()


def test_another_seed_makes_another_diary() -> None:
    assert sample.sample_records(seed=sample.SEED) == sample.sample_records()
    assert sample.sample_records(seed=sample.SEED + 1) != sample.sample_records()


def test_it_is_a_story_with_gaps_that_gets_worse_and_is_no_emergency() -> None:
    kinds = Counter(kind for kind, _ in sample.sample_records())
    assert set(kinds) == {"episode", "check_in", "background", "question"}
    episodes = [fields for kind, fields in sample.sample_records() if kind == "episode"]
    free = [
        date.fromisoformat(f["date"]) for kind, f in sample.sample_records() if kind == "check_in"
    ]
    noon = datetime(2026, 9, 30, 16, tzinfo=UTC)
    entries = [Entry.from_json(fields) for fields in episodes]
    whole, month = (
        summarise(entries, free, today=sample.LAST_DAY, days=days, now=noon)
        for days in (sample.DAYS, sample.WORSE)
    )
    assert whole.not_logged_days >= 10
    assert whole.symptom_free_days >= 40
    assert month.episode_days >= 8
    assert month.episode_days > (whole.episode_days - month.episode_days)
    assert not any(flag for entry in entries for flag in (entry.red_flags or {}).values())
    assert any(fields.get("areas") is None for fields in episodes)  # two taps and no more


def test_it_fills_a_new_account_up_to_today(db: None) -> None:
    output = run(email="You@Example.org", password="correct horse battery")
    assert "new: 25 episode, 82 check-in, 4 background, 2 question" in output
    assert "you@example.org" in output
    diary = Diary.objects.get(owner__email=EMAIL)
    assert diary.owner.check_password("correct horse battery")
    assert diary.zone == sample.ZONE
    today = timezone.now().astimezone(ZoneInfo(sample.ZONE)).date()
    last = queries.fetch_entries(diary.pk)[-1].started_at.astimezone(ZoneInfo(sample.ZONE)).date()
    assert today - last == timedelta(days=1)
    assert Revision.objects.filter(diary=diary).count() == diary.change_seq == 25 + 82 + 4 + 2


def test_the_rules_find_it_frequent(db: None) -> None:
    run(email=EMAIL)
    diary = Diary.objects.get()
    assessment = assess.assess(diary.pk, timezone.now())
    assert assessment is not None
    assert assessment.level == "see_provider_soon"  # from the toes to the calf
    assert "frequent_month" in {finding["rule"] for finding in assessment.findings}


def test_a_second_import_changes_nothing(db: None) -> None:
    run(email=EMAIL)
    before = Diary.objects.get().change_seq
    output = run(email=EMAIL)
    assert "there already: 25 episode, 82 check-in, 4 background, 2 question" in output
    assert "new" not in output
    assert Diary.objects.get().change_seq == before
    assert User.objects.count() == 1


def test_bringing_it_on_a_later_day_changes_nothing(db: None, clock: Clock) -> None:
    run(email=EMAIL)
    before = Diary.objects.get().change_seq
    clock.shift(timedelta(days=9))
    run(email=EMAIL)
    assert Diary.objects.get().change_seq == before


def test_two_accounts_of_one_server_each_get_it(db: None) -> None:
    run(email=EMAIL)
    run(email="two@example.org")
    assert "there already" in run(email="two@example.org")
    assert Episode.objects.count() == 2 * 25
    first = set(Episode.objects.filter(diary__owner__email=EMAIL).values_list("id", flat=True))
    ids = {fields["id"] for kind, fields in sample.sample_records() if kind == "episode"}
    assert {str(id) for id in first} == ids


def test_a_generated_password_is_printed_once(db: None) -> None:
    password = run(email=EMAIL).partition("password: ")[2].split()[0]
    assert User.objects.get().check_password(password)
    assert "password: " not in run(email=EMAIL, password="something else altogether")
    assert User.objects.get().check_password(password)


def test_a_wrong_file_imports_nothing_and_names_line_and_column(db: None, tmp_path: Path) -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    episodes = [number for number, line in enumerate(lines) if line.startswith("episode")]
    lines[episodes[-1]] = lines[episodes[-1]].replace("America/New_York", "Moon/Base")
    lines[episodes[0]] = lines[episodes[0]].replace("episode,", "episode,x", 1)
    broken = tmp_path / "broken.csv"
    broken.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CommandError) as error:
        run(email=EMAIL, file=broken)
    output = str(error.value)
    assert "Nothing was imported." in output
    assert f"line {episodes[0] + 1}, column id:" in output
    assert f"line {episodes[-1] + 1}, column zone:" in output
    assert not CheckIn.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("email", "password"), [("nonsense", "correct horse battery"), (EMAIL, "short")]
)
def test_a_bad_address_or_password_makes_no_account(db: None, email: str, password: str) -> None:
    with pytest.raises(CommandError):
        run(email=email, password=password)
    assert not User.objects.exists()


def test_the_email_is_required(db: None) -> None:
    with pytest.raises(CommandError, match="--email"):
        run()


@pytest.mark.parametrize("there", [[], ["data"], ["data", "data/footnote.sqlite3"]])
def test_a_missing_database_is_a_one_line_error(tmp_path: Path, there: list[str]) -> None:
    for name in there:
        (tmp_path / name).touch() if "." in name else (tmp_path / name).mkdir()
    before = sorted(tmp_path.rglob("*"))
    done = subprocess.run(
        [sys.executable, "manage.py", "sample", "--email", EMAIL],
        cwd=ROOT,
        env=environment(DATA_DIR=str(tmp_path / "data")),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: There is no database ready here")
    assert done.stderr.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before
