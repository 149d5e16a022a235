"""`manage.py up`: all of Footnote in one process, until Ctrl-C."""

import os
import shlex
import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config import secret_keys, single_process
from config.celery import app


def shell_environment() -> str:
    """Environment variables with which another command uses this site, quoted for a shell."""
    values = {
        "DATA_DIR": str(settings.DATA_DIR),
        "DATABASE_URL": _without_password(os.environ.get("DATABASE_URL", "")),
        "PORT": str(settings.PORT),
        "SITE_URL": settings.SITE_URL,
    }
    changed = {name: value for name, value in values.items() if os.environ.get(name, "").strip()}
    return "".join(f"{name}={shlex.quote(value)} " for name, value in changed.items())


def _without_password(url: str) -> str:
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":…@", 1) if password else url


class Command(BaseCommand):
    help = "Runs everything on this machine: the site, the database, the worker and the clock."

    def handle(self, *args: Any, **options: Any) -> None:
        single_process.stop_on_signals()
        os.umask(0o077)  # files readable by the owner only
        try:
            self.run()
        except single_process.StartupError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            pass
        self.write("Stopped.")

    def run(self) -> None:
        try:
            secret = secret_keys.ensure_keys(settings.DATA_DIR)
        except OSError as error:
            raise CommandError(
                f"Cannot write to {settings.DATA_DIR} ({error.strerror}): "
                "set DATA_DIR to a folder of your own."
            ) from None
        if not settings.KEYS_FROM_ENVIRONMENT:
            # The settings were loaded before the first start generated the key.
            settings.SECRET_KEY = secret
        single_process.lock_data_dir(settings.DATA_DIR)
        sockets = single_process.listen(settings.PORT)
        self.write("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        single_process.announce_when_ready(settings.PORT, self.welcome)
        from config.wsgi import application  # here, since it loads the whole site

        single_process.serve(
            application,
            sockets,
            single_process.BackgroundThreads(app),
            proxies=settings.TRUST_PROXY,
        )

    def welcome(self) -> None:
        self.write(f"\n  Footnote is running at {settings.SITE_URL}\n")
        self.write("  Open it in a browser and tap “Numb now”, or fill a diary with an example:")
        self.write(
            f"  {shell_environment()}.venv/bin/python manage.py sample --email you@example.org"
        )
        if settings.DEV_MAIL:
            self.write(f"  Mail it sends is shown at {settings.SITE_URL}/dev/mail")
        self.write("  Ctrl-C stops it.\n")

    def write(self, text: str) -> None:
        self.stdout.write(text)
        sys.stdout.flush()
