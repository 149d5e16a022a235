"""System checks of production settings that may fail later; settings.py rejects invalid ones."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

# A migration that was replaced by the one initial migration of its app.
REPLACED_MIGRATION = ("diary", "0002_could_not_check")


def production_warnings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return list(_warnings()) if settings.PRODUCTION else []


def _warnings() -> Iterator[CheckMessage]:
    if not settings.REDIS_URL:
        yield Warning(
            "Without REDIS_URL only `manage.py up` works: web, worker and beat in processes "
            "of their own would not hear each other.",
            hint="Set REDIS_URL.",
            id="config.W001",
        )
    if not settings.SECURE:
        yield Warning(
            "SITE_URL does not begin with https://: sign-ins can be read on the way.",
            hint="Put a proxy with TLS in front and set SITE_URL to its address.",
            id="config.W002",
        )
    if not settings.VAPID_PRIVATE_KEY and not (settings.DATA_DIR / "vapid_private.pem").exists():
        yield Warning(
            "Without VAPID_PRIVATE_KEY no reminder is pushed to a phone.",
            hint="Run manage.py vapid once, and set what it prints in every process.",
            id="config.W003",
        )


def refuse_old_database(*, using: str, **kwargs: Any) -> None:
    """Raise CommandError for a database from before the migrations were replaced (pre_migrate)."""
    connection = connections[using]
    if REPLACED_MIGRATION in MigrationRecorder(connection).applied_migrations():
        raise CommandError(
            f"The database {connection.settings_dict['NAME']} was made by an unreleased version and"
            " cannot be upgraded: set DATA_DIR or DATABASE_URL to a new one."
        )


def lift_limits(*, using: str, **kwargs: Any) -> None:
    """A migration may take longer than a statement of a request (pre_migrate)."""
    lift = getattr(connections[using], "lift_statement_timeout", None)
    if lift:
        lift()
