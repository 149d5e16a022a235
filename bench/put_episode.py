"""Requests/s of `PUT /api/v1/episodes/{uuid}`, beside a bare INSERT in the same run.

PostgreSQL with its defaults, Redis as the broker, granian with 2 workers each, 16
connections; rounds of the two alternate so that both meet the same noise.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psycopg

from tests.mailbox import sign_up_at
from tests.servers import (
    ROOT,
    Process,
    answers,
    environment,
    free_port,
    postgres,
    redis,
    wait_until,
)

TABLE = "CREATE TABLE bare (id uuid PRIMARY KEY, body jsonb NOT NULL)"  # what bare.py fills
CONNECTIONS, ROUNDS, SECONDS = 16, 5, 6.0


def granian(stack: ExitStack, app: str, env: dict[str, str], log: Path) -> int:
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
    command += ["--blocking-threads", "8", "--no-ws", "--port", str(port), app]
    server = Process(command, env, log)
    stack.callback(server.stop)
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz", any_status=True), 30, app)
    return port


def sign_up(port: int, number: int) -> str:
    return sign_up_at(f"http://127.0.0.1:{port}", f"person{number}@example.org")


def load(port: int, seconds: float, tokens: list[str], *, many: int = 1) -> dict[str, float]:
    """One round: `many` episodes in a request; what came of it, per request."""
    command = [sys.executable, "-m", "bench.load", str(port), str(seconds), str(many), *tokens]
    out = subprocess.check_output(command, cwd=ROOT, text=True)
    return dict(json.loads(out))


def rounds(targets: dict[str, tuple[int, list[str]]]) -> dict[str, list[dict[str, float]]]:
    results: dict[str, list[dict[str, float]]] = {name: [] for name in targets}
    for port, tokens in targets.values():
        load(port, 2, tokens)  # warm: connections, caches, the first import of everything
    for number in range(ROUNDS):
        for name, (port, tokens) in targets.items():
            results[name].append(load(port, SECONDS, tokens))
            print(
                f"round {number + 1}: {name}: {results[name][-1]['per_second']:.0f}/s", flush=True
            )
    return results


def table(results: dict[str, list[dict[str, float]]]) -> str:
    head = "| | requests/s: median (min to max) | median ms | p99 ms | client, of 2 cores |"
    lines = [head, "|---|---|---|---|---|"]
    for name, runs in results.items():
        rate = [run["per_second"] for run in runs]
        rest = [
            statistics.median(run[key] for run in runs)
            for key in ("median_ms", "p99_ms", "client_cores")
        ]
        lines.append(
            f"| {name} | {statistics.median(rate):.0f} ({min(rate):.0f} to {max(rate):.0f}) "
            f"| {rest[0]:.1f} | {rest[1]:.1f} | {rest[2]:.2f} |"
        )
    full, bare = (statistics.median(r["per_second"] for r in runs) for runs in results.values())
    return "\n".join([*lines, "", f"Ratio of the medians: {full / bare:.2f}"])


def site(stack: ExitStack, home: Path) -> tuple[str, dict[str, str]]:
    """PostgreSQL with our tables, and Redis; the database's URL, and the environment for both."""
    url, broker = stack.enter_context(postgres()), stack.enter_context(redis())
    env = environment(
        DATABASE_URL=url,
        REDIS_URL=broker,
        SECRET_KEY="for this run alone " * 3,
        DATA_DIR=str(home / "data"),
        LOG_LEVEL="WARNING",
    )
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    return url, env


def main(*, with_worker: bool) -> str:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, env = site(stack, home)
        with psycopg.connect(url) as connection:
            connection.execute(TABLE)
        if with_worker:
            command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1"]
            stack.callback(Process(command, env, home / "worker.log").stop)
        full = granian(stack, "config.wsgi:application", env, home / "full.log")
        bare = granian(stack, "bench.bare_insert:application", env, home / "bare.log")
        tokens = [sign_up(full, number) for number in range(CONNECTIONS)]
        return table(
            rounds({"PUT an episode": (full, tokens), "bare INSERT": (bare, ["-"] * CONNECTIONS)})
        )


if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    for worker in (False, True):
        print(f"\n{'With' if worker else 'Without'} a worker on the same cores\n")
        print(main(with_worker=worker))
