"""The tests under other clocks: `python -m tests.clocks [NAME...] [-m MARKER]`.

The wall clock of every Python process (`clock_shift/sitecustomize.py`), of the app's unit tests
(`frontend/tests/clock-shift.ts`) and of each page of a browser (`tests.servers.share_clock`) is
moved by CLOCK_SHIFT seconds: all by one distance, so that they agree. PostgreSQL and Redis keep
the real time; nothing reads it from them.
"""

import argparse
import os
import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.servers import ROOT, run_with_postgres

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
# A clock of one moment starts so long before it: the moment passes while the tests run.
LEAD = timedelta(minutes=2)
ZONES = ("Pacific/Kiritimati", "America/Los_Angeles")
PYTEST = [sys.executable, "-m", "pytest", "-n", "2"]


def sundays(year: int, month: int, hour: int, zone: ZoneInfo) -> list[datetime]:
    """The Sundays of a month, each at that hour of the zone's wall clock."""
    days = [datetime(year, month, day, hour, tzinfo=zone) for day in range(1, 31)]
    last = [datetime(year, month, 31, hour, tzinfo=zone)] if month in {3, 10} else []
    return [day for day in days + last if day.weekday() == 6]


def clocks(now: datetime) -> dict[str, datetime]:
    """The name of each clock and the moment at which it starts, after `now`."""

    def upcoming(moments: list[datetime]) -> datetime:
        return next(moment for moment in moments if moment > now)

    years = (now.year, now.year + 1)
    leap = next(year for year in range(now.year, now.year + 9) if year % 4 == 0)
    return {
        "40-days": now + timedelta(days=40),
        "400-days": now + timedelta(days=400),
        "leap-day": upcoming(
            [datetime(year, 2, 29, 12, tzinfo=BERLIN) for year in (leap, leap + 4)]
        ),
        "after-midnight": upcoming(
            [(now + timedelta(days=days)).replace(hour=0, minute=5) for days in (0, 1)]
        ),
        "new-year": upcoming([datetime(year, 12, 31, 23, 59, tzinfo=BERLIN) for year in years]),
        "berlin-spring": upcoming([sundays(year, 3, 2, BERLIN)[-1] - LEAD for year in years]),
        "berlin-autumn": upcoming([sundays(year, 10, 3, BERLIN)[-1] - LEAD for year in years]),
        "new-york-spring": upcoming([sundays(year, 3, 2, NEW_YORK)[1] - LEAD for year in years]),
        "new-york-autumn": upcoming([sundays(year, 11, 2, NEW_YORK)[0] - LEAD for year in years]),
    }


def run(name: str, marker: str) -> bool:
    """The tests under one clock, or in one time zone; whether all of them passed."""
    env = dict(os.environ)
    if name in ZONES:
        env["TZ"] = name
    else:
        now = datetime.now(BERLIN)
        # Of the instants: between two wall clocks of one zone an hour may be missing.
        shift = clocks(now)[name].timestamp() - now.timestamp()
        env |= {"CLOCK_SHIFT": f"{shift:.0f}", "PYTHONPATH": str(ROOT / "tests" / "clock_shift")}
    print(f"\n== Clock: {name} ==", flush=True)
    passed = run_with_postgres([*PYTEST, "-m", marker], env) == 0
    return subprocess.call(["npm", "test"], cwd=ROOT / "frontend", env=env) == 0 and passed


def main() -> int:
    names = [*clocks(datetime.now(BERLIN)), *ZONES]
    parser = argparse.ArgumentParser(description="The tests under other clocks.")
    parser.add_argument("clock", nargs="*", help=", ".join(names))
    parser.add_argument("-m", dest="marker", default="not browser or journey")
    chosen = parser.parse_args()
    failed = [name for name in chosen.clock or names if not run(name, chosen.marker)]
    print(f"\nFailed with the clocks: {', '.join(failed)}" if failed else "\nAll clocks passed")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
