"""`manage.py rules`: the page about the rules, shown or written to docs/rules.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from triage.provenance import page
from triage.rules import RULES


class Command(BaseCommand):
    help = "Shows every rule with its numbers and sources; --write puts it into docs/rules.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/rules.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            (settings.BASE_DIR / "docs" / "rules.md").write_text(page(RULES), encoding="utf-8")
        else:
            self.stdout.write(page(RULES))
