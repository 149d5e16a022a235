"""E-mail to a verified address. It says that there is something to read, never what."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_bidi

from diary.i18n import active_language, override_language
from reminders.channels.base import (
    Channel,
    Deliver,
    Delivery,
    DeliveryResult,
    DeliverySkipped,
    deliver_each,
)
from reminders.kinds import COMING, PROMPT, VISIT
from reminders.smtp import MailSession
from reminders.unsubscribe import unsubscribe_token

TEXT, HTML = "reminders/reminder.txt", "reminders/reminder.html"


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
