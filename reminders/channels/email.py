"""E-mail to a verified address. It says that there is something to read, never what."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from types import TracebackType
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_bidi

from diary.i18n import active_language, override_language
from reminders.channels.base import (
    Channel,
    ChannelDown,
    Deliver,
    Delivery,
    DeliveryFailed,
    DeliveryResult,
    DeliverySkipped,
    deliver_each,
)
from reminders.kinds import COMING, PROMPT, VISIT
from reminders.unsubscribe import unsubscribe_token

CLOSING = 421  # the reply of a mail server that ends the connection
TEXT, HTML = "reminders/reminder.txt", "reminders/reminder.html"


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


class Email:
    name: ClassVar[str] = "email"
    order: ClassVar[int] = 2
    # Mail is too slow for a running episode, and too much for every evening.
    kinds: ClassVar[frozenset[str]] = frozenset({PROMPT, VISIT, COMING})
    disturbs: ClassVar[bool] = True
    emergency: ClassVar[bool] = False
    repeatable: ClassVar[bool] = False
    batch_size: ClassVar[int] = 1

    @contextmanager
    def session(self) -> Iterator[Deliver]:
        """Batches share a connection to the mail server."""
        with MailSession() as mail:

            def deliver(deliveries: Sequence[Delivery], now: datetime) -> Iterator[DeliveryResult]:
                return deliver_each(deliveries, partial(_send, mail))

            yield deliver


def _send(session: MailSession, delivery: Delivery) -> None:
    diary = delivery.diary
    # Queried for each: the person may have turned it off meanwhile.
    verified = EmailAddress.objects.filter(
        user_id=diary.owner_id, verified=True, user__diary__email_reminders=True
    )
    address = verified.order_by("-primary", "pk").first()
    if address is None:
        raise DeliverySkipped
    with override_language(diary.locale):
        mail = build_message(delivery, address.email)
    session.submit(mail)


def build_message(delivery: Delivery, address: str) -> EmailMultiAlternatives:
    """A mail in the active language, with a link to unsubscribe in the same language."""
    path = reverse("unsubscribe", args=[unsubscribe_token(delivery.diary.pk)])
    unsubscribe_url = f"{settings.SITE_URL}{path}?lang={active_language()}"
    context = {
        "content": delivery.content,
        "page": f"{settings.SITE_URL}{delivery.content.page}",
        "stop": unsubscribe_url,
        "language": active_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    mail = EmailMultiAlternatives(
        subject=delivery.content.title,
        body=render_to_string(TEXT, context),
        to=[address],
        headers={
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string(HTML, context), "text/html")
    return mail


CHANNEL: Channel = Email()
