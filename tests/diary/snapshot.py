"""A copy of one diary's rows and their return, as a restored backup of the database does it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from diary.models import Diary, Revision, record_model
from diary.schema.kinds import KINDS

MODELS: tuple[type[Model], ...] = (*(record_model(kind) for kind in KINDS.values()), Revision)


@dataclass(frozen=True)
class Snapshot:
    diary_id: int
    settings: dict[str, Any]
    rows: dict[type[Model], list[dict[str, Any]]]


def take_snapshot(diary_id: int) -> Snapshot:
    """The diary's row, its records and its revisions as they stand."""
    rows = {
        model: list(model._default_manager.filter(diary_id=diary_id).values(*_columns(model)))
        for model in MODELS
    }
    return Snapshot(diary_id, dict(Diary.objects.values().get(pk=diary_id)), rows)


@transaction.atomic
def restore_snapshot(snapshot: Snapshot) -> None:
    """Replace the diary's rows by those of the snapshot."""
    for model, rows in snapshot.rows.items():
        model._default_manager.filter(diary_id=snapshot.diary_id).delete()
        model._default_manager.bulk_create([model(**row) for row in rows])
    Diary.objects.filter(pk=snapshot.diary_id).update(
        **{name: value for name, value in snapshot.settings.items() if name != "id"}
    )


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.generated]
