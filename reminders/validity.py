"""Filter the reminders whose reason still holds, in batches."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from diary.models import BackgroundItem, Episode
from reminders import schedule_prompts
from reminders.kinds import CHECK_IN, COMING, EPISODE, PROMPT, VISIT
from reminders.models import Reminder
from reminders.schedule_check_in import logged_days
from triage.models import Prompt

Key = tuple[int, UUID | None]
T = TypeVar("T", Prompt, BackgroundItem, Episode)


def still_valid_ids(reminders: Collection[Reminder], now: datetime) -> set[UUID]:
    """Ids of the reminders whose prompt is unanswered, episode runs, or day is not logged.

    Checked after the claim: the person may have answered since. At most five queries.
    """
    prompts: dict[Key, Prompt] = {
        (prompt.diary_id, prompt.id): prompt
        for prompt in _about(Prompt, reminders, PROMPT, VISIT, COMING)
    }
    visits: dict[Key, date | None] = {
        (item.diary_id, item.id): item.started_on
        for item in _about(BackgroundItem, reminders, COMING)
        if item.deleted_at is None
    }
    running = {
        (episode.diary_id, episode.id)
        for episode in _about(Episode, reminders, EPISODE)
        if episode.deleted_at is None and episode.ended_at is None
    }
    with_check_in = {reminder.diary_id for reminder in reminders if reminder.kind == CHECK_IN}
    logged = logged_days(with_check_in, now - timedelta(days=3), now) if with_check_in else {}

    def is_valid(reminder: Reminder) -> bool:
        key = reminder.diary_id, reminder.about_id
        prompt = prompts.get(key)
        if reminder.kind == EPISODE:
            return key in running
        if reminder.kind == CHECK_IN:
            return date.fromisoformat(reminder.slot) not in logged[reminder.diary_id]
        if reminder.kind == COMING:
            booked = prompt.visit_on if prompt and prompt.answer == "booked" else None
            return f":{booked or visits.get(key)}:" in reminder.slot
        if prompt is None:
            return False
        if reminder.kind == VISIT:
            return prompt.answer == "booked" and reminder.slot == schedule_prompts.visit_slot(
                prompt
            )
        return prompt.closed_at is None

    return {reminder.id for reminder in reminders if is_valid(reminder)}


def _about(model: type[T], reminders: Collection[Reminder], *kinds: str) -> list[T]:
    keys = {
        (reminder.diary_id, reminder.about_id) for reminder in reminders if reminder.kind in kinds
    }
    return list(model._default_manager.filter(pk__in=list(keys))) if keys else []
