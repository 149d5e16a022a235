"""The screens of a signed-in person and the doctor's page, held against axe, light and dark."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import installed, new_phone
from tests.e2e.test_main_job import sign_up, tap

pytestmark = pytest.mark.browser

SCREENS = (
    "history",
    "charts",
    "care",
    "share",
    "more",
    "limits",
    "sign-in",
    "reset-password",
    "account",
    "account/email",
    "account/passkeys",
    "account/password",
    "account/app",
    "account/devices",
    "account/leave",
    "account/erase",
    "account/delete",
    "background",
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    # At the end of a screen nothing lies half under the bar at its foot.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    found: Any = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:300]}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.fixture(params=["light", "dark"])
def phone(
    request: pytest.FixtureRequest, chromium: Browser, live_site: str
) -> Iterator[BrowserContext]:
    context = new_phone(
        chromium, live_site, is_mobile=False, reduced_motion="reduce", color_scheme=request.param
    )
    yield context
    context.close()


def test_no_screen_keeps_anyone_out(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, f"{uuid4()}@example.org")
    installed(page)
    tap(page, "Numb now")
    expect(page.get_by_role("timer")).to_be_visible()
    for screen in SCREENS:
        page.goto(f"/#/{screen}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], screen


def test_the_doctors_page_keeps_nobody_out(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, f"{uuid4()}@example.org")
    page.goto("/#/share")
    tap(page, "Create link")
    url = page.get_by_test_id("share-url").inner_text()
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []
