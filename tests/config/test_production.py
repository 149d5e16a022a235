"""The commands of the containers, as docker-compose.yml has them, on real servers."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from config.celery import QUEUES
from tests.config.test_compose import DOCKERFILE, SERVICES, WORKERS
from tests.servers import ROOT, Process, answers, environment, free_port, postgres, wait_until

pytestmark = pytest.mark.live


def command(service: str) -> list[str]:
    """The command of a service, run by this test's Python."""
    command = SERVICES[service].get("command")
    if command is None:
        words = DOCKERFILE.rpartition("\nCMD ")[2]
        command = re.findall(r'"([^"]+)"', words)
    program, *rest = command
    return [sys.executable, *([] if program == "python" else ["-m", program]), *rest]


@pytest.fixture
def app_folder(tmp_path: Path) -> Path:
    """The files of the image in /app, apart from the checkout."""
    folder = tmp_path / "app"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("config", "diary", "triage", "reminders", "sharing"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "manage.py", folder)
    return folder


@pytest.fixture
def env(redis_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    with postgres(durable=False) as url:
        yield environment(
            PRODUCTION="1",
            SECRET_KEY="for this test alone" * 4,
            ALLOWED_HOSTS="diary.example.org",
            SITE_URL="https://diary.example.org",
            DATABASE_URL=url,
            REDIS_URL=redis_url.removesuffix("/0") + "/7",
            EMAIL_HOST="127.0.0.1",
            DATA_DIR=str(tmp_path / "data"),
            HOME=str(tmp_path),
            MPLCONFIGDIR=str(tmp_path / "matplotlib"),
            PYTHONDONTWRITEBYTECODE="1",
        )


def test_web_workers_and_beat_run_apart_and_hear_each_other(
    app_folder: Path, env: dict[str, str], tmp_path: Path
) -> None:
    before = sorted(app_folder.rglob("*"))
    port = free_port()
    ready = [sys.executable, "-m", "config.healthcheck", f"http://127.0.0.1:{port}/readyz"]

    def is_ready() -> bool:
        done = subprocess.run(ready, cwd=app_folder, env=env, capture_output=True)
        return done.returncode == 0

    web_command = command("web")
    web_command[web_command.index("8000")] = str(port)
    web = Process(web_command, env, tmp_path / "web.log", app_folder)
    started = [web]
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/", any_status=True), 30, "web")
        assert not is_ready()  # not migrated
        subprocess.run(command("migrate"), cwd=app_folder, env=env, check=True, capture_output=True)
        wait_until(is_ready, 30, "ready")
        for name in (*WORKERS, "beat"):
            started.append(Process(command(name), env, tmp_path / f"{name}.log", app_folder))
        with Redis.from_url(env["REDIS_URL"]) as client:
            beats = [f":1:heartbeat:{queue}" for queue in QUEUES]
            wait_until(lambda: client.exists(*beats) == len(beats), 90, "a heartbeat of each queue")
    finally:
        codes = [process.stop() for process in reversed(started)]
    output = "".join(process.output() for process in started)
    assert codes == [0] * len(started), output
    assert "Traceback" not in output
    assert sorted(app_folder.rglob("*")) == before  # the file system may be read-only
    with psycopg.connect(env["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT count(*) FROM diary_diary").fetchone() == (0,)
