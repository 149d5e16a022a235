"""Submit mail: one connection for many messages, each within a deadline."""

from contextlib import suppress
from smtplib import (
    SMTP,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from time import monotonic
from types import TracebackType
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends import smtp

from reminders.channels.base import ChannelDown, DeliveryFailed

DEADLINE = 12.0  # seconds to connect and sign in, and again for each message
CLOSING = 421  # the reply of a server that ends the connection


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
    """Django's, with deadlines."""

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


class MailSession:
    """A connection by the configured backend, opened again when the server has closed it."""

    def __init__(self) -> None:
        self._backend: Any = get_connection()
        self._submitted = 0  # messages, through the connection that is open

    def __enter__(self) -> "MailSession":
        self._open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def submit(self, mail: EmailMultiAlternatives) -> None:
        """Hand a message to the mail server.

        Raises DeliveryFailed: with `retry` if it replies 4xx or ends the connection early;
        `unsure` if the connection broke when it may have accepted the message. Raises
        ChannelDown if it does not let us in.
        """
        self._open()
        try:
            try:
                self._backend.send_messages([mail])
            except OSError as error:
                if not self._is_stale(error):
                    raise
                self._close()
                self._open()
                self._backend.send_messages([mail])
            self._submitted += 1
        except SMTPResponseException as error:
            raise DeliveryFailed(type(error).__name__, retry=error.smtp_code < 500) from None
        except SMTPRecipientsRefused as error:
            retry = all(code < 500 for code, _ in error.recipients.values())
            raise DeliveryFailed(type(error).__name__, retry=retry) from None
        except OSError as error:  # SMTPException is one too
            unsure = getattr(self._backend, "submitting", True)
            self._close()
            raise DeliveryFailed(type(error).__name__, retry=not unsure, unsure=unsure) from None

    def _is_stale(self, error: Exception) -> bool:
        """Whether the server ended a used connection before it got the message."""
        if not self._submitted:
            return False
        if isinstance(error, SMTPResponseException):
            return error.smtp_code == CLOSING
        closed = isinstance(error, SMTPServerDisconnected | ConnectionError)
        return closed and not getattr(self._backend, "submitting", True)

    def _open(self) -> None:
        try:
            if self._backend.open():
                self._submitted = 0
        except OSError as error:
            self._close()
            raise ChannelDown(type(error).__name__) from None

    def _close(self) -> None:
        with suppress(OSError):
            self._backend.close()
