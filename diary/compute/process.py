"""The client of the compute process: sends a job, waits for its result, one at a time."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Thread, Timer
from time import monotonic
from typing import IO, Any, ParamSpec, TypeVar, cast

from diary.compute.wire import read_message, write_message

ROOT = Path(__file__).resolve().parents[2]
IDLE_SECONDS = 60.0
JOB_SECONDS = 20.0  # many times what the largest job needs
START_SECONDS = 40.0  # more for the first job of a process, which imports the libraries
WAIT_SECONDS = 60.0  # for the jobs of other threads

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class ComputeTimeout(Exception):
    """There was no result in time, or the process died. The same again may succeed."""


class ComputeFailed(Exception):
    """The job raised. The message is the class of its error, without data of the diary."""


class Child:
    """One run of `diary.compute.worker`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "diary.compute.worker"],
            cwd=ROOT,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # a thread costs memory
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # a Ctrl-C in the terminal is not for it: it ends with us
        )
        self.pid = self._process.pid

    def exchange(self, job: bytes) -> tuple[bool, Any]:
        """Raises OSError or EOFError when it died or was killed."""
        write_message(cast(IO[bytes], self._process.stdin), job)
        reply = read_message(cast(IO[bytes], self._process.stdout))
        return cast(tuple[bool, Any], pickle.loads(reply))  # noqa: S301 - from our child

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        """Close its input, at the end of which it ends, and wait for that."""
        cast(IO[bytes], self._process.stdin).close()
        self._process.wait()
        cast(IO[bytes], self._process.stdout).close()


class ComputeProcess:
    """Runs functions of `diary.charts.remote`; thread-safe."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._free = Condition()
        self._busy = False
        self._child: Child | None = None
        self._last_used = 0.0

    def call(
        self,
        function: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """`function(*args, **kwargs)`, computed there. Raises ComputeTimeout or ComputeFailed."""
        job = pickle.dumps((function, args, kwargs), pickle.HIGHEST_PROTOCOL)
        self._take()
        try:
            succeeded, value = self._exchange(job)
        finally:
            self._give_back()
        if not succeeded:
            raise ComputeFailed(value)
        result: Result = value
        return result

    @property
    def pid(self) -> int | None:
        """Of the running process; None while there is none."""
        child = self._child
        return None if child is None else child.pid

    @property
    def has_ended(self) -> bool:
        """True if the process that was started died."""
        child = self._child
        return child is not None and child.has_ended()

    def end(self) -> None:
        """End the process now."""
        with self._free:
            child, self._child = self._child, None
            self._free.notify_all()
        if child is not None:
            child.kill()

    def _take(self) -> None:
        with self._free:
            if not self._free.wait_for(lambda: not self._busy, WAIT_SECONDS):
                raise ComputeTimeout("too many jobs wait")
            self._busy = True

    def _give_back(self) -> None:
        with self._free:
            self._busy, self._last_used = False, monotonic()
            self._free.notify_all()

    def _exchange(self, job: bytes) -> tuple[bool, Any]:
        child, seconds = self._child, JOB_SECONDS
        if child is None or child.has_ended():
            child, seconds = self._start(), JOB_SECONDS + START_SECONDS
        limit = Timer(seconds, child.kill)
        limit.start()
        try:
            return child.exchange(job)
        except (OSError, EOFError):
            child.kill()
            self._child = None
            raise ComputeTimeout("the process was killed or died") from None
        finally:
            limit.cancel()

    def _start(self) -> Child:
        self._child = Child()
        Thread(target=self._end_when_idle, args=(self._child,), daemon=True).start()
        return self._child

    def _end_when_idle(self, child: Child) -> None:
        with self._free:
            while self._child is child:
                idle = monotonic() - self._last_used
                if not self._busy and idle >= IDLE_SECONDS:
                    self._child = None
                    break
                self._free.wait(IDLE_SECONDS if self._busy else IDLE_SECONDS - idle)
        child.end()


process = ComputeProcess()
# A child of a fork has the pipes of its parent: it starts a process of its own.
os.register_at_fork(after_in_child=process._reset)
