"""Changing the settings of a diary."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from diary.models import Diary
from diary.schema.types import to_json
from diary.signals import settings_changed
from diary.writes.service import announce_assessment_due

READ_BY_RULES = ("zone", "thresholds")


def change_settings(diary_id: int, changes: Mapping[str, Any], now: datetime) -> None:
    """Give the diary these settings, by field, as validated.

    Of `thresholds`, only those named change; None is the usual number again. What the rules
    read makes an assessment due. Raises Diary.DoesNotExist.
    """
    with transaction.atomic():
        diary = Diary.objects.select_for_update().get(pk=diary_id)
        before = {name: getattr(diary, name) for name in (*changes, *READ_BY_RULES)}
        for name, value in changes.items():
            if name == "thresholds":
                _set_thresholds(diary, value, now)
            else:
                setattr(diary, name, value)
        changed = any(before[name] != getattr(diary, name) for name in READ_BY_RULES)
        if changed and diary.assessment_due is None:
            diary.assessment_due = now
            transaction.on_commit(partial(announce_assessment_due, diary_id))
        diary.save(update_fields=[*changes, "thresholds_since", "assessment_due"])
        settings_changed.send(sender=Diary, diary=diary, before=before, now=now)


def _set_thresholds(diary: Diary, changes: Mapping[str, int | None], now: datetime) -> None:
    thresholds = {**diary.thresholds, **changes}
    own = {name: value for name, value in thresholds.items() if value is not None}
    diary.thresholds_since = {
        name: diary.thresholds_since[name] if diary.thresholds.get(name) == value else to_json(now)
        for name, value in own.items()
    }
    diary.thresholds = own
