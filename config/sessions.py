"""Sessions in the database behind a cache; an outage of the cache signs nobody out."""

import logging
import re
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends import cached_db
from django.core.cache import caches
from django.utils import timezone

from reminders.models import PushSubscription

LAST_SEEN_INTERVAL = 60 * 60  # seconds
KEY_PATTERN = re.compile(r"[a-z0-9]{32}")

log = logging.getLogger(__name__)


class FaultTolerantCache:
    """A cache wrapper for which an outage is a cache miss.

    `delete` still raises: a session that was ended must not be found again when the cache
    comes back.
    """

    def __init__(self, cache: Any) -> None:
        self.cache = cache
        self.unavailable = False  # after a failure, this request does not wait for it again

    def get(self, key: str) -> Any:
        try:
            return self.cache.get(key)
        except Exception as error:  # each cache has errors of its own
            self.unavailable = True
            log.warning("the cache of sessions was not read: %s", type(error).__name__)
            return None

    def set(self, key: str, value: Any, seconds: int) -> None:
        if self.unavailable:
            return
        try:
            self.cache.set(key, value, seconds)
        except Exception as error:
            log.warning("the cache of sessions was not written: %s", type(error).__name__)

    def add(self, key: str, seconds: int) -> bool:
        """True if the key was absent and is set now."""
        if self.unavailable:
            return False
        try:
            return bool(self.cache.add(key, True, seconds))
        except Exception as error:
            self.unavailable = True
            log.warning("the cache of sessions was not written: %s", type(error).__name__)
            return False

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def delete(self, key: str) -> None:
        self.cache.delete(key)


class SessionStore(cached_db.SessionStore):
    """Rejects malformed keys without a lookup."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache: Any = FaultTolerantCache(caches[settings.SESSION_CACHE_ALIAS])

    def update_last_seen(self) -> None:
        """Update `last_seen_at` for the list of devices, at most once per LAST_SEEN_INTERVAL."""
        if self._cache.add(f"seen:{self.session_key}", LAST_SEEN_INTERVAL):
            UserSession.objects.filter(session_key=self.session_key).update(
                last_seen_at=timezone.now()
            )

    def cycle_key(self) -> None:
        """Rotate the session key, and keep the push subscriptions of the browser."""
        subscriptions = PushSubscription.objects.filter(session=self.session_key)
        keys = list(subscriptions.values_list("pk", flat=True)) if self.session_key else []
        if keys:
            subscriptions.update(session=None)  # or they are deleted with the old key
        super().cycle_key()
        if keys:
            PushSubscription.objects.filter(pk__in=keys).update(session=self.session_key)

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key) and KEY_PATTERN.fullmatch(str(key)) is not None
