"""Erasing: all entries of a diary, or the whole account.

Of erased entries tombstones without content stay, by which other phones learn that they are
gone; what was written in them is nowhere any more, in their revisions neither.
"""

from datetime import datetime
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from diary.models import Diary, Import, Revision, User, record_manager
from diary.schema.kind import Kind, blank_content
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
                _all(kind, diary_id).update(**blank_content(kind, now))
        # The rows stay, so that no phone takes their absence for a rewritten history.
        Revision.objects.filter(diary_id=diary_id).update(
            data=dict(ERASED), submitted=None, clock_ahead=None
        )
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
