"""Receivers of the signals of the diary and of triage. All run in the sender's transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from diary.models import Diary
from reminders import reschedule, schedule_prompts, schedule_records
from reminders.models import Reminder
from triage.models import Prompt


def reschedule_diary(*, diary: Diary, before: Mapping[str, Any], now: datetime, **_: Any) -> None:
    reschedule.reschedule(diary, before, now)


def delete_reminders(*, diary_id: int, **_: Any) -> None:
    Reminder.objects.filter(diary_id=diary_id).delete()


def schedule_prompt(*, diary: Diary, prompt: Prompt, start: datetime, **_: Any) -> None:
    schedule_prompts.schedule_prompt_reminders(diary, prompt, start=start)


def cancel_prompt(*, prompt: Prompt, **_: Any) -> None:
    schedule_prompts.cancel_prompt_reminders(prompt)


def schedule_visit(*, diary: Diary, prompt: Prompt, **_: Any) -> None:
    schedule_prompts.schedule_visit_question(diary, prompt)


def schedule_upcoming(*, diaries: Sequence[Diary], now: datetime, **_: Any) -> None:
    schedule_records.schedule_record_reminders(diaries, now)
