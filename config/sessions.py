"""Sessions in the database, read through the cache; a cache that is away signs nobody out."""

import logging
import re
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends import cached_db
from django.core.cache import caches
from django.utils import timezone

from reminders.models import PushSubscription

SEEN_EVERY = 60 * 60  # seconds
KEY = re.compile(r"[a-z0-9]{32}")

log = logging.getLogger(__name__)


class Forgiving:
    """A cache that may be away: then nothing is found in it, and nothing kept.

    Deleting still fails aloud: a session that was ended must not be found again when the
    cache comes back.
    """

    def __init__(self, cache: Any) -> None:
        self.cache = cache
        self.away = False  # once it was found away, one sign-in does not wait for it again

    def get(self, key: str) -> Any:
        try:
            return self.cache.get(key)
        except Exception as error:  # each cache has errors of its own
            self.away = True
            log.warning("the cache of sessions was not read: %s", type(error).__name__)
            return None

    def set(self, key: str, value: Any, seconds: int) -> None:
        if self.away:
            return
        try:
            self.cache.set(key, value, seconds)
        except Exception as error:
            log.warning("the cache of sessions was not written: %s", type(error).__name__)

    def add(self, key: str, seconds: int) -> bool:
        """Whether `key` was not there and is now."""
        if self.away:
            return False
        try:
            return bool(self.cache.add(key, True, seconds))
        except Exception as error:
            self.away = True
            log.warning("the cache of sessions was not written: %s", type(error).__name__)
            return False

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def delete(self, key: str) -> None:
        self.cache.delete(key)


class SessionStore(cached_db.SessionStore):
    """Takes no key that we did not make: a malformed one is no session, and asks no store."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache: Any = Forgiving(caches[settings.SESSION_CACHE_ALIAS])

    def note_seen(self) -> None:
        """Note that the session is in use, for the list of devices; seldom, as it is a write."""
        if self._cache.add(f"seen:{self.session_key}", SEEN_EVERY):
            UserSession.objects.filter(session_key=self.session_key).update(
                last_seen_at=timezone.now()
            )

    def cycle_key(self) -> None:
        """Give it another key; to the browser it is the same, and so are its push messages."""
        held = PushSubscription.objects.filter(session=self.session_key)
        keys = list(held.values_list("pk", flat=True)) if self.session_key else []
        if keys:
            held.update(session=None)  # or they would go with the old key
        super().cycle_key()
        if keys:
            PushSubscription.objects.filter(pk__in=keys).update(session=self.session_key)

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key) and KEY.fullmatch(str(key)) is not None
