"""The sweep over 10,000, 100,000 and 1,000,000 diaries: a full one, and one with 1 % due.

PostgreSQL with its defaults, Redis as the broker, one Celery worker with two processes; every
minute what is still due is handed out again, as beat does. `python -m bench.sweep DIARIES...`
"""

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import psycopg
from celery import Celery

from bench.put_episode import site
from bench.seeding import seed
from tests.servers import ROOT, Process, wait_until

SIZES = (10_000, 100_000, 1_000_000)
WORKERS, EVERY = 2, 60.0
ALL = "UPDATE diary_diary SET assessment_due = now()"
ONE_PERCENT = "UPDATE diary_diary SET next_assessment_at = now() WHERE id % 100 = 7"
IS_DUE = """
SELECT EXISTS (SELECT FROM diary_diary WHERE assessment_due IS NOT NULL)
    OR EXISTS (SELECT FROM diary_diary WHERE next_assessment_at <= %s)
"""


@dataclass
class Swept:
    seconds: float
    peak_mb: float  # of the worker process that took most


def main(diaries: int) -> list[str]:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, env = site(stack, home)
        env |= {"LOG_LEVEL": "INFO", "DJANGO_SETTINGS_MODULE": "config.settings"}
        begun = time.perf_counter()
        episodes = seed(url, diaries, datetime.now(UTC))
        log(f"{diaries:,}: {episodes:,} episodes in {time.perf_counter() - begun:.0f} s")
        command = [sys.executable, "-m", "bench.sql_facts", str(diaries)]
        facts = json.loads(subprocess.check_output(command, cwd=ROOT, env=env, text=True))
        log(f"{diaries:,}: {facts}")
        full = swept(url, env, home, ALL)
        log(f"{diaries:,}: all: {full}")
        part = swept(url, env, home, ONE_PERCENT)
        log(f"{diaries:,}: 1 %: {part}")
    ratios = [a / b for a, b in zip(facts["facts"], facts["aggregate"], strict=True)]
    cells = [
        f"{diaries:,}",
        f"{episodes:,}",
        f"{median(facts['aggregate']) / facts['rows'] * 1e6:.1f}",
        f"{median(facts['facts']) / facts['rows'] * 1e6:.1f}",
        f"{median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})",
        f"{full.seconds:.0f}",
        f"{full.seconds / diaries * 1e3:.2f}",
        f"{full.peak_mb:.0f}",
        f"{part.seconds:.1f}",
        f"{part.peak_mb:.0f}",
    ]
    return cells


def swept(url: str, env: dict[str, str], home: Path, due: str) -> Swept:
    """Make diaries due and wait until none is; the worker is new, and ready before."""
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(due.encode())
        database.execute("VACUUM ANALYZE diary_diary")
        database.execute("CHECKPOINT")
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", str(WORKERS)]
        command += ["-l", "INFO"]
        worker = Process(command, env, home / "worker.log")
        try:
            worker.wait_for_output(" ready.", 60)
            pids = children(worker.popen.pid)
            now, begun = datetime.now(UTC), time.perf_counter()
            handed_out = -EVERY
            while True:
                if time.perf_counter() - begun - handed_out >= EVERY:
                    handed_out = time.perf_counter() - begun
                    with Celery("bench", broker=env["REDIS_URL"], set_as_current=False) as app:
                        app.send_task("triage.tasks.sweep_due", queue="maintenance")
                row = database.execute(IS_DUE.encode(), [now]).fetchone()
                if row == (False,):
                    break
                threading.Event().wait(0.1)
            return Swept(time.perf_counter() - begun, max(peak_mb(pid) for pid in pids))
        finally:
            worker.stop()


def children(pid: int) -> list[int]:
    pids: list[int] = []

    def all_there() -> bool:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        pids[:] = [int(child) for child in text.split()]
        return len(pids) >= WORKERS

    wait_until(all_there, 10, "the worker's processes")
    return pids


def peak_mb(pid: int) -> float:
    """The most memory that the process has had, from Linux."""
    match = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    if match is None:
        raise OSError(f"no peak of {pid}")
    return int(match[1]) / 1024


def log(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    head = [
        *("diaries", "episodes", "aggregate, µs a row", "facts, µs a row", "ratio"),
        *("all due: s", "ms a diary", "peak MB", "1 % due: s", "peak MB"),
    ]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for size in [int(size) for size in sys.argv[1:]] or SIZES:
        print(f"| {' | '.join(main(size))} |", flush=True)
