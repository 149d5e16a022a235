"""Content of notifications, in the active language.

Others may read a lock screen or a mailbox: no symptom, level or part of the body, unless the
person turned `reminder_details` on.
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
    answer: str  # see answers.py
    label: str
    opens: str | None = None  # a page of the app; None: do not open it


@dataclass(frozen=True)
class NotificationContent:
    title: str
    body: str
    page: str  # what a tap opens
    tag: str  # a newer notification replaces an older one with the same tag
    actions: tuple[Action, ...]


def render_notification(reminder: Reminder, diary: Diary) -> NotificationContent:
    page, actions = CARE, tuple[Action, ...]()
    if reminder.kind == EPISODE:
        title, body, page, actions = _episode_content(reminder, diary)
    elif reminder.kind == CHECK_IN:
        title, body, page, actions = _check_in_content(diary)
    elif reminder.kind == COMING:
        morning = reminder.slot.endswith(":morning")
        title = _("Your appointment is today") if morning else _("Your appointment is tomorrow")
        body = _("Your report and your questions are ready to take along.")
    elif reminder.kind == VISIT:
        title, body = _("Did you go?"), _("It is about your appointment.")
        actions = (Action("seen", _("Yes, I went")), Action("declined", _("I did not go")))
    else:
        title, body, actions = _prompt_content(reminder, diary)
    return NotificationContent(
        title=title, body=body, page=page, tag=_tag(reminder), actions=actions
    )


def render_test_notification() -> NotificationContent:
    """A test message that the person requested."""
    body = _("This is how a reminder reaches you.")
    return NotificationContent(title=_("It works"), body=body, page=TODAY, tag="test", actions=())


def _prompt_content(reminder: Reminder, diary: Diary) -> tuple[str, str, tuple[Action, ...]]:
    title, body = _("Your diary has something to tell you"), _("Open it to read what.")
    if diary.reminder_details and reminder.level:
        level = active_catalog()["levels"][reminder.level]
        title, body = level["title"], level["action"]
    # Phones show the first two actions; the app has all.
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


def _episode_content(reminder: Reminder, diary: Diary) -> tuple[str, str, str, tuple[Action, ...]]:
    early = reminder.slot.endswith(":10")
    title, still = _("Is it still going on?"), _("Still going on")
    if diary.reminder_details:
        title, still = _("Still numb?"), _("Still numb")
    return (
        title,
        _("One tap keeps the time."),
        TODAY,
        (
            Action("stopped", _("It stopped")),
            # The later ones open the verdict: by then a rule over the duration may match.
            Action("still", still, None if early else f"/#/verdict/{reminder.about_id}"),
        ),
    )


def _check_in_content(diary: Diary) -> tuple[str, str, str, tuple[Action, ...]]:
    title, none = _("Anything to note today?"), _("Nothing")
    if diary.reminder_details:
        title, none = _("Any numbness today?"), _("None")
    actions = Action("none", none), Action("yes", _("Yes"), LOG)
    return title, _("One tap is enough."), LOG, actions


def _tag(reminder: Reminder) -> str:
    """The same for all about one thing: a phone that was off shows only the last."""
    return f"{reminder.kind}-{reminder.about_id}" if reminder.about_id else reminder.kind
