"""A phone of 360×740 in Berlin."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 740}
ZONE = ZoneInfo("Europe/Berlin")


@pytest.fixture
def phone(chromium: Browser, live_site: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        base_url=live_site, viewport=PHONE, has_touch=True, is_mobile=True, timezone_id=ZONE.key
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()
