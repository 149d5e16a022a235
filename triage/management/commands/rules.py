"""`manage.py rules`: the page about the rules, shown or written to docs/, in each language."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from triage.rules.docs import page
from triage.rules.message_catalog import USUAL, WORDS
from triage.rules.rulebook import RULES


def file_of(language: str) -> Path:
    name = "rules.md" if language == USUAL else f"rules.{language}.md"
    return Path(settings.BASE_DIR, "docs", name)


def page_in(language: str) -> str:
    with translation.override(language):
        return page(RULES, WORDS[language])


class Command(BaseCommand):
    help = "Shows every rule with its numbers and sources; --write puts it into docs/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write it, in every language")
        parser.add_argument("--language", default=USUAL, choices=list(WORDS))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            for language in WORDS:
                file_of(language).write_text(page_in(language), encoding="utf-8")
        else:
            self.stdout.write(page_in(options["language"]))
