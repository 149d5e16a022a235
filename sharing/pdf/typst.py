"""typst in a process of its own (`press.py`), begun while the diary is still read."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from sharing.pdf.glyphs import folder

PRESS = Path(__file__).with_name("typst_worker.py")
SECONDS = 120  # that typst may take
# glibc: keep what typst frees, and take it from Linux in large pieces; a tenth of the time.
MEMORY = ":".join(
    f"glibc.malloc.{name}={value}"
    for name, value in {
        "hugetlb": 1,
        "top_pad": 1 << 26,
        "trim_threshold": 1 << 30,
        "mmap_threshold": 1 << 30,
    }.items()
)
_presses = BoundedSemaphore(2)  # at one time; who comes later waits


class Failed(Exception):
    """typst did not make it. Why is not in the message: typst may quote what the person wrote."""


class Press:
    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def make(self, told: dict[str, Any], drawn: dict[str, str], now: datetime) -> bytes:
        """The PDF of what is told and of the charts as SVG; once. Raises Failed."""
        order = (told, drawn, {"made_at": int(now.timestamp())})
        try:
            made, _ = self._process.communicate(
                b"\n".join(json.dumps(part).encode() for part in order), timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            raise Failed(f"typst took more than {SECONDS} s") from None
        if self._process.returncode:
            raise Failed(f"typst ended with {self._process.returncode}")
        return made


@contextmanager
def started() -> Iterator[Press]:
    """It loads itself and the fonts in the time until something is made; then it is gone."""
    pipe = subprocess.PIPE
    with (
        _presses,
        subprocess.Popen(  # noqa: S603 - our own file, by our own Python
            [sys.executable, "-I", str(PRESS), str(folder())],
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "GLIBC_TUNABLES": MEMORY},
        ) as process,
    ):
        try:
            yield Press(process)
        finally:
            process.kill()
