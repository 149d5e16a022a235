"""The settings were changed: what is planned follows them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from diary.models import Diary
from triage.reminders import ahead, evenings, plan

HOURS = ("zone", "quiet_start", "quiet_end")


def follow(diary: Diary, before: Mapping[str, Any], now: datetime) -> None:
    """The caller holds the diary's row. What was not chosen stays planned, and is not sent."""

    def changed(*names: str) -> bool:
        return any(name in before and before[name] != getattr(diary, name) for name in names)

    if changed("zone"):
        plan.move(diary, before["zone"])
    if changed(*HOURS):
        ahead.follow([diary], now)
    if changed("check_in_reminders"):
        evenings.turned(diary, now)
    elif changed(*HOURS):
        evenings.moved(diary, now)
