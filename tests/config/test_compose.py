"""The container files, checked without a container engine.

Their commands themselves run in test_for_real.py, on a real PostgreSQL and Redis.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.beat import BEAT_FILE
from config.capacity import THREADS
from config.celery import QUEUES
from tests.servers import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
# For one machine without containers, or for development only.
NOT_IN_A_CONTAINER = {"DATA_DIR", "DEBUG", "ALLOW_SQLITE", "PORT"}
WORKERS = [f"worker-{queue}" for queue in QUEUES]
OURS = ["web", *WORKERS]
COMPOSE_DECIDES = {"PRODUCTION", "DATABASE_URL", "REDIS_URL"}
OF_COMPOSE_ALONE = {"POSTGRES_PASSWORD"}


def names_read(path: Path) -> set[str]:
    return set(re.findall(r'env_\w+\(\s*"([A-Z_]+)"', path.read_text()))


IN_SETTINGS = names_read(ROOT / "config" / "settings.py")


@pytest.mark.parametrize("name", SERVICES)
def test_each_container_can_write_nothing_but_its_own(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"][0] == "/tmp"  # noqa: S108 - in memory, and the container's own


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_runs_as_root(name: str) -> None:
    if SERVICES[name]["image"] == "footnote":
        last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
        assert re.search(r"^USER [1-9]\d*$", last_stage, re.MULTILINE)
    else:
        assert SERVICES[name]["user"] not in {"root", "0"}


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"migrate"}))
def test_each_container_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@pytest.mark.parametrize("queue", QUEUES)
def test_each_queue_has_workers_of_its_own(queue: str) -> None:
    command = SERVICES[f"worker-{queue}"]["command"]
    assert command[command.index("--queues") + 1] == queue
    assert "--pool" not in command  # prefork: the only one with time limits


def test_the_health_check_of_beat_reads_the_file_that_it_touches() -> None:
    assert str(BEAT_FILE) in SERVICES["beat"]["healthcheck"]["test"][1]


def test_the_server_has_the_threads_that_admission_counts_with() -> None:
    assert f'"--blocking-threads", "{THREADS}"' in DOCKERFILE


def test_only_web_has_a_port_and_only_on_this_machine() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])


def test_it_migrates_before_anything_serves() -> None:
    for name in (*OURS, "beat"):
        condition = SERVICES[name]["depends_on"]["migrate"]["condition"]
        assert condition == "service_completed_successfully"


@pytest.mark.parametrize("name", ["migrate", *OURS, "beat"])
def test_each_variable_that_makes_sense_can_be_set(name: str) -> None:
    environment = SERVICES[name]["environment"]
    assert set(environment) == IN_SETTINGS - NOT_IN_A_CONTAINER
    from_outside = {name for name, value in environment.items() if value.startswith(f"${{{name}:")}
    assert from_outside == set(environment) - COMPOSE_DECIDES


def test_the_example_has_each_variable_that_compose_requires() -> None:
    variables = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    example = (ROOT / ".env.example").read_text()
    assert variables == set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert variables - OF_COMPOSE_ALONE <= IN_SETTINGS


def test_the_images_are_the_versions_we_test_with() -> None:
    assert SERVICES["postgres"]["image"] == "postgres:17"
    assert SERVICES["redis"]["image"] == "redis:8"


def test_what_the_dockerfile_copies_is_there_and_sent_to_the_engine() -> None:
    sent = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in line.split():
            assert (ROOT / source).exists(), source
            assert any(source.rstrip("/") == top or source.startswith(f"{top}/") for top in sent)


def test_every_variable_is_in_the_readme() -> None:
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert table == IN_SETTINGS | OF_COMPOSE_ALONE


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_files_pin_by_hash_and_name_no_host(name: str) -> None:
    lock = (ROOT / name).read_text()
    assert "https://" not in lock
    pins = len(re.findall(r"^[a-z0-9-]+==", lock, re.MULTILINE))
    assert pins > 30
    assert (
        len(re.findall(r"^[a-z0-9-]+==[^\n]* \\\n    --hash=sha256:", lock, re.MULTILINE)) == pins
    )


def test_the_lock_file_of_the_app_names_no_host() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity": "sha512-' in lock
