"""People and their diaries: who is signed in, and a diary for everyone who signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

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
        return Diary.objects.get_or_create(owner=user)[0]


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
            Diary.objects.get_or_create(owner=saved)
        return saved
