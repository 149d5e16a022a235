"""Import of a file of 50,000 episodes by a worker, on PostgreSQL with its defaults.

Every answer is given, so each is as long as they come. While it runs, somebody else writes an
episode again and again: the longest that they wait is how far it holds others up.
"""

import os
import platform
import resource
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from uuid import UUID

from tests.servers import environment, postgres

MANY = int(os.environ.get("EPISODES", "50000"))


def main() -> None:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(postgres())
        env = environment(DATABASE_URL=url, DATA_DIR=str(home), LOG_LEVEL="WARNING")
        command = [sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(command, env=env, check=True)
        for kind in ("json", "csv"):
            command = [sys.executable, "-m", "bench.import_file", kind]
            subprocess.run(command, env=env, check=True)


def peak() -> int:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def bring_in(kind: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from diary.exporter.csv import write_episodes
    from diary.exporter.json import write, write_diary
    from diary.importer import job
    from diary.importer.formats import CSV, JSON
    from diary.models import Diary, Import, User
    from diary.schema.example import example_answers
    from diary.schema.kinds import EPISODE
    from diary.writes.service import put_record

    random = Random(2)
    start = datetime(2020, 1, 1, tzinfo=UTC)
    first = 0 if kind == "json" else MANY
    episodes = [
        {
            "id": str(UUID(int=(7 << 76) | (2 << 62) | first + number)),
            "started_at": (start + timedelta(hours=number)).isoformat(),
            "ended_at": (start + timedelta(hours=number, minutes=20)).isoformat(),
            "zone": "Europe/Berlin",
            **example_answers(random),
            "note": "The same as the last time. " * 3,
        }
        for number in range(MANY)
    ]
    if kind == "json":
        lists = {"episode": episodes, "alert": [], "check_in": [], "background": [], "question": []}
        content = "".join(write_diary(lists, {}, start.isoformat())).encode()
    else:
        import io

        out = io.StringIO(newline="")
        write_episodes(out, episodes)
        content = out.getvalue().encode()
    del episodes
    people = [User.objects.create_user(f"{kind}{n}@example.org", "x") for n in (1, 2)]
    mine, other = (Diary.objects.create(owner=record) for record in people)
    waits: list[float] = []
    done = threading.Event()

    def write_meanwhile() -> None:
        number = 0
        while not done.wait(0.05):
            number += 1
            fields = {"started_at": start + timedelta(minutes=number), "zone": "UTC"}
            began = time.perf_counter()
            key = UUID(int=(7 << 76) | (2 << 62) | 10**9 + first + number)
            put_record(diary_id=other.pk, kind=EPISODE, key=key, content=fields, now=timezone.now())
            waits.append(time.perf_counter() - began)
        connection.close()

    choices = {
        "on_conflict": "newer",
        "deleted": False,
        "settings": False,
        "skip_problems": False,
        "preview": False,
        "columns": None,
    }
    size, before = len(content) / 1e6, peak()
    media_type = JSON if kind == "json" else CSV
    record = job.create_import(mine.pk, content, media_type, choices, timezone.now())
    stored = len(Import.objects.get(pk=record.pk).content) / 1e6
    thread = threading.Thread(target=write_meanwhile)
    thread.start()
    began = time.perf_counter()
    job.run_import(mine.pk, record.id, timezone.now)
    seconds = time.perf_counter() - began
    done.set()
    thread.join()
    state = Import.objects.get(pk=record.pk)
    assert (state.state, state.position) == ("done", MANY), state.result
    print(
        f"{kind}: {size:.0f} MB ({stored:.1f} stored), {MANY} episodes in {seconds:.0f} s "
        f"({MANY / seconds:.0f}/s); memory {before} → {peak()} MB; somebody else's write: median "
        f"{median(waits) * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms of {len(waits)}",
        flush=True,
    )
    if kind == "json":
        before, began = peak(), time.perf_counter()
        text = "".join(write(mine, timezone.now()))
        seconds = time.perf_counter() - began
        print(f"export: {len(text) / 1e6:.0f} MB in {seconds:.1f} s; memory → {peak()} MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        bring_in(sys.argv[1])
    else:
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
        main()
