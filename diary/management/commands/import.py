"""`manage.py import FILE --email you@example.org`: import a file into a diary, for operators."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diary.importer import job
from diary.importer.formats import CSV, JSON
from diary.importer.plan import CONFLICT_RULES, OUTCOMES
from diary.importer.serializers import choices_of
from diary.management.commands.export import find_diary
from diary.models import Import
from diary.schema.kinds import NAMES

WORDS = ("new", "changed", "there already", "kept as here", "deleted here")


class Command(BaseCommand):
    help = "Bring a JSON or CSV file into the diary of an account, as the app would."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--email", required=True, help="whose diary; the account is there")
        parser.add_argument(
            "--on-conflict", choices=CONFLICT_RULES, default="newer", help="of two that differ"
        )
        for name, about in (
            ("deleted", "bring back what was deleted here"),
            ("with-settings", "take over the settings of the file"),
            ("skip-problems", "bring in what is right when something else is wrong"),
            ("preview", "say what would be, and write nothing"),
        ):
            parser.add_argument(f"--{name}", action="store_true", help=about)

    def handle(self, *args: Any, **options: Any) -> None:
        diary, file = find_diary(options["email"]), options["file"]
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} could not be read: {error.strerror}") from None
        choices = choices_of({**options, "settings": options["with_settings"]})
        media_type = CSV if file.suffix.lower() == ".csv" else JSON
        try:
            record = job.create_import(diary.pk, content, media_type, choices, timezone.now())
        except job.ImportRunning:
            raise CommandError("Another file is being imported into this diary.") from None
        try:
            job.run_import(diary.pk, record.id, timezone.now)
        finally:
            done = Import.objects.filter(pk=record.pk).first()
            if done is not None and (done.state in job.FINISHED or not done.position):
                done.delete()
        if done is None or done.state == Import.State.RUNNING:
            raise CommandError("A worker of the site goes on with it.")
        self._report(done)

    def _report(self, done: Import) -> None:
        result = done.result
        problems = [
            f"line {problem['line']}, column {problem['param']}: {problem['message']}"
            for problem in result.get("problems", ())
        ]
        if done.state == Import.State.REFUSED:
            raise CommandError("\n".join(["Nothing was imported.", *problems]))
        for outcome, word in zip(OUTCOMES, WORDS, strict=True):
            counts = result["counts"][outcome]
            parts = [f"{counts[kind]} {kind.replace('_', '-')}" for kind in NAMES if kind in counts]
            if parts:
                self.stdout.write(f"{word}: {', '.join(parts)}")
        for problem in problems:
            self.stderr.write(problem)
