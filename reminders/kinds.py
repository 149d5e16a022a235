"""Kinds of reminders. No Django."""

from collections.abc import Mapping
from typing import Final

PROMPT: Final = "prompt"  # to act on a finding
VISIT: Final = "visit"  # "did you go?", after a booked visit
COMING: Final = "coming"  # before a visit
EPISODE: Final = "episode"  # whether a running episode still goes on
CHECK_IN: Final = "check_in"  # the daily question

# The setting of the diary that turns each kind on.
SETTING_BY_KIND: Final[Mapping[str, str]] = {
    PROMPT: "see_provider_reminders",
    VISIT: "visit_reminders",
    COMING: "visit_reminders",
    EPISODE: "still_numb_reminders",
    CHECK_IN: "check_in_reminders",
}
# Days after the prompt opened, rose or came back from a snooze.
PROMPT_DAYS: Final = {
    "see_provider": (0, 3, 7, 14),
    "see_provider_soon": (0, 1, 2),
    "emergency": (0,),
}
# Days after which such a reminder is dropped, if it could not be sent.
PROMPT_USEFUL_DAYS: Final = {"see_provider": 3, "see_provider_soon": 1, "emergency": 1}
