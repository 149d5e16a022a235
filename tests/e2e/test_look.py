"""Light and dark: as the phone wishes, or as chosen."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.test_main_job import tap

pytestmark = pytest.mark.browser

# Behind the page, and of its words.
LIGHT = ("rgb(241, 239, 232)", "rgb(23, 39, 42)")
DARK = ("rgb(16, 25, 27)", "rgb(244, 238, 225)")


def looks(page: Page, colours: tuple[str, str]) -> None:
    for what, colour in zip(("background-color", "color"), colours, strict=True):
        expect(page.locator("html")).to_have_css(what, colour)


def test_the_look_is_that_of_the_phone_until_one_is_chosen(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.emulate_media(color_scheme="dark")
    page.goto("/#/more/look")
    looks(page, DARK)
    page.emulate_media(color_scheme="light")
    looks(page, LIGHT)
    tap(page, "Dark")
    looks(page, DARK)
    page.reload()
    looks(page, DARK)
    page.emulate_media(color_scheme="dark")
    tap(page, "Light")
    looks(page, LIGHT)
    page.reload()
    looks(page, LIGHT)
    tap(page, "Like the phone")
    looks(page, DARK)
