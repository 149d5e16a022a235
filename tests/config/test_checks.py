"""Checks of a deployment that run before anything is served."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config.checks import REPLACED_MIGRATION


def test_a_database_of_an_unreleased_version_is_refused(db: None) -> None:
    call_command("migrate", verbosity=0)
    MigrationRecorder(connection).record_applied(*REPLACED_MIGRATION)
    with pytest.raises(CommandError, match="to a new one"):
        call_command("migrate", verbosity=0)
