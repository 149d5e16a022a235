"""Message catalogs of the server: complete, without obsolete messages."""

import re
from pathlib import Path

import pytest
from babel.messages import Message
from django.conf import settings
from django.utils import translation

from config import i18n
from config.languages import find_languages
from triage.rules.message_catalog import CATALOGS


def test_every_sentence_is_translated() -> None:
    """Else: make messages, and translate what it names."""
    assert list(i18n.translation_problems()) == []
    assert {file.parts[-3] for file in i18n.po_files()} == {
        code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE
    }


def test_each_language_has_all_its_files() -> None:
    """Nothing lists the languages: one that lacks a file would be half there."""
    languages = {code for code, _ in settings.LANGUAGES}
    for folder in (
        "frontend/src/i18n/initial",
        "frontend/src/i18n/rest",
        "frontend/src/i18n/guide",
    ):
        assert {file.stem.lower() for file in (i18n.ROOT / folder).iterdir()} == languages
    assert {language.lower() for language in CATALOGS} == languages


def test_languages_are_found_by_folder(tmp_path: Path) -> None:
    for name in ("ar", "pt_BR"):
        (tmp_path / name).mkdir()
    languages, right_to_left = find_languages(tmp_path)
    assert languages == [("en", "English"), ("ar", "العربية"), ("pt-br", "Português (Brasil)")]
    assert right_to_left == ["ar"]


def test_a_new_language_begins_with_its_own_plural_forms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "ROOT", tmp_path)
    (tmp_path / "diary").mkdir()
    (tmp_path / "diary/count.py").write_text("ngettext('a day', '%(count)s days', n)\n")
    assert i18n.run_command("add", "ar") == 1
    text = (tmp_path / "config/locale/ar/LC_MESSAGES/django.po").read_text()
    assert "nplurals=6" in text
    assert 'msgstr[5] ""' in text


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("Numb", "Dormido"), None),
        (Message("Numb", ""), "not translated"),
        (Message(("%(n)s day", "%(n)s days"), ("%(n)s día", "")), "not translated"),
        (Message(("%(n)s day", "%(n)s days"), ("un día", "%(n)s días")), None),
        (Message(("%(n)s day", "%(n)s days"), ("%(n)s día", "días")), "not the same {places}"),
        (Message(("a day", "%(n)s days"), ("%(m)s", "%(n)s días")), "not the same {places}"),
        (Message(("%(n)s day", "%(n)s days"), ("%(n)s", "%(n)s", "%(n)s")), "not translated"),
        (Message("Numb", "Dormido", flags={"fuzzy"}), "not sure"),
        (Message("At %(hour)s", "A la hora"), "not the same {places}"),
        (Message("At {hour}", "A las {hora}"), "not the same {places}"),
        (Message("Of {}", "De {}"), None),
    ],
)
def test_it_reports_what_is_wrong_with_a_translation(message: Message, fault: str | None) -> None:
    assert i18n.message_problem(message) == fault


def test_it_finds_what_was_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "ROOT", tmp_path)
    file = tmp_path / "config/locale/es/LC_MESSAGES/django.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid ""\nmsgstr "Language: es\\n"\n')
    (tmp_path / "diary/templates").mkdir(parents=True)
    (tmp_path / "diary/templates/page.html").write_text(
        "<p>It’s {% translate 'Numb' %}</p>\n"
        "  {% blocktranslate %}On {{ day }}{% endblocktranslate %}"
    )
    (tmp_path / "diary/said.py").write_text(
        "def said(n):\n    return ngettext('a day', 'days', n)\n"
    )
    problems = list(i18n.translation_problems())
    assert "config/locale/es/LC_MESSAGES/django.po is not that of the code" in problems[0]
    assert i18n.run_command("update") == 3
    text = file.read_text()
    for sentence in ('msgid "Numb"', 'msgid "On %(day)s"', 'msgid_plural "days"'):
        assert sentence in text


def test_no_sentence_hides_in_an_f_string() -> None:
    """makemessages would not extract it, and it would never be translated."""
    hidden = re.compile(r"""\{(_|n?gettext(_lazy)?)\(""")
    code = [file for app in i18n.APPS for file in (i18n.ROOT / app).rglob("*.py")]
    assert [file.name for file in code if hidden.search(file.read_text(encoding="utf-8"))] == []


def test_a_compiled_catalogue_speaks() -> None:
    with translation.override("es-mx"):
        assert translation.gettext("never") == "nunca"
