"""PostgreSQL falls silent: requests end with a 503, and the site says that it is alive."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.errors import LockNotAvailable, QueryCanceled

from config.capacity import LANES
from config.postgresql.base import DeadlineConnection
from tests.mailbox import sign_up_at
from tests.servers import ROOT, answers, environment, granian, postgres, wait_until
from tests.silence import SilentProxy, silent_proxy

pytestmark = pytest.mark.live
PATIENCE = 60  # seconds of a client: none is left without a reply


@dataclass
class Site:
    address: str
    token: str
    database: SilentProxy
    url: str  # of the database, past the proxy

    def get(self, path: str) -> tuple[int, Any]:
        request = urllib.request.Request(
            self.address + path, headers={"X-Session-Token": self.token}
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.load(refused)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("silent")
    with postgres(durable=False) as url, silent_proxy(url) as (proxy, through):
        env = environment(DATABASE_URL=through, DATA_DIR=str(folder / "data"))
        migrate = [sys.executable, "manage.py", "migrate", "--no-input"]
        subprocess.run(migrate, cwd=ROOT, env=env, check=True, capture_output=True)
        with granian(env, Path(folder / "web.log")) as address:
            yield Site(address, sign_up_at(address, "a@example.org"), proxy, url)


def test_requests_end_with_a_503_and_the_site_says_that_it_is_alive(site: Site) -> None:
    assert site.get("/api/v1/diary")[0] == 200
    assert site.get("/readyz") == (200, {"status": "ready"})
    site.database.silence()
    try:
        room = LANES["ordinary"].running + LANES["ordinary"].waiting
        with ThreadPoolExecutor(room + 10) as people:
            asked = [people.submit(site.get, "/api/v1/diary") for _ in range(room)]
            alive = site.get("/healthz")
            assert [one for one in asked if not one.done()]  # it did not wait for those
            more = [people.submit(site.get, "/api/v1/diary") for _ in range(10)]
            wait([*asked, *more], PATIENCE)
            replies = [one.result() for one in (*asked, *more)]
        assert alive == (200, {"status": "ok"})
        assert {status for status, _ in replies} == {503}
        assert {body["errors"][0]["code"] for _, body in replies} <= {"unavailable", "busy"}
        assert site.get("/readyz")[0] == 503
        assert site.get("/healthz")[0] == 200
    finally:
        site.database.speak()
    wait_until(lambda: site.get("/api/v1/diary")[0] == 200, 30, "an answer from the database")
    assert answers(f"{site.address}/readyz")


def test_a_connection_whose_reply_is_late_is_not_used_again(site: Site) -> None:
    with silent_proxy(site.url) as (proxy, through):
        connection = DeadlineConnection.connect(through, autocommit=True)
        connection.reply_timeout = 0.2
        assert connection.execute("SELECT 1").fetchone() == (1,)
        proxy.silence()
        with pytest.raises(psycopg.OperationalError, match=r"did not reply within 0\.2 s"):
            connection.execute("SELECT 2")
        assert connection.closed


SHOW = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        print(cursor.execute(f"SHOW {name}").fetchone()[0])
print(connection.connection.reply_timeout)
"""


def show_limits(url: str, **env: str) -> list[str]:
    variables = environment(DATABASE_URL=url, DJANGO_SETTINGS_MODULE="config.settings", **env)
    done = subprocess.run(
        [sys.executable, "-c", SHOW], cwd=ROOT, env=variables, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_server_has_limits_too_and_a_pooler_gets_none_with_the_connection(site: Site) -> None:
    assert show_limits(site.url) == ["8s", "5s", "1min", "9.0"]
    assert show_limits(site.url, DATABASE_STATEMENT_TIMEOUT="0") == ["0", "0", "0", "None"]
    assert show_limits(site.url, DATABASE_POOLER="1") == ["0", "0", "0", "9.0"]


@pytest.mark.parametrize(
    ("limit", "sql", "error"),
    [
        ("statement_timeout", "SELECT pg_sleep(60)", QueryCanceled),
        ("lock_timeout", "LOCK TABLE diary_diary", LockNotAvailable),
    ],
)
def test_what_the_server_ends_is_an_operational_error(
    site: Site, limit: str, sql: str, error: type[psycopg.OperationalError]
) -> None:
    with psycopg.connect(site.url) as holder, psycopg.connect(site.url) as other:
        holder.execute("LOCK TABLE diary_diary")
        other.execute(f"SET {limit} = '100ms'".encode())
        with pytest.raises(error) as ended:
            other.execute(sql.encode())
    assert isinstance(ended.value, psycopg.OperationalError)
