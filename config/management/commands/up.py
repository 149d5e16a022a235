"""`manage.py up`: the whole of Footnote on one machine, until Ctrl-C."""

import os
import shlex
import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application

from config import secret_keys, single_process
from config.celery import app
from diary.charts.preload import preload_in_background


def same_place() -> str:
    """The variables that another command needs to find this site, ready for a shell."""
    values = {
        "DATA_DIR": str(settings.DATA_DIR),
        "DATABASE_URL": _without_password(os.environ.get("DATABASE_URL", "")),
        "PORT": str(settings.PORT),
        "SITE_URL": settings.SITE_URL,
    }
    given = {name: value for name, value in values.items() if os.environ.get(name, "").strip()}
    return "".join(f"{name}={shlex.quote(value)} " for name, value in given.items())


def _without_password(url: str) -> str:
    secret = urlsplit(url).password
    return url.replace(f":{secret}@", ":…@", 1) if secret else url


class Command(BaseCommand):
    help = "Runs everything on this machine: the site, the database, the worker and the clock."

    def handle(self, *args: Any, **options: Any) -> None:
        single_process.stop_on_signals()
        os.umask(0o077)  # a diary is nobody else's
        try:
            self.run()
        except single_process.CannotStart as problem:
            raise CommandError(str(problem)) from None
        except KeyboardInterrupt:
            pass
        self.say("Stopped.")

    def run(self) -> None:
        try:
            secret = secret_keys.prepare(settings.DATA_DIR)
        except OSError as error:
            raise CommandError(
                f"Cannot write to {settings.DATA_DIR} ({error.strerror}): "
                "set DATA_DIR to a folder of your own."
            ) from None
        if not settings.KEYS_FROM_ENVIRONMENT:
            # The settings were read before the first start made the key.
            settings.SECRET_KEY = secret
        single_process.claim(settings.DATA_DIR)
        sockets = single_process.listen(settings.PORT)
        self.say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        single_process.announce_when_ready(settings.PORT, self.welcome)
        preload_in_background()
        single_process.serve(get_wsgi_application(), sockets, single_process.Background(app))

    def welcome(self) -> None:
        self.say(f"\n  Footnote is running at {settings.SITE_URL}\n")
        self.say("  Open it in a browser and tap “Numb now”, or fill a diary with an example:")
        self.say(f"  {same_place()}.venv/bin/python manage.py sample --email you@example.org")
        if settings.DEV_MAIL:
            self.say(f"  Mail it sends is shown at {settings.SITE_URL}/dev/mail")
        self.say("  Ctrl-C stops it.\n")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        sys.stdout.flush()
