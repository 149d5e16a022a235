"""Phones of 360×740 in Berlin that speak English, as they are after the first opening."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, ViewportSize, expect

PHONE: ViewportSize = {"width": 360, "height": 740}
ZONE = ZoneInfo("Europe/Berlin")
SCREEN: dict[str, Any] = {
    "viewport": PHONE,
    "has_touch": True,
    "is_mobile": True,
    "timezone_id": ZONE.key,
    "locale": "en-GB",
}

INSTALLED = """Promise.race([
    navigator.serviceWorker.ready.then(() => true),
    new Promise((_, reject) => setTimeout(() => reject(new Error('not installed')), 60_000)),
])"""

# Milliseconds until an event counts as missed, on two busy cores; what is there is not waited for.
expect.set_options(timeout=30_000)

opened: dict[str, StorageState] = {}


def welcome(page: Page) -> None:
    """The first opening, on the shortest way to Today; the number is 911."""
    page.goto("/#/today")
    page.get_by_role("button", name="Skip to the last step").click()
    page.get_by_label("Where are you?").select_option(label="United States")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()


def installed(page: Page) -> None:
    """Wait until the service worker has cached the whole app: it then opens offline."""
    page.evaluate(INSTALLED)


def opened_before(chromium: Browser, site: str) -> StorageState:
    """The storage state after onboarding; computed once for each site."""
    if site not in opened:
        context = chromium.new_context(base_url=site, **SCREEN)
        welcome(context.new_page())
        opened[site] = context.storage_state(indexed_db=True)
        context.close()
    return opened[site]


def new_phone(chromium: Browser, site: str, **options: Any) -> BrowserContext:
    """A phone whose first opening is over; `options` are those of a browser context."""
    state = opened_before(chromium, site)
    context = chromium.new_context(base_url=site, storage_state=state, **(SCREEN | options))
    context.set_default_timeout(30_000)
    return context


def quiet_phone(chromium: Browser, site: str, **options: Any) -> BrowserContext:
    """One of 360×780, on which nothing moves by itself."""
    size: ViewportSize = {"width": 360, "height": 780}
    return new_phone(chromium, site, viewport=size, reduced_motion="reduce", **options)


@pytest.fixture
def phone(chromium: Browser, live_site: str) -> Iterator[BrowserContext]:
    context = new_phone(chromium, live_site)
    yield context
    context.close()
