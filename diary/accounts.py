"""People and their diaries: who is signed in, and a diary for everyone who signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from diary import languages
from diary.models import Diary, User


def diary_of(user: AbstractBaseUser | AnonymousUser) -> Diary:
    """The diary of a signed-in person; made now when it is missing.

    As read at sign-in: no query when the request was authenticated by `Backend`.
    """
    if not isinstance(user, User):
        raise TypeError("Only a person who is signed in has a diary.")
    try:
        return user.diary
    except Diary.DoesNotExist:
        return _made(user)


def _made(user: User) -> Diary:
    """In the language of the request: that of the sign-up page."""
    return Diary.objects.get_or_create(owner=user, defaults={"locale": languages.in_use()})[0]


def email_verified(user: User) -> bool:
    """Whether the person has shown that the address they sign in with is theirs; one query."""
    return bool(
        EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
    )


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Reads the diary along with its owner: nearly every request needs both."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("diary").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth asks of us when somebody signs up."""

    def save_user(self, request: Any, user: User, form: Any, commit: bool = True) -> User:
        saved: User = super().save_user(request, user, form, commit=commit)
        if commit:
            _made(saved)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person's diary, or else of who asks.

        Read by the address, whoever it belongs to: all mails cost the same.
        """
        read = Diary.objects.filter(owner__email=email.lower()).values_list("locale", flat=True)
        with languages.speaking(read.first() or languages.in_use()):
            super().send_mail(template_prefix, email, context)
