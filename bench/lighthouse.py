"""Lighthouse's marks for the app: opened for the first time, and Today of a phone that knows it.

`make bench-lighthouse` fetches Lighthouse from the npm registry (it is no part of the app, nor of
its tests) and runs it against `manage.py up` in Chromium, as its emulated phone on a slow network.
Five runs of each, the median counts: the marks for speed hang on how busy the machine is, and on
how fast it is. Lighthouse takes it for a computer and works with a quarter of its speed; its own
benchmark index tells whether it is one (1500 and more), or hardly faster than a phone already.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import SCREEN, welcome
from tests.servers import CHROMIUM_FLAGS, chromium_path, free_port, site

LIGHTHOUSE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices")
INDEX = "benchmark index"
RUNS, BAR = 5, 98


def marks(address: str, port: int, *, returning: bool) -> dict[str, float]:
    """One run in the browser that listens on `port`: 0 to 100 for each category, and the index."""
    command = [
        "npx",
        "--yes",
        LIGHTHOUSE,
        address,
        f"--port={port}",
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        # A first load has an empty profile; a repeat load has the storage of the first.
        *(["--disable-storage-reset"] if returning else []),
    ]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ)
    report = json.loads(done.stdout)
    for name in CATEGORIES:
        for ref in report["categories"][name]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                print(f"    {name}: {audit['title']}", audit.get("displayValue", ""), flush=True)
    scores = {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}
    return scores | {INDEX: report["environment"]["benchmarkIndex"]}


def main() -> int:
    missed = False
    with (
        tempfile.TemporaryDirectory() as folder,
        site(Path(folder) / "data") as (address, _),
        sync_playwright() as playwright,
    ):
        port = free_port()
        context = playwright.chromium.launch_persistent_context(
            str(Path(folder) / "profile"),
            executable_path=chromium_path(),
            args=[*CHROMIUM_FLAGS, f"--remote-debugging-port={port}"],
            base_url=address,
            **SCREEN,
        )
        print(f"{LIGHTHOUSE}, {platform.machine()}, {RUNS} runs, median (min to max):\n")
        print(f"| | {' | '.join((*CATEGORIES, INDEX))} |\n|---|{'---|' * (len(CATEGORIES) + 1)}")
        for what, returning in (("first opening", False), ("Today, opened before", True)):
            if returning:
                welcome(context.new_page())
            runs = [marks(f"{address}/", port, returning=returning) for _ in range(RUNS)]
            cells = []
            for name in (*CATEGORIES, INDEX):
                values = [run[name] for run in runs]
                missed = missed or (name != INDEX and statistics.median(values) < BAR)
                cells.append(
                    f"{statistics.median(values):.0f} ({min(values):.0f} to {max(values):.0f})"
                )
            print(f"| {what} | {' | '.join(cells)} |", flush=True)
        context.close()
    print(f"\nThe bar of {BAR}: {'missed' if missed else 'kept'}.")
    return int(missed)


if __name__ == "__main__":
    if shutil.which("npx") is None:
        sys.exit("npx is missing: install Node 20 or newer.")
    sys.exit(main())
