"""People and their diaries: who is signed in, and a diary for everyone who signs up."""

import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from allauth.core import context, ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from diary import i18n
from diary.models import Diary, User
from diary.reauthentication import recently_authenticated, record_authentication

log = logging.getLogger(__name__)


class MailUnavailable(Exception):
    """The mail was not taken by the mail server; the request may be sent again."""


def person(user: AbstractBaseUser | AnonymousUser) -> User:
    """The person who is signed in. Raises TypeError for nobody."""
    if not isinstance(user, User):
        raise TypeError("Only a person who is signed in has a diary.")
    return user


def diary_of(user: AbstractBaseUser | AnonymousUser) -> Diary:
    """The diary of a signed-in person; created if it is missing.

    As read at sign-in: no query when the request was authenticated by `Backend`.
    """
    owner = person(user)
    try:
        return owner.diary
    except Diary.DoesNotExist:
        return _create_diary(owner)


def _create_diary(user: User) -> Diary:
    """The locale is the language of the request, that of the sign-up page."""
    return Diary.objects.get_or_create(owner=user, defaults={"locale": i18n.active_language()})[0]


def email_verified(user: User) -> bool:
    """Whether the current e-mail address of the user is verified; one query."""
    return bool(
        EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
    )


def second_step(user: User) -> bool:
    """Whether sign-in needs a second factor (TOTP), which a mail must not replace; one query."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Reads the diary along with its owner: nearly every request needs both."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("diary").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def _undo_sign_up(email: str) -> None:
    """Delete the account whose code was not sent, so that signing up works again at once."""
    verified = EmailAddress.objects.filter(verified=True).values("user_id")
    User.objects.filter(email=email.lower()).exclude(pk__in=verified).delete()
    allow_sign_up_mail(email)


def allow_sign_up_mail(email: str) -> None:
    """Forget that a sign-up mail was sent to this address just now."""
    ratelimit.clear(context.request, action="confirm_email", key=email.lower())


def _ask_again_unless_recent() -> None:
    """Raises ReauthenticationRequired; allauth replies with the available methods."""
    if not recently_authenticated(context.request.session, time.time()):
        raise ReauthenticationRequired


def _end_other_sessions(user: User) -> None:
    """End every other session of a person who changes the password."""
    own = context.request.session.session_key
    for session in UserSession.objects.filter(user=user):
        if session.session_key != own:
            session.end()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Hooks of allauth for sign-up, sign-in, mails and passwords."""

    def save_user(self, request: Any, user: User, form: Any, commit: bool = True) -> User:
        saved: User = super().save_user(request, user, form, commit=commit)
        if commit:
            _create_diary(saved)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the language of the diary of this address, or else of the request.

        The query is the same for unknown addresses, so that timing reveals no account.
        """
        read = Diary.objects.filter(owner__email=email.lower()).values_list("locale", flat=True)
        try:
            with i18n.override_language(read.first() or i18n.active_language()):
                super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.error("a mail was not sent: %s", type(error).__name__)
            _undo_sign_up(email)
            raise MailUnavailable from None

    def login(self, request: Any, user: User) -> None:
        super().login(request, user)
        record_authentication(request.session, time.time())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        # allauth would never require it of users who sign in by mailed codes alone, and would
        # require it of others right after sign-in.
        _ask_again_unless_recent()
        return False

    def set_password(self, user: User, password: str) -> None:
        # allauth requires no reauthentication to set a first password.
        if context.request.user.is_authenticated:
            _ask_again_unless_recent()
        with transaction.atomic():
            _end_other_sessions(user)
            super().set_password(user, password)


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """A passkey is an alternative to the password; only TOTP is a second factor.

    allauth counts a passkey as a second factor, too. A person who creates one on the phone could
    then not sign in by mail on other devices, and losing the phone would lock them out.
    """

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        if types is not None and set(types) == {
            Authenticator.Type.TOTP,
            Authenticator.Type.WEBAUTHN,
        }:
            types = [Authenticator.Type.TOTP]
        return bool(super().is_mfa_enabled(user, types))

    def build_totp_url(self, user: Any, secret: str) -> str:
        # Reauthenticate before the secret is shown, not after its first code.
        _ask_again_unless_recent()
        return str(super().build_totp_url(user, secret))
