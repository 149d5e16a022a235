"""`manage.py sample --email you@example.org`: import the sample diary into an account."""

from argparse import ArgumentParser
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from diary import sample
from diary.accounts import diary_of
from diary.exporter.csv import write_records
from diary.importer import csv
from diary.importer.rows import UnreadableFile
from diary.importer.sample import import_sample
from diary.models import User

FILE = Path(settings.BASE_DIR) / "docs" / "sample" / "diary.csv"


class Command(BaseCommand):
    help = "Put a fictional diary of 120 days, ending today, into an account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="the account; made when there is none")
        parser.add_argument("--password", help="for a new account; made up when not given")
        parser.add_argument("--file", type=Path, default=FILE, help="another CSV of this form")
        parser.add_argument("--write", action="store_true", help="write docs/sample/diary.csv anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            with FILE.open("w", encoding="utf-8", newline="") as stream:
                write_records(stream, sample.sample_records())
            self.stdout.write(f"Wrote {FILE.relative_to(settings.BASE_DIR)}.")
        if options["email"]:
            self._import(options["email"], options["password"], options["file"])
        elif not options["write"]:
            raise CommandError("Say whose diary: --email you@example.org")

    def _import(self, email: str, password: str | None, file: Path) -> None:
        _ready()
        now = timezone.now()
        try:
            with file.open(encoding="utf-8", newline="") as stream:
                records = csv.parse_file(stream)
            with transaction.atomic():
                user, new_password = _account(email.strip().lower(), password)
                outcome = import_sample(diary_of(user), records, now)
        except OSError as error:
            raise CommandError(f"{file.name} could not be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise CommandError(f"{file.name} is not UTF-8.") from None
        except UnreadableFile as error:
            raise CommandError(f"Nothing was imported.\n{error}") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        names = ("episode", "check_in", "background", "question", "alert")
        for what, counts in (
            ("new", outcome.counts["created"]),
            ("changed", outcome.counts["changed"]),
            ("there already", outcome.counts["unchanged"]),
        ):
            parts = [f"{counts[name]} {name.replace('_', '-')}" for name in names if counts[name]]
            if parts:
                self.stdout.write(f"{what}: {', '.join(parts)}")
        self.stdout.write(f"Open {settings.SITE_URL}/#/sign-in and sign in as {user.email}")
        self.stdout.write(
            f"password: {new_password}" if new_password else "with the password it has already."
        )


def _ready() -> None:
    """Raises CommandError, in one line, when there is no database that can take a diary."""
    name = connection.settings_dict["NAME"]
    try:
        # Looking into a file that is not there would make it.
        ready = (not _in_file() or Path(name).exists()) and _migrated()
    except OperationalError as error:
        why = (str(error).splitlines() or ["no answer"])[0]
        raise CommandError(f"The database cannot be opened: {why}") from None
    if not ready:
        raise CommandError(
            "There is no database ready here: start Footnote first (make run), with the same"
            " DATA_DIR or DATABASE_URL."
        )


def _in_file() -> bool:
    database = connections[DEFAULT_DB_ALIAS]
    return isinstance(database, SQLite) and not database.is_in_memory_db()


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _account(email: str, password: str | None) -> tuple[User, str | None]:
    """Get or create the account; returns the password of a new one, else None."""
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        return user, None
    validate_email(email)
    password = password or token_urlsafe(12)
    validate_password(password, User(email=email))
    user = User.objects.create_user(email, password)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    diary = diary_of(user)
    diary.zone = sample.ZONE
    diary.save(update_fields=["zone"])
    return user, password
