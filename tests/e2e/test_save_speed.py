"""How long a save takes on a slow phone, held against what the same page takes for like work."""

import statistics

import pytest
from playwright.sync_api import Browser

from bench.save_on_phone import milliseconds

pytestmark = pytest.mark.browser

# A save may take 100 ms where the reference takes 41: docs/performance.md tells how that was found.
MOST = 100 / 41
TRIES = 3  # other tests run beside it: the least disturbed one counts


def test_from_the_tap_on_save_to_the_verdict_goes_less_than_a_tenth_of_a_second(
    chromium: Browser, live_site: str
) -> None:
    ratios: list[float] = []
    while len(ratios) < TRIES and min(ratios, default=MOST) >= MOST:
        taken = milliseconds(chromium, live_site, episodes=200, pages=1, saves=5)
        ratios.append(taken.save() / statistics.median(taken.reference))
    assert min(ratios) < MOST, f"a save takes {ratios} times the reference"
