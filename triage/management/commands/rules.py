"""`manage.py rules`: print docs/rules.md, or write it in every language."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from triage.rules.docs import render_rules_page
from triage.rules.message_catalog import CATALOGS, DEFAULT_LANGUAGE
from triage.rules.rulebook import RULES


def rules_page_path(language: str) -> Path:
    name = "rules.md" if language == DEFAULT_LANGUAGE else f"rules.{language}.md"
    return Path(settings.BASE_DIR, "docs", name)


def rules_page(language: str) -> str:
    with translation.override(language):
        return render_rules_page(RULES, CATALOGS[language])


class Command(BaseCommand):
    help = "Shows every rule with its numbers and sources; --write puts it into docs/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write it, in every language")
        parser.add_argument("--language", default=DEFAULT_LANGUAGE, choices=list(CATALOGS))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            for language in CATALOGS:
                rules_page_path(language).write_text(rules_page(language), encoding="utf-8")
        else:
            self.stdout.write(rules_page(options["language"]))
