"""What a reminder says, in the language in use.

On a lock screen and in a mailbox others read along: no symptom, level or part of the body,
unless the person turned that on.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from diary.models import Diary
from reminders.kinds import CHECK_IN, COMING, EPISODE, VISIT
from reminders.models import Reminder
from triage.rules.message_catalog import active_catalog

TODAY, CARE, LOG = "/#/today", "/#/care", "/#/log"  # pages of the app


class Action(NamedTuple):
    answer: str  # see answer.py
    label: str
    opens: str | None = None  # a page of the app; none: the answer is enough


@dataclass(frozen=True)
class Says:
    title: str
    body: str
    page: str  # what a tap opens
    tag: str  # a newer one with the same takes the place of the older
    actions: tuple[Action, ...]


def says(reminder: Reminder, diary: Diary) -> Says:
    page, actions = CARE, tuple[Action, ...]()
    if reminder.kind == EPISODE:
        title, body, page, actions = _of_episode(reminder, diary)
    elif reminder.kind == CHECK_IN:
        title, body, page, actions = _of_day(diary)
    elif reminder.kind == COMING:
        morning = reminder.slot.endswith(":morning")
        title = _("Your appointment is today") if morning else _("Your appointment is tomorrow")
        body = _("Your report and your questions are ready to take along.")
    elif reminder.kind == VISIT:
        title, body = _("Did you go?"), _("It is about your appointment.")
        actions = (Action("seen", _("Yes, I went")), Action("declined", _("I did not go")))
    else:
        title, body, actions = _of_prompt(reminder, diary)
    return Says(title=title, body=body, page=page, tag=_tag(reminder), actions=actions)


def of_test() -> Says:
    """What the person asked for, to see that it reaches them."""
    body = _("This is how a reminder reaches you.")
    return Says(title=_("It works"), body=body, page=TODAY, tag="test", actions=())


def _of_prompt(reminder: Reminder, diary: Diary) -> tuple[str, str, tuple[Action, ...]]:
    title, body = _("Your diary has something to tell you"), _("Open it to read what.")
    if diary.reminder_details and reminder.level:
        level = active_catalog()["levels"][reminder.level]
        title, body = level["title"], level["action"]
    # Phones show the first two; all are in the app.
    return (
        title,
        body,
        (
            Action("booked", _("It is booked")),
            Action("snooze_3", _("In 3 days")),
            Action("seen", _("I have been there")),
            Action("snooze_1", _("Tomorrow")),
            Action("snooze_7", _("In a week")),
            Action("declined", _("Do not ask again")),
        ),
    )


def _of_episode(reminder: Reminder, diary: Diary) -> tuple[str, str, str, tuple[Action, ...]]:
    early = reminder.slot.endswith(":10")
    asks, goes_on = _("Is it still going on?"), _("Still going on")
    if diary.reminder_details:
        asks, goes_on = _("Still numb?"), _("Still numb")
    return (
        asks,
        _("One tap keeps the time."),
        TODAY,
        (
            Action("stopped", _("It stopped")),
            # By then it is long enough to be held against the rules.
            Action("still", goes_on, None if early else f"/#/verdict/{reminder.about_id}"),
        ),
    )


def _of_day(diary: Diary) -> tuple[str, str, str, tuple[Action, ...]]:
    asks, none = _("Anything to note today?"), _("Nothing")
    if diary.reminder_details:
        asks, none = _("Any numbness today?"), _("None")
    actions = Action("none", none), Action("yes", _("Yes"), LOG)
    return asks, _("One tap is enough."), LOG, actions


def _tag(reminder: Reminder) -> str:
    """Of all about the same thing: a phone that was off shows the last one alone."""
    return f"{reminder.kind}-{reminder.about_id}" if reminder.about_id else reminder.kind
