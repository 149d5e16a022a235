"""`/readyz` is true when and only when a write would be taken."""

import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from rest_framework.test import APIClient

from config import readiness
from config.readiness import MIN_FREE, Readiness, find_problems
from tests.mailbox import sign_up_at
from tests.servers import answers, request_status, site

EPISODE = {"started_at": "2026-11-22T08:00:00Z", "zone": "Europe/Berlin"}


def put_status(api: APIClient) -> int:
    reply = api.put(f"/api/v1/episodes/{uuid4()}", EPISODE)
    if reply.status_code == 503:
        assert reply.json()["errors"][0]["code"] == "unavailable"
        assert reply.headers["Retry-After"] == "5"
    return int(reply.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["10.1.2.3", "whatever.example.org", "[::1]:8000", "no host!"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_it_answers_whatever_the_host_header_says(
    client: Client, settings: Any, host: str, path: str
) -> None:
    settings.METRICS_TOKEN = "open sesame"
    settings.SECURE_SSL_REDIRECT = True
    headers = {"Host": host, "Authorization": "Bearer open sesame"}
    assert client.get(path, headers=headers).status_code == 200
    assert client.post(path, headers=headers).status_code == 405


@pytest.mark.django_db
@pytest.mark.sqlite
def test_it_is_ready_without_workers(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}
    assert connection.queries_log is not None


@pytest.mark.django_db
def test_it_is_not_ready_before_the_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = [("diary", "0002")]
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: plan)
    assert find_problems() == {"migrations": "not applied: run manage.py migrate"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_it_reveals_no_database_credentials(
    client: Client, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def away(*args: Any) -> None:
        raise kind("connection to db.internal as footnote failed: password hunter2")

    monkeypatch.setattr(connection, "ensure_connection", away)
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.json() == {"status": "not ready", "missing": {"database": "takes no write"}}


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_a_standby_that_is_read_only_takes_no_write(api: APIClient) -> None:
    sql = "SET default_transaction_read_only = {}"
    if connection.vendor == "sqlite":
        sql = "PRAGMA query_only = {}"
    assert (find_problems(), put_status(api)) == ({}, 201)
    with connection.cursor() as cursor:
        cursor.execute(sql.format("on"))
        try:
            assert find_problems() == {"database": "takes no write"}
            assert put_status(api) == 503
        finally:
            cursor.execute(sql.format("off"))
    assert (find_problems(), put_status(api)) == ({}, 201)


def test_probes_do_not_pile_up() -> None:
    began, go_on, probes = threading.Event(), threading.Event(), list[int]()

    def probe() -> dict[str, str]:
        probes.append(1)
        began.set()
        go_on.wait(30)
        return {}

    shared = Readiness(probe)
    results = list[dict[str, str]]()
    first, *others = (
        threading.Thread(target=lambda: results.append(shared.problems())) for _ in range(12)
    )
    first.start()
    assert began.wait(30)
    for other in others:
        other.start()
    while len(results) < len(others) + 1 - readiness.MAX_WAITING:
        pass  # the others are told at once
    go_on.set()
    for thread in (first, *others):
        thread.join(30)
    assert len(probes) <= 2
    assert results.count({}) == readiness.MAX_WAITING


class EmbeddedSite:
    def __init__(self, folder: Path, address: str) -> None:
        self.folder, self.address = folder, address
        self.token = sign_up_at(address, "a@example.org")

    def put(self) -> int:
        path = f"{self.address}/api/v1/episodes/{uuid4()}"
        return request_status("PUT", path, EPISODE, self.token)

    def ready(self) -> int:
        return request_status("GET", f"{self.address}/readyz")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own, of four times MIN_FREE."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={4 * MIN_FREE}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("only root can mount a disk that is small enough to be full")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.live
def test_a_full_disk_takes_no_write_until_there_is_room(small_disk: Path) -> None:
    with site(small_disk / "data") as (address, _):
        embedded = EmbeddedSite(small_disk / "data", address)
        assert (embedded.ready(), embedded.put()) == (200, 201)
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):  # until it is full
            while file.write(bytes(4096)):
                pass
        assert embedded.ready() == 503
        # Pages that are there already may have room for some small writes.
        assert 503 in (embedded.put() for _ in range(1_000))
        assert answers(f"{address}/healthz")
        filler.unlink()
        assert (embedded.ready(), embedded.put()) == (200, 201)


@pytest.mark.live
def test_a_locked_file_takes_no_write_until_it_is_free(tmp_path: Path) -> None:
    with site(tmp_path / "data") as (address, _):
        embedded = EmbeddedSite(tmp_path / "data", address)
        assert (embedded.ready(), embedded.put()) == (200, 201)
        other = sqlite3.connect(embedded.folder / "footnote.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert embedded.ready() == 503
        assert embedded.put() == 503
        assert answers(f"{address}/healthz")
        other.execute("ROLLBACK")
        other.close()
        assert (embedded.ready(), embedded.put()) == (200, 201)
