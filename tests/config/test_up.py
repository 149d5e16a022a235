"""`manage.py up`: starts from an empty folder, stops cleanly, restarts."""

import base64
import http.client
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from config import secret_keys
from config.management.commands.up import shell_environment
from tests.servers import ROOT, answers, environment, site

pytestmark = pytest.mark.live


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refused(data_dir: Path, **env: str) -> str:
    """The output of `up` when it does not start; fails if it does start."""
    done = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=environment(DATA_DIR=str(data_dir), **env),
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 1
    return done.stderr.strip()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_on_a_signal(tmp_path: Path, how: signal.Signals) -> None:
    with site(tmp_path / "data") as (address, up):
        assert answers(f"{address}/readyz")
        assert up.stop(how) == 0
        assert up.output().endswith("Stopped.\n")
        assert "Traceback" not in up.output()


def test_it_is_there_by_either_address_of_localhost(tmp_path: Path) -> None:
    with site(tmp_path / "data") as (address, _):
        port = address.rpartition(":")[2]
        assert answers(f"http://127.0.0.1:{port}/healthz")
        assert answers(f"http://localhost:{port}/healthz")


def test_its_folder_is_private_and_survives_a_restart(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with site(data):
        first = {file.name: file.read_bytes() for file in data.iterdir() if "key" in file.name}
        assert mode(data) == 0o700
        assert {mode(file) for file in data.iterdir() if file.is_file()} == {0o600}
    with site(data) as (address, _):
        again = {file.name: file.read_bytes() for file in data.iterdir() if "key" in file.name}
        assert again == first
        assert answers(f"{address}/readyz")


def test_a_folder_or_port_in_use_is_a_one_line_error(tmp_path: Path) -> None:
    with site(tmp_path / "data") as (address, _):
        port = address.rpartition(":")[2]
        same_folder = refused(tmp_path / "data", PORT="1")
        same_port = refused(tmp_path / "other", PORT=port)
    assert same_folder.startswith("CommandError: Footnote already runs on")
    assert same_port == (
        f"CommandError: Port {port} is in use: stop what uses it, or set PORT to another one."
    )
    assert "\n" not in same_folder


@pytest.mark.parametrize("port", ["0", "-1", "70000"])
def test_it_names_a_port_that_cannot_be(tmp_path: Path, port: str) -> None:
    assert "PORT must be from 1 to 65535" in refused(tmp_path / "data", PORT=port)


def test_the_printed_next_step_fills_this_site(tmp_path: Path) -> None:
    with site(tmp_path / "my data") as (address, up):
        step = next(line for line in up.output().splitlines() if "manage.py sample" in line)
        env = {name: value for name, value in environment().items() if name != "PORT"}
        done = subprocess.run(  # noqa: S602 - as a user would paste it
            step, shell=True, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 0, done.stderr
    assert f"Open {address}/" in done.stdout


def test_the_next_step_has_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://diary:hunter2@db:5432/diary")
    assert "DATABASE_URL='postgresql://diary:…@db:5432/diary' " in shell_environment()


def test_it_names_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "set DATA_DIR" in refused(tmp_path / "file" / "data", PORT="1")


def test_the_public_push_key_matches_the_private_key(tmp_path: Path) -> None:
    secret_keys.ensure_keys(tmp_path / "data")
    pem = (tmp_path / "data" / "vapid_private.pem").read_bytes()
    private = serialization.load_pem_private_key(pem, password=None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    public = (tmp_path / "data" / "vapid_public").read_text()
    point = base64.urlsafe_b64decode(public + "=")
    assert point == private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def test_an_interrupted_start_preserves_the_private_push_key(tmp_path: Path) -> None:
    data = tmp_path / "data"
    secret_keys.ensure_keys(data)
    private, public = (data / "vapid_private.pem").read_text(), data / "vapid_public"
    before = public.read_text()
    public.unlink()
    secret_keys.ensure_keys(data)
    assert (data / "vapid_private.pem").read_text() == private
    assert public.read_text() == before


def status_of(address: str, headers: dict[str, str]) -> int:
    """The status of a GET of the app; a redirect is not followed."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", "/", headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_behind_proxies_with_tls_it_believes_them(tmp_path: Path) -> None:
    env = {"SITE_URL": "https://localhost", "TRUST_PROXY": "2"}
    with site(tmp_path / "data", **env) as (address, _):
        for headers, status in (
            ({}, 301),
            ({"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7, 10.0.0.2"}, 200),
        ):
            assert status_of(address, headers) == status


def test_without_trust_a_client_cannot_pretend_tls(tmp_path: Path) -> None:
    with site(tmp_path / "data", SITE_URL="https://localhost") as (address, _):
        assert status_of(address, {"X-Forwarded-Proto": "https"}) == 301
