"""Every file of diary/exporter is one export format, in the API and in `manage.py export`."""

from importlib import import_module
from pkgutil import iter_modules

from django.core.management import get_commands, load_command_class
from django.urls import reverse

from diary import exporter
from diary.exporter import all_exports
from diary.exporter.common.export import Export


def test_every_file_declares_a_format_that_has_an_address_and_a_command_option() -> None:
    names = {file.name for file in iter_modules(exporter.__path__) if not file.ispkg}
    for name in names:
        declared = getattr(import_module(f"diary.exporter.{name}"), "EXPORT", None)
        assert isinstance(declared, Export), f"{name}: declare EXPORT, or move it to common/"
        assert reverse(f"export-{name}") == f"/api/v1/export.{name}"
    assert set(all_exports()) == names
    assert len({export.order for export in all_exports().values()}) == len(names)
    command = load_command_class(get_commands()["export"], "export")
    assert "{json,csv,ics}" in command.create_parser("manage.py", "export").format_help()
