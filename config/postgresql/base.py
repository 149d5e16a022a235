"""A database that falls silent raises OperationalError, instead of blocking a thread for ever.

`statement_timeout` is the server's own limit and says nothing when the server hangs, and TCP
timeouts say nothing when only its process does. So the client limits each wait for a reply too.
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.errors import _WaitTimeout

# The server is to give up first.
GRACE = 1.0  # seconds


class DeadlineConnection(psycopg.Connection[Any]):
    """A connection whose waits for a reply end after `reply_timeout` seconds; None: never."""

    reply_timeout: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        if timeout is not None or self.reply_timeout is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.reply_timeout)
        except _WaitTimeout:
            self.pgconn.finish()  # a late reply would be taken for that of the next statement
            raise psycopg.OperationalError(
                f"the server did not reply within {self.reply_timeout:g} s"
            ) from None


class _Psycopg:
    """The driver, as Django uses it, with connections of our class."""

    connect = DeadlineConnection.connect

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)


class DatabaseWrapper(base.DatabaseWrapper):
    Database: Any = _Psycopg()

    def get_new_connection(self, conn_params: Any) -> Any:
        connection = super().get_new_connection(conn_params)
        seconds = self.settings_dict["STATEMENT_TIMEOUT"]
        connection.reply_timeout = seconds + GRACE if seconds else None
        return connection

    def lift_statement_timeout(self) -> None:
        """For this connection: a migration may take long."""
        with self.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        self.connection.reply_timeout = None
