"""Reschedule reminders after a change of the settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from diary.models import Diary
from reminders import schedule_check_in, schedule_prompts, schedule_records

HOURS = ("zone", "quiet_start", "quiet_end")


def reschedule(diary: Diary, before: Mapping[str, Any], now: datetime) -> None:
    """The caller holds the diary's row lock. Kinds that were turned off stay planned: `send`
    skips them."""

    def changed(*names: str) -> bool:
        return any(name in before and before[name] != getattr(diary, name) for name in names)

    if changed("zone"):
        schedule_prompts.move_to_zone(diary, before["zone"])
    if changed(*HOURS):
        schedule_records.schedule_record_reminders([diary], now)
    if changed("check_in_reminders"):
        schedule_check_in.restart_check_ins(diary, now)
    elif changed(*HOURS):
        schedule_check_in.move_check_ins(diary, now)
