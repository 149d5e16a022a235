"""Settings that would fail later, or leak, are rejected at the start."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import checks
from config import settings as read
from tests.servers import ROOT, environment

FOR_REAL = {
    "PRODUCTION": "1",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "diary.example.org",
    "SITE_URL": "https://diary.example.org",
    "DATABASE_URL": "postgresql://footnote:hunter2@127.0.0.1:1/footnote",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_HOST": "smtp.example.org",
    "VAPID_PRIVATE_KEY": "A" * 42 + "E",
}


CHECK = ("manage.py", "check")
# granian and celery load the settings without the checks of `manage.py`.
SERVER = ("-c", "import config.wsgi")
WORKER = ("-c", "from config.celery import app; app.conf.task_acks_late")


def check(*program: str, **changes: str) -> tuple[int, str]:
    """Run a program as in production with some variables changed: exit code and output."""
    done = subprocess.run(
        [sys.executable, *(program or CHECK)],
        cwd=ROOT,
        env=environment(**{**FOR_REAL, **changes}),
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("program", [CHECK, SERVER, WORKER])
def test_it_starts_for_real_when_all_is_set(program: tuple[str, ...]) -> None:
    assert check(*program) == (0, "")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SECRET_KEY", "", "SECRET_KEY must be set in production."),
        ("SECRET_KEY", "x" * 31, "SECRET_KEY must have 32 characters"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS must be set in production."),
        ("DATABASE_URL", "", "DATABASE_URL must name a PostgreSQL database"),
        ("DATABASE_URL", "mysql://x/y", "must start with postgresql:// or sqlite:///"),
        ("EMAIL_HOST", "", "EMAIL_HOST must name an SMTP server"),
        ("DEBUG", "1", "DEBUG shows settings and data"),
        ("SITE_URL", "https://elsewhere.example", "SITE_URL names elsewhere.example"),
        ("SITE_URL", "https://diary.example.org/diary", "SITE_URL must have no path"),
        ("SITE_URL", "diary.example.org", "SITE_URL must be http://host or https://host"),
        ("TRUST_PROXY", "nginx", "TRUST_PROXY must be the number of proxies"),
    ],
)
def test_it_refuses_to_start_for_real_without(name: str, value: str, message: str) -> None:
    for program in (CHECK, SERVER):
        code, words = check(*program, **{name: value})
        assert code != 0
        assert message in words
        assert program != CHECK or "Traceback" not in words
        assert "hunter2" not in words


def test_a_worker_refuses_to_start_for_real_too() -> None:
    code, words = check(*WORKER, DEBUG="1")
    assert code != 0
    assert "DEBUG shows settings and data" in words


def test_sqlite_in_production_is_opt_in() -> None:
    assert check(DATABASE_URL="", ALLOW_SQLITE="1")[0] == 0


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"REDIS_URL": ""}, ["config.W001"]),
        ({"SECURE": False}, ["config.W002"]),
        ({"VAPID_PRIVATE_KEY": ""}, ["config.W003"]),
        ({"REDIS_URL": "redis://x"}, []),
    ],
)
def test_it_warns_of(
    settings: Any, tmp_path: Path, changes: dict[str, Any], expected: list[str]
) -> None:
    settings.PRODUCTION, settings.SECURE, settings.REDIS_URL = True, True, "redis://x"
    settings.VAPID_PRIVATE_KEY, settings.DATA_DIR = "a key", tmp_path
    for name, value in changes.items():
        setattr(settings, name, value)
    assert [message.id for message in checks.production_warnings(None)] == expected


def test_a_number_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eight")
    with pytest.raises(ImproperlyConfigured, match="PORT must be a whole number, not 'eight'"):
        read.env_int("PORT", 8000)


def test_a_switch_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRODUCTION", "maybe")
    with pytest.raises(ImproperlyConfigured, match="PRODUCTION must be true or false"):
        read.env_bool("PRODUCTION")


@pytest.mark.parametrize(
    ("url", "host", "name"),
    [
        ("postgresql://u:p%40ss@db:5433/diary", "db", "diary"),
        ("postgres://u@/diary?host=/run/postgresql", "/run/postgresql", "diary"),
    ],
)
def test_it_reads_a_database_address(
    monkeypatch: pytest.MonkeyPatch, url: str, host: str, name: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    database = read.env_database("DATABASE_URL", "")
    assert (database["HOST"], database["NAME"]) == (host, name)


def test_a_command_before_the_first_start_has_a_key_that_nobody_knows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setattr(read, "DATA_DIR", tmp_path)
    assert read.secret_key() != read.secret_key()
    (tmp_path / "secret_key").write_text("kept\n")
    assert read.secret_key() == "kept"


def setting(name: str, **env: str) -> str:
    """The value of one setting, read by a process of its own with these variables."""
    code = f"from config import settings; print(settings.{name})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def test_mail_is_shown_only_to_the_machine_itself() -> None:
    assert setting("DEV_MAIL", SITE_URL="http://localhost:8000") == "True"
    assert setting("DEV_MAIL", SITE_URL="https://diary.example.org") == "False"
    assert setting("DEV_MAIL", SITE_URL="http://localhost:8000", EMAIL_HOST="smtp") == "False"


def test_a_trusted_proxy_sets_the_client_address() -> None:
    assert setting("ALLAUTH_TRUSTED_PROXY_COUNT", **FOR_REAL) == "1"
    assert setting("ALLAUTH_TRUSTED_PROXY_COUNT", **FOR_REAL, TRUST_PROXY="0") == "0"
    assert setting("ALLAUTH_TRUSTED_PROXY_COUNT", **FOR_REAL, TRUST_PROXY="true") == "1"
    assert setting("ALLAUTH_TRUSTED_PROXY_COUNT", **FOR_REAL, TRUST_PROXY="2") == "2"
    assert setting("ALLAUTH_TRUSTED_PROXY_COUNT") == "0"


def test_the_site_url_is_an_origin_in_small_letters() -> None:
    assert setting("SITE_URL", SITE_URL="HTTPS://Diary.Example.org:8443/") == (
        "https://diary.example.org:8443"
    )
    assert setting("SECURE", SITE_URL="HTTPS://Diary.Example.org") == "True"
