"""100,000 due push reminders, one Celery worker with two processes, an endpoint next door.

PostgreSQL with its defaults, Redis as the broker. The endpoint answers 201 at once; each message
is encrypted and signed as for real. `python -m bench.reminders DUE DIARIES`: so many are due, of
so many diaries, each of which has reminders behind it, so that the indexes are as in use.
"""

import os
import platform
import socket
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from celery import Celery

from bench.put_episode import site
from bench.seeding import DIARY, USER, _copy, _diaries, _users
from bench.sweep import children, log, peak_mb
from config import secret_keys
from tests.push_service import Browser
from tests.servers import Process, free_port

EVERY = 15.0  # seconds between two runs of the task, as beat has it
HISTORY = 10  # reminders that each diary had before
FILL = """
INSERT INTO reminders_pushsubscription (diary_id, id, endpoint, digest, p256dh, auth, created_at)
    SELECT id, gen_random_uuid(), %(origin)s || '/push/' || id, id::text, %(p256dh)s, %(auth)s,
           now()
    FROM diary_diary;
INSERT INTO triage_prompt (diary_id, id, level, findings, opened_at, raised_at, round)
    SELECT id, gen_random_uuid(), 'see_provider', '[]', now(), now(), 1 FROM diary_diary;
INSERT INTO reminders_reminder (diary_id, id, kind, slot, channel, about_id, level, due_at,
                             useful_until, state, attempts, reached)
    SELECT diary_id, gen_random_uuid(), 'prompt', id || ':0:' || n, 'push', id, 'see_provider',
           now() - n * interval '30 days', now(), 'sent', 1, '[]'
    FROM triage_prompt, generate_series(1, %(history)s) AS n;
INSERT INTO reminders_reminder (diary_id, id, kind, slot, channel, about_id, level, due_at,
                             useful_until, state, attempts, reached)
    SELECT diary_id, gen_random_uuid(), 'prompt', id || ':1:0', 'push', id, 'see_provider', now(),
           now() + interval '3 days', 'planned', 0, '[]'
    FROM triage_prompt ORDER BY diary_id LIMIT %(due)s;
UPDATE diary_diary SET quiet_start = '03:00', quiet_end = '03:00';
"""
LEFT = "SELECT count(*) FROM reminders_reminder WHERE state IN ('planned', 'sending')"
SENT = "SELECT count(*) FROM reminders_reminder WHERE state = 'sent' AND sent_at IS NOT NULL"


def main(due: int, diaries: int) -> list[str]:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, env = site(stack, home)
        secret_keys.ensure_keys(Path(env["DATA_DIR"]))
        port = free_port()
        origin = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "bench.reminders", "endpoint", str(port)]
        stack.callback(Process(command, env, home / "endpoint.log").stop)
        env |= {
            "LOG_LEVEL": "INFO",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PUSH_ALLOWED_ORIGINS": origin,
        }
        keys = Browser(f"{origin}/push").to_json()["keys"]
        database = stack.enter_context(closing(psycopg.connect(url, autocommit=True)))
        now = datetime.now(UTC)
        _copy(database, "diary_user", USER, _users(diaries, now))
        _copy(database, "diary_diary", DIARY, _diaries(diaries, now))
        values = {"origin": origin, "due": due, "history": HISTORY, **keys}
        with psycopg.ClientCursor(database) as cursor:
            cursor.execute(FILL.encode(), values)
        database.execute("VACUUM ANALYZE")
        log(f"{diaries:,} diaries, {due:,} due: filled")
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "-c",
            "2",
            "-l",
            "INFO",
        ]
        worker = Process(command, env, home / "worker.log")
        stack.callback(worker.stop)
        worker.wait_for_output(" ready.", 60)
        pids = children(worker.popen.pid)
        begun, handed_out = time.perf_counter(), -EVERY
        while True:
            passed = time.perf_counter() - begun
            if passed - handed_out >= EVERY:
                handed_out = passed
                with Celery("bench", broker=env["REDIS_URL"], set_as_current=False) as app:
                    app.send_task("reminders.tasks.send_due_reminders", queue="maintenance")
            if count(database, LEFT) == 0:
                break
            threading.Event().wait(0.2)
        seconds = time.perf_counter() - begun
        assert count(database, SENT) == due
        peak = max(peak_mb(pid) for pid in pids)
    return [f"{diaries:,}", f"{due:,}", f"{seconds:.0f}", f"{due / seconds:.0f}", f"{peak:.0f}"]


def count(database: psycopg.Connection, sql: str) -> int:
    row = database.execute(sql.encode()).fetchone()
    return int(row[0]) if row else 0


def endpoint(port: int) -> None:
    """Answers 201 to whatever comes, with as little work as can be."""
    answer = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"

    def serve(connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            while lines.readline():
                length = 0
                while (line := lines.readline().strip()) != b"":
                    name, _, value = line.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                lines.read(length)
                connection.sendall(answer)

    with socket.create_server(("127.0.0.1", port), backlog=128) as server:
        while True:
            connection, _ = server.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=serve, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    if sys.argv[1:2] == ["endpoint"]:
        endpoint(int(sys.argv[2]))
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    head = ["diaries", "due", "s", "reminders/s", "peak MB of a worker's process"]
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    sizes = [int(size) for size in sys.argv[1:]] or [100_000, 100_000]
    print(f"| {' | '.join(main(sizes[0], sizes[-1]))} |", flush=True)
