"""A database, a Redis and a folder, for worker processes that start and end."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
import redis
from celery import Celery

from config.celery import QUEUES
from tests.servers import ROOT, Process, environment

StartWorker = Callable[..., Process]
SET_UP = """
import django; django.setup()
from datetime import time
from allauth.account.models import EmailAddress
from django.core.management import call_command
from diary.models import Diary, User
call_command("migrate", verbosity=0)
owner = User.objects.create_user("owner@example.org", "correct horse battery")
EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
# No quiet hours: the test runs at any hour.
Diary.objects.create(owner=owner, quiet_start=time(0), quiet_end=time(0))
"""


COUNT = {
    "assessment": "SELECT count(*) FROM triage_assessment",
    "prompt": "SELECT count(*) FROM triage_prompt",
}


class Deployment:
    """A database, a Redis and a folder, for processes that start and end."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = {**env, "DJANGO_SETTINGS_MODULE": "config.settings"}
        self.redis = redis.Redis.from_url(env["REDIS_URL"])

    def run(self, code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code],
            env=environment(**self.env),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def enqueue(self, *tasks: tuple[str, list[Any]]) -> None:
        """Put tasks into Redis, as another process would."""
        with Celery("outside", broker=self.env["REDIS_URL"], set_as_current=False) as app:
            for name, args in tasks:
                app.send_task(name, args, queue="maintenance")

    def done(self) -> bool:
        """Whether the queues in Redis are empty and no worker has a task in progress."""
        waiting = sum(self.redis.llen(queue) for queue in QUEUES)
        return waiting == 0 and self.redis.hlen("unacked") == 0

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        url = self.env["DATABASE_URL"]
        if url.startswith("sqlite"):
            connection = sqlite3.connect(urlsplit(url).path.removeprefix("/"))
            try:
                return connection.execute(sql).fetchall()
            finally:
                connection.close()
        with psycopg.connect(url) as database:
            return database.execute(sql.encode()).fetchall()

    def count(self, table: str) -> int:
        return int(self.rows(COUNT[table])[0][0])

    def mails(self) -> int:
        folder = Path(self.env["DATA_DIR"]) / "mail"
        text = "".join(path.read_text() for path in folder.glob("*")) if folder.is_dir() else ""
        return text.count("Subject: Your diary has something to tell you")


@pytest.fixture(params=["sqlite", "postgresql"])
def deployment(request: pytest.FixtureRequest, redis_url: str, tmp_path: Path) -> Deployment:
    data_dir = tmp_path / "data"
    (data_dir / "mail").mkdir(parents=True)
    database = f"sqlite:///{data_dir}/db.sqlite3"
    if request.param == "postgresql":
        server, name = request.getfixturevalue("postgres_url"), f"worker_{uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        database = urlsplit(server)._replace(path=f"/{name}").geturl()
    created = Deployment(
        {"DATABASE_URL": database, "REDIS_URL": redis_url, "DATA_DIR": str(data_dir)}
    )
    created.redis.flushdb()
    done = created.run(SET_UP)
    assert done.returncode == 0, done.stderr
    return created


def start_worker(celery_worker: StartWorker, deployment: Deployment, *args: str) -> Process:
    return celery_worker("-l", "info", *args, **deployment.env)
