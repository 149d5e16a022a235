"""By e-mail, to a verified address: that there is something to read, never what."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from diary.languages import in_use
from diary.models import Diary
from triage.reminders.channels.base import DeliveryFailed, NotWanted
from triage.reminders.unsubscribe import token_of

BODY = "triage/reminder.txt"


class Email:
    name: ClassVar[str] = "email"
    disturbs: ClassVar[bool] = True
    emergency: ClassVar[bool] = False
    repeatable: ClassVar[bool] = False

    def send(self, diary: Diary) -> None:
        verified = EmailAddress.objects.filter(user_id=diary.owner_id, verified=True)
        address = verified.order_by("-primary", "pk").first()
        if address is None or not diary.email_reminders:
            raise NotWanted
        hand_over(message(diary, address.email))


def message(diary: Diary, address: str) -> EmailMessage:
    """In the language in use, as is the page to stop it."""
    path = reverse("unsubscribe", args=[token_of(diary.pk)])
    stop = f"{settings.SITE_URL}{path}?lang={in_use()}"
    return EmailMessage(
        subject=_("Your diary has something to tell you"),
        body=render_to_string(BODY, {"site": settings.SITE_URL, "stop": stop}),
        to=[address],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def hand_over(mail: EmailMessage) -> None:
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
