"""The first opening: three screens, a number chosen by the person, and never again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.access import violations
from tests.e2e.conftest import SCREEN
from tests.e2e.test_main_job import tap

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture
def page(chromium: Browser, live_site: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=live_site, reduced_motion="reduce", **SCREEN)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def screen(page: Page, title: str) -> None:
    heading = page.get_by_role("heading", name=title, level=1)
    expect(heading).to_be_visible()
    expect(heading).to_be_focused()


def test_the_first_opening_explains_the_app_and_asks_for_the_emergency_number_once(
    page: Page,
) -> None:
    page.goto("/#/today")
    screen(page, "What Footnote does")
    expect(page.get_by_role("navigation")).to_have_count(0)
    assert violations(page) == []
    tap(page, "Next")
    screen(page, "What it is not")
    assert violations(page) == []
    tap(page, "Next")
    screen(page, "Your emergency number")
    country = page.get_by_label("Where are you?")
    expect(country).to_have_value("")
    expect(page.get_by_label("Number to call")).to_have_count(0)
    tap(page, "Start")
    expect(page.get_by_text("Choose a country, or write the number.")).to_be_visible()
    expect(country).to_be_focused()
    assert violations(page) == []
    country.select_option(label="Germany")
    expect(page.get_by_label("Number to call")).to_have_value("112")
    assert violations(page) == []
    tap(page, "Start")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()

    page.reload()
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    page.goto("/#/emergency")
    expect(page.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")


def test_the_number_cannot_be_skipped_and_may_be_any(page: Page) -> None:
    page.goto("/#/log")
    screen(page, "What Footnote does")
    tap(page, "Skip to the last step")
    screen(page, "Your emergency number")
    page.goto("/#/history")
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.get_by_label("Where are you?").select_option(label="Another place")
    number = page.get_by_label("Number to call")
    expect(number).to_have_value("")
    number.fill("call me")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Use digits only, such as 911.")).to_be_visible()
    expect(number).to_be_focused()
    number.fill("115")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    page.goto("/#/more/number")
    expect(page.get_by_role("textbox", name="Number to call")).to_have_value("115")


def test_the_emergency_signs_and_signing_in_do_not_wait_for_it(page: Page) -> None:
    page.goto("/#/today")
    screen(page, "What Footnote does")
    page.get_by_role("link", name="Emergency signs?").tap()
    page.get_by_role("checkbox", name="Confused").tap()
    alarm = page.get_by_role("alertdialog")
    call = alarm.get_by_role("link", name="Call emergency services", exact=True)
    expect(call).to_have_attribute("href", "tel:112")
    page.goto("/#/sign-in")
    expect(page.get_by_label("E-mail")).to_be_visible()
    page.goto("/#/today")
    screen(page, "What Footnote does")
