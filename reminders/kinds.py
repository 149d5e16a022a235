"""What there is to remind of. No Django."""

from collections.abc import Mapping
from typing import Final

PROMPT: Final = "prompt"  # to act on what the diary found
VISIT: Final = "visit"  # whether they went to the visit they booked
COMING: Final = "coming"  # that a visit comes
EPISODE: Final = "episode"  # whether an episode still goes on
CHECK_IN: Final = "check_in"  # how the day was

# The setting of the diary by which a person chooses each.
SETTING: Final[Mapping[str, str]] = {
    PROMPT: "see_provider_reminders",
    VISIT: "visit_reminders",
    COMING: "visit_reminders",
    EPISODE: "still_numb_reminders",
    CHECK_IN: "check_in_reminders",
}
# Days after the prompt opened, rose or came back from a snooze.
DAYS: Final = {"see_provider": (0, 3, 7, 14), "see_provider_soon": (0, 1, 2), "emergency": (0,)}
# For how many days each of those is of use, when it could not be sent.
USEFUL_DAYS: Final = {"see_provider": 3, "see_provider_soon": 1, "emergency": 1}
