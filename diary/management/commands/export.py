"""`manage.py export --email you@example.org`: a whole diary as a file, for who hosts it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diary.exporter import all_exports
from diary.models import Diary


def find_diary(email: str) -> Diary:
    diary = Diary.objects.filter(owner__email__iexact=email.strip()).first()
    if diary is None:
        raise CommandError(f"Nobody here has a diary under {email}.")
    return diary


class Command(BaseCommand):
    help = "Write a diary, its episodes (csv) or its visits (ics) to a file or to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="whose diary")
        parser.add_argument("--format", choices=tuple(all_exports()), default="json")
        parser.add_argument("--file", type=Path, help="a new file; without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        diary = find_diary(options["email"])
        export = all_exports()[options["format"]]
        text = "".join(export.write(diary, timezone.now()))
        if options["file"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            # A file that is there is somebody's: it is never written over.
            with options["file"].open("x", encoding="utf-8", newline="") as out:
                out.write(text)
        except OSError as error:
            raise CommandError(
                f"{options['file']} could not be written: {error.strerror}"
            ) from None
        self.stderr.write(f"Wrote {options['file']}.")
