"""Export of a whole diary as JSON (docs/file-format.md), and the definition of that format.

Written record by record: it needs no more memory than one record, and many years may be large.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from diary.exporter.common.export import Export
from diary.exporter.common.records import record_rows, settings_fields
from diary.models import Diary
from diary.schema.json_schema import FORMAT, VERSION
from diary.schema.kinds import KINDS
from diary.schema.types import to_json

LISTS: Final = {kind.plural: kind for kind in KINDS.values()}


def write_diary(
    lists: Mapping[str, Iterable[Mapping[str, Any]]], settings: Mapping[str, Any], exported_at: str
) -> Iterator[str]:
    """The file in pieces, a record a line. `lists` by kind, as `LISTS` names them."""
    head = {"format": FORMAT, "version": VERSION, "exported_at": exported_at}
    for name, value in {**head, "settings": settings}.items():
        yield f"{'{' if name == 'format' else ','}\n {_text(name)}: {_text(value)}"
    for name, kind in LISTS.items():
        yield f",\n {_text(name)}: ["
        between = "\n  "
        for record in lists[kind.name]:
            yield between + _text(record)
            between = ",\n  "
        yield "]"
    yield "\n}\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def write(diary: Diary, now: datetime) -> Iterator[str]:
    """Everything in the diary and its settings, in one transaction; one query per kind."""
    with transaction.atomic():
        lists = {name: record_rows(diary.pk, kind) for name, kind in KINDS.items()}
        settings = settings_fields(Diary.objects.get(pk=diary.pk))
        yield from write_diary(lists, settings, to_json(now))


EXPORT = Export(
    order=10,
    media_type="application/json",
    filename="footnote-diary-%Y-%m-%d.json",
    write=write,
    description="""Everything in the diary and its settings, as docs/file-format.md says.

`POST /api/v1/import` reads it, here or on another server, and so does the app. Needs a
sign-in or a confirmation of a short while ago, else a 403 `reauthentication_required`.""",
)
