"""Helpers: the prompts of a diary at a moment, and their answers."""

from datetime import datetime
from typing import Any

from diary.models import Diary
from reminders.models import Reminder
from tests.conftest import NOW
from triage import assess, prompt_answers
from triage.models import Prompt


def assess_prompts(diary: Diary, at: datetime = NOW) -> list[Prompt]:
    assess.assess(diary.pk, at)
    return list(Prompt.objects.filter(diary=diary).order_by("opened_at", "closed_at"))


def only_prompt(diary: Diary, at: datetime = NOW) -> Prompt:
    (prompt,) = assess_prompts(diary, at)
    return prompt


def give_answer(diary: Diary, prompt: Prompt, answer: str, **more: Any) -> Prompt:
    return prompt_answers.answer_prompt(diary, prompt.id, answer=answer, **{"now": NOW} | more)


def reminder_states(prompt: Prompt) -> set[str]:
    return set(Reminder.objects.filter(about_id=prompt.id).values_list("state", flat=True))
