"""Django's SMTP backend with a deadline for each message."""

from smtplib import SMTP
from time import monotonic
from typing import Any

from django.core.mail.backends import smtp

DEADLINE = 12.0  # seconds to connect and sign in, and again for each message


class DeadlineSMTP(SMTP):
    """A client whose exchanges end at `deadline`; a timeout of the socket restarts at each."""

    deadline = float("inf")  # on the monotonic clock
    # The text of a message is on its way, without a reply: it may have been accepted.
    submitting = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.restart()
        super().__init__(*args, **kwargs)

    def restart(self) -> None:
        self.deadline = monotonic() + DEADLINE

    def send(self, s: Any) -> None:
        self._limit()
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        self._limit()
        code, message = super().getreply()
        self.submitting = code == 354
        return code, message

    def _limit(self) -> None:
        left = self.deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        if self.sock:
            self.sock.settimeout(min(self.timeout, left))


class EmailBackend(smtp.EmailBackend):
    connection: DeadlineSMTP | None

    @property
    def connection_class(self) -> type[SMTP]:
        return DeadlineSMTP

    def send_messages(self, email_messages: Any) -> int:
        if self.connection:
            self.connection.restart()
        return super().send_messages(email_messages) or 0

    @property
    def submitting(self) -> bool:
        """Whether a message was on its way when the last exchange ended."""
        return self.connection is not None and self.connection.submitting
