"""Sessions in the database, read through the cache."""

import re

from django.contrib.sessions.backends import cached_db

KEY = re.compile(r"[a-z0-9]{32}")


class SessionStore(cached_db.SessionStore):
    """Takes no key that we did not make: a malformed one is no session, and asks no store."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key) and KEY.fullmatch(str(key)) is not None
