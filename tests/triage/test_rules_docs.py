from io import StringIO

import pytest
from django.core.management import call_command

from triage.management.commands.rules import rules_page, rules_page_path
from triage.rules.message_catalog import CATALOGS
from triage.rules.rulebook import RULES


@pytest.mark.parametrize("language", CATALOGS)
def test_the_written_page_is_that_of_the_rules_file(language: str) -> None:
    """Else: manage.py rules --write."""
    assert rules_page_path(language).read_text(encoding="utf-8") == rules_page(language)


@pytest.mark.parametrize("language", CATALOGS)
def test_it_names_every_rule_number_source_and_change(language: str) -> None:
    text, words = rules_page(language), CATALOGS[language]
    for rule in RULES["rules"]:
        assert f"| `{rule['id']}` | {words['rules'][rule['id']]['criterion']} |" in text
        assert f"[{words['sources'][rule['source']]}]({RULES['sources'][rule['source']]})" in text
    for name, threshold in RULES["thresholds"].items():
        unit = words["units"][threshold["unit"]]
        assert f"| `{name}` | {threshold['value']} {unit} |" in text
    for version in RULES["changes"]:
        assert f"| {version} | {words['changes'][version]} |" in text


def test_a_condition_is_rendered_with_its_thresholds() -> None:
    lines = rules_page("en").splitlines()
    (sudden,) = [line for line in lines if line.startswith("| `sudden`")]
    assert "it came on within a minute; and it did not both come from sitting" in sudden
    assert "within 10 minutes of moving" in sudden
    (reason,) = [line for line in lines if line.startswith("| `no_reason`")]
    assert "after 2, or when it lasted 10 minutes or more" in reason
    (hour, day) = [line for line in lines if line.startswith(("| `long_hour`", "| `long_day`"))]
    assert "it lasted 60 minutes or more" in hour
    assert "it lasted 24 hours or more" in day


def test_it_is_all_in_one_language() -> None:
    english, spanish = rules_page("en").splitlines(), rules_page("es").splitlines()
    assert len(english) == len(spanish)
    same = {line for line in english if line in spanish}
    assert {line for line in same if line.strip("|-")} == set()
    (sudden,) = [line for line in spanish if line.startswith("| `sudden`")]
    assert "empezó en menos de un minuto; y no se dieron las dos cosas" in sudden
    (day,) = [line for line in spanish if line.startswith("| `long_day`")]
    assert "duró 24 horas o más" in day


@pytest.mark.parametrize("language", CATALOGS)
def test_the_command_shows_it(language: str) -> None:
    out = StringIO()
    call_command("rules", language=language, stdout=out)
    assert out.getvalue().strip() == rules_page(language).strip()
