from io import StringIO
from pathlib import Path

from django.core.management import call_command

from triage.provenance import page
from triage.rules import RULES

WRITTEN = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_written_page_is_that_of_the_rules_file() -> None:
    """Else: manage.py rules --write."""
    assert WRITTEN.read_text(encoding="utf-8") == page(RULES)


def test_it_names_every_rule_number_source_and_change() -> None:
    text = page(RULES)
    for rule in RULES["rules"]:
        assert f"| `{rule['id']}` | {rule['words']['en']['criterion']} |" in text
        assert rule["source"]["url"] in text
    for name, threshold in RULES["thresholds"].items():
        assert f"| `{name}` | {threshold['value']} {threshold['unit']} |" in text
    for change in RULES["changes"]:
        assert f"| {change['version']} |" in text


def test_a_condition_is_said_with_its_numbers() -> None:
    lines = page(RULES).splitlines()
    (sudden,) = [line for line in lines if line.startswith("| `sudden`")]
    assert "it came on within a minute; and it did not both come from sitting" in sudden
    assert "within 10 minutes of moving" in sudden
    (reason,) = [line for line in lines if line.startswith("| `no_reason`")]
    assert "after 2, or when it lasted 10 minutes or more" in reason
    (hour, day) = [line for line in lines if line.startswith(("| `long_hour`", "| `long_day`"))]
    assert "it lasted 60 minutes or more" in hour
    assert "it lasted 24 hours or more" in day


def test_the_command_shows_it() -> None:
    out = StringIO()
    call_command("rules", stdout=out)
    assert out.getvalue().strip() == page(RULES).strip()
