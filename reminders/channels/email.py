"""By e-mail, to a verified address: that there is something to read, never what."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_bidi

from diary.i18n import active_language, override_language
from reminders.channels.base import Delivery, DeliveryFailed, NotWanted, Result, one_by_one
from reminders.kinds import COMING, PROMPT, VISIT
from reminders.unsubscribe import token_of

TEXT, HTML = "reminders/reminder.txt", "reminders/reminder.html"


class Email:
    name: ClassVar[str] = "email"
    # What is asked within minutes, or each evening, a mail is too slow for, and too much.
    kinds: ClassVar[frozenset[str]] = frozenset({PROMPT, VISIT, COMING})
    disturbs: ClassVar[bool] = True
    emergency: ClassVar[bool] = False
    repeatable: ClassVar[bool] = False

    def deliver(self, deliveries: Sequence[Delivery], now: datetime) -> Iterator[Result]:
        return one_by_one(deliveries, _send)


def _send(delivery: Delivery) -> None:
    diary = delivery.diary
    # Asked anew for each: a worker may take a minute over those that it has read together.
    verified = EmailAddress.objects.filter(
        user_id=diary.owner_id, verified=True, user__diary__email_reminders=True
    )
    address = verified.order_by("-primary", "pk").first()
    if address is None:
        raise NotWanted
    with override_language(diary.locale):
        mail = message(delivery, address.email)
    hand_over(mail)


def message(delivery: Delivery, address: str) -> EmailMultiAlternatives:
    """In the language in use, as is the page to stop it."""
    path = reverse("unsubscribe", args=[token_of(delivery.diary.pk)])
    stop = f"{settings.SITE_URL}{path}?lang={active_language()}"
    said = {
        "says": delivery.says,
        "page": f"{settings.SITE_URL}{delivery.says.page}",
        "stop": stop,
        "language": active_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    mail = EmailMultiAlternatives(
        subject=delivery.says.title,
        body=render_to_string(TEXT, said),
        to=[address],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string(HTML, said), "text/html")
    return mail


def hand_over(mail: EmailMultiAlternatives) -> None:
    """Give the message to the mail server.

    Raises DeliveryFailed: to be tried again when the server was not reached or said "not
    now"; unsure when the line broke after the message may have been taken.
    """
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        raise DeliveryFailed(type(error).__name__, retry=True) from None
    try:
        connection.send_messages([mail])
    except SMTPResponseException as error:
        raise DeliveryFailed(type(error).__name__, retry=error.smtp_code < 500) from None
    except SMTPRecipientsRefused as error:
        later = all(code < 500 for code, _ in error.recipients.values())
        raise DeliveryFailed(type(error).__name__, retry=later) from None
    except (SMTPException, OSError) as error:
        raise DeliveryFailed(type(error).__name__, unsure=True) from None
    finally:
        connection.close()
