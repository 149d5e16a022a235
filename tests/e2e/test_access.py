"""Accessibility of the doctor's page, by axe, and an entry by keyboard alone."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.access import violations
from tests.e2e.conftest import new_phone
from tests.e2e.test_main_job import sign_up, tap
from tests.e2e.test_screens import stored_records

pytestmark = [pytest.mark.browser, pytest.mark.journey]

FOCUSED = """(() => {
    const here = document.activeElement;
    return here.getAttribute('aria-label') ?? (here.labels?.[0] ?? here).textContent.trim();
})()"""


@pytest.fixture
def phone(chromium: Browser, live_site: str) -> Iterator[BrowserContext]:
    context = new_phone(chromium, live_site, is_mobile=False, reduced_motion="reduce")
    yield context
    context.close()


def reach(page: Page, name: str) -> None:
    """Press Tab until the element with this name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return
    pytest.fail(f"the keyboard does not come to {name}")


def test_an_entry_is_logged_by_keyboard_alone(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    reach(page, "Log an earlier one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Log an earlier one")).to_be_focused()
    reach(page, "Now")
    page.keyboard.press("ArrowRight")  # 15 min ago
    expect(page.get_by_role("radio", name="15 min ago")).to_be_checked()
    reach(page, "List")
    page.keyboard.press("Enter")
    reach(page, "Left foot")
    page.keyboard.press("Space")
    reach(page, "Tingling")
    page.keyboard.press("Space")
    reach(page, "0 – Not at all")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    reach(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_focused()
    [entry] = stored_records(page, "episodes")
    assert (entry["areas"], entry["sensations"], entry["severity"]) == (
        ["left.foot"],
        ["tingling"],
        4,
    )


def test_on_a_wide_screen_the_keyboard_goes_from_the_places_to_what_stands_beside_them(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/#/today")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUSED) == "Settings"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Emergency signs?"
    page.get_by_role("link", name="Skip to content").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_the_doctors_page_is_accessible(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, f"{uuid4()}@example.org")
    page.goto("/#/share")
    tap(page, "Create link")
    url = page.get_by_test_id("share-url").inner_text()
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []
