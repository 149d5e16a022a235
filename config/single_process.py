"""Everything in one process: waitress, Celery workers and beat, over SQLite and `memory://`.

A crash loses no work: what is due is in the database, and the first sweep finds it.
"""

import errno
import fcntl
import logging
import os
import signal
import socket
import threading
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any, NoReturn

from celery import Celery
from celery.apps.worker import Worker
from celery.beat import EmbeddedService, Scheduler
from celery.exceptions import SecurityWarning
from celery.platforms import EX_OK
from celery.worker import state
from waitress.server import create_server

from config.capacity import THREADS
from config.celery import QUEUES

STOP_SECONDS = 10  # how long running tasks may take to finish when the process stops


class StartupError(Exception):
    """The site cannot start; the message is one line and says what to do."""


def lock_data_dir(data_dir: Path) -> None:
    """Take an exclusive lock (flock) on the folder; it ends with the process."""
    lock = os.open(data_dir / "up.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise StartupError(
            f"Footnote already runs on {data_dir}: stop it, or set DATA_DIR to another folder."
        ) from None


def listen(port: int) -> list[socket.socket]:
    """Listen on 127.0.0.1 and, if there is IPv6, on ::1; both are "localhost"."""
    if not 1 <= port <= 65535:
        raise StartupError(f"PORT must be from 1 to 65535, not {port}.")
    sockets: list[socket.socket] = []
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            sockets.append(_listen(family, host, port))
        except OSError as error:
            if family == socket.AF_INET6 and error.errno != errno.EADDRINUSE:
                continue  # no IPv6 here
            for other in sockets:
                other.close()
            if error.errno == errno.EADDRINUSE:
                message = f"Port {port} is in use: stop what uses it, or set PORT to another one."
            else:
                message = f"Port {port} cannot be used ({error.strerror}): set PORT to another one."
            raise StartupError(message) from None
    return sockets


def _listen(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen(128)  # only a listening socket keeps others off the port
    except BaseException:
        listener.close()
        raise
    return listener


class EmbeddedWorker(Worker):
    """Celery's worker as a thread: leaves signals, logging and the process name alone."""

    queue: str  # of its tasks

    def install_platform_tweaks(self, worker: object) -> None:
        pass

    def setup_logging(self, colorize: bool | None = None) -> bool:  # type: ignore[override]
        return True  # the stubs say None; true means that logging is set up already

    def set_process_status(self, info: str) -> None:
        pass

    def on_consumer_ready(self, consumer: Any) -> None:
        """Read one queue. Celery's option `queues` is the same for all workers of a process."""
        for queue in QUEUES:
            if queue != self.queue:
                consumer.task_consumer.cancel_by_queue(queue)
        super().on_consumer_ready(consumer)


class BackgroundThreads:
    """A worker for each queue and beat, in threads of this process.

    One thread a queue: a burst of mail or a long report holds up its own queue alone.
    """

    def __init__(self, app: Celery) -> None:
        # Celery warns about pickle as root; only JSON is accepted, and only from this process.
        warnings.filterwarnings("ignore", category=SecurityWarning)
        # Its INFO lines are about a broker; `manage.py up` prints its own.
        logging.getLogger("celery").setLevel(logging.WARNING)
        self.app = app
        self.workers = [
            threading.Thread(target=self._worker(queue).start, name=queue, daemon=True)
            for queue in QUEUES
        ]
        # `thread=True`: a thread, not a process. `max_interval`: checks every second.
        self.beat: Any = EmbeddedService(app, thread=True, max_interval=1, scheduler_cls=Scheduler)

    def _worker(self, queue: str) -> EmbeddedWorker:
        worker = EmbeddedWorker(
            app=self.app,
            hostname=queue,
            pool="threads",
            concurrency=1,
            quiet=True,
            without_mingle=True,
            without_gossip=True,
            timer_precision=0.2,  # seconds its timer may sleep, also while it stops
        )
        worker.queue = queue
        return worker

    def start(self) -> None:
        for worker in self.workers:
            worker.start()
        self.beat.start()

    def stop(self) -> None:
        """Stop beat, finish running tasks, and stop the workers; gives up after `STOP_SECONDS`."""
        self.beat.service.stop()
        state.should_stop = EX_OK  # type: ignore[assignment]  # a warm shutdown, with exit code 0
        for queue in QUEUES:  # wakes a worker that waits for a message
            self.app.send_task("config.tasks.heartbeat", (queue,), queue=queue)
        stop = monotonic() + STOP_SECONDS
        for thread in (*self.workers, self.beat):
            thread.join(max(0, stop - monotonic()))
        state.should_stop = None


def announce_when_ready(port: int, ready: Callable[[], None]) -> None:
    """Call `ready` when `/readyz` replies 200 over HTTP."""

    def watch() -> None:
        pause = threading.Event()
        while not _is_ready(port):
            pause.wait(0.1)
        ready()

    threading.Thread(target=watch, name="announce", daemon=True).start()


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _interrupt(number: int, frame: object) -> NoReturn:
    # Ignore further signals: they must not interrupt the shutdown.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def stop_on_signals() -> None:
    """Turn Ctrl-C and SIGTERM into one KeyboardInterrupt in the main thread."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)


def serve(
    application: Any,
    sockets: list[socket.socket],
    background: BackgroundThreads,
    *,
    proxies: int = 0,
) -> None:
    """Serve until KeyboardInterrupt, then let requests and tasks finish.

    `proxies`: how many stand in front; their X-Forwarded-For and -Proto are believed.
    """
    trust: dict[str, Any] = {}
    if proxies:
        headers = {"x-forwarded-for", "x-forwarded-proto"}
        trust = {"trusted_proxy": "*", "trusted_proxy_count": proxies} | {
            "trusted_proxy_headers": headers
        }
    server = create_server(
        application,
        sockets=sockets,
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=True,
        **trust,
    )
    # Hide "Serving on" and "task queue depth" from the terminal.
    logging.getLogger("waitress").setLevel(logging.ERROR)
    background.start()
    try:
        server.run()
    except KeyboardInterrupt:
        pass  # before the server loop started
    finally:
        background.stop()
