"""typst in a subprocess (`typst_worker.py`), started while the diary is still being read."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from sharing.pdf.glyphs import font_folder

WORKER = Path(__file__).with_name("typst_worker.py")
TIMEOUT_SECONDS = 120
# glibc: keep freed memory, and take it from Linux in large pieces; a tenth of the time.
MALLOC_TUNABLES = ":".join(
    f"glibc.malloc.{name}={value}"
    for name, value in {
        "hugetlb": 1,
        "top_pad": 1 << 26,
        "trim_threshold": 1 << 30,
        "mmap_threshold": 1 << 30,
    }.items()
)
_slots = BoundedSemaphore(2)  # processes at one time; further callers wait


class RenderError(Exception):
    """The report was not rendered. The message has no reason of typst: it may quote the diary."""


class TypstProcess:
    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def compile(self, data: dict[str, Any], charts: dict[str, str], now: datetime) -> bytes:
        """The PDF of `data` and of the charts (SVG by name). Call it once. Raises RenderError."""
        parts = (data, charts, {"made_at": int(now.timestamp())})
        try:
            pdf, errors = self._process.communicate(
                b"\n".join(json.dumps(part).encode() for part in parts), timeout=TIMEOUT_SECONDS
            )
        except subprocess.TimeoutExpired:
            raise RenderError(f"typst took more than {TIMEOUT_SECONDS} s") from None
        if self._process.returncode:
            reason = _failure_reason(errors.decode(errors="replace"))
            raise RenderError(f"typst ended with {self._process.returncode}: {reason}")
        return pdf


def _failure_reason(errors: str) -> str:
    """Where typst panicked, or the class of the exception: the message may quote the diary."""
    panic = re.search(r"panicked at \S+?([\w.-]+/src/\S+:\d+)", errors)
    exception = re.search(r"^([\w.]+(?:Error|Exception)):", errors, re.MULTILINE)
    return (panic or exception or [None, "unknown"])[1] or "unknown"


@contextmanager
def start_typst() -> Iterator[TypstProcess]:
    """Start a process, which loads itself and the fonts at once; kill it at the end."""
    pipe = subprocess.PIPE
    with (
        _slots,
        subprocess.Popen(  # noqa: S603 - our own file, by our own Python
            [sys.executable, "-I", str(WORKER), str(font_folder())],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env={**os.environ, "GLIBC_TUNABLES": MALLOC_TUNABLES},
        ) as process,
    ):
        try:
            yield TypstProcess(process)
        finally:
            process.kill()
