"""Erasing: all entries of a diary, or the whole account.

Of erased entries tombstones without content stay, by which other phones learn that they are
gone; what was written in them is nowhere any more, in their revisions neither.
"""

from datetime import datetime
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import models, transaction

from diary.models import Diary, Import, Revision, User, record_manager, record_model
from diary.schema.kind import Kind
from diary.schema.kinds import KINDS
from diary.signals import entries_erased
from diary.writes.commands import Command, DeleteCommand
from diary.writes.merge import ERASED
from diary.writes.service import apply_commands


def erase_entries(diary_id: int, now: datetime) -> None:
    """Erase every record of the diary, and what was concluded from them; settings stay.

    One transaction. Raises Diary.DoesNotExist.
    """
    with transaction.atomic():
        # Before the diary is locked, in the order of a worker that brings a file in.
        Import.objects.filter(diary_id=diary_id).delete()
        Diary.objects.select_for_update().get(pk=diary_id)
        commands: list[Command] = [
            DeleteCommand(kind=kind, key=key)
            for kind in KINDS.values()
            for key in _all(kind, diary_id).filter(deleted_at=None).values_list(kind.key, flat=True)
        ]
        if commands:
            apply_commands(diary_id, commands, now)
        for kind in KINDS.values():
            if kind.fields:
                _all(kind, diary_id).update(**_blank(kind, now))
        history = Revision.objects.filter(diary_id=diary_id)
        history.filter(deleted=False).delete()
        history.update(data=dict(ERASED), submitted=None, clock_ahead=None)
        entries_erased.send(sender=Diary, diary_id=diary_id)


def delete_account(user: User) -> None:
    """Delete the person and all that is theirs; every session of theirs ends."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    with transaction.atomic():
        for key in UserSession.objects.filter(user=user).values_list("session_key", flat=True):
            store.delete(key)
        user.delete()


def _all(kind: Kind, diary_id: int) -> Any:
    return record_manager(kind).filter(diary_id=diary_id)


def _blank(kind: Kind, now: datetime) -> dict[str, Any]:
    """Nothing, for each field that a person writes; `now` where there must be a moment."""

    def nothing(field: Any) -> Any:
        if field.null or field.has_default():
            return field.get_default()
        if isinstance(field, models.DateTimeField):
            return now
        return {} if isinstance(field, models.JSONField) else ""

    return {name: nothing(record_model(kind)._meta.get_field(name)) for name in kind.field_names}
