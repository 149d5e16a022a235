"""In the app: a reminder that was sent is one that the app shows."""

from typing import ClassVar

from diary.models import Diary


class InApp:
    name: ClassVar[str] = "in_app"
    disturbs: ClassVar[bool] = False
    emergency: ClassVar[bool] = True
    repeatable: ClassVar[bool] = True

    def send(self, diary: Diary) -> None:
        """Nothing to hand over: GET /reminders lists what was sent."""
