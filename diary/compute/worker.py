"""The compute process: `python -m diary.compute.worker` reads jobs and writes their results.

It ends when the pipe from its parent is closed, so also when the parent was killed.
"""

import os
import pickle
import sys
import traceback

from diary.compute.wire import read_message, write_message

NICENESS = 5  # requests that need no drawing come first


def serve_jobs() -> None:
    jobs, results = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not write into the results
    os.nice(NICENESS)
    while True:
        try:
            job = read_message(jobs)
        except EOFError:
            return
        write_message(results, pickle.dumps(run(job), pickle.HIGHEST_PROTOCOL))


def run(job: bytes) -> tuple[bool, object]:
    """True and the result, or False and the class of the error; the log has where it was raised."""
    try:
        function, args, kwargs = pickle.loads(job)  # noqa: S301 - from our parent
        return True, function(*args, **kwargs)
    except Exception as error:
        # Not the message: it may quote the diary.
        sys.stderr.write("".join(traceback.format_tb(error.__traceback__)))
        sys.stderr.write(f"compute: {type(error).__name__}\n")
        return False, type(error).__name__


if __name__ == "__main__":
    serve_jobs()
