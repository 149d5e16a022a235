"""Appearance: system or chosen theme, forced colours, right-to-left."""

from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.test_main_job import sign_up, tap

pytestmark = pytest.mark.browser

# Background and text colour.
LIGHT = ("rgb(241, 239, 232)", "rgb(23, 39, 42)")
DARK = ("rgb(16, 25, 27)", "rgb(244, 238, 225)")


def looks(page: Page, colours: tuple[str, str]) -> None:
    for what, colour in zip(("background-color", "color"), colours, strict=True):
        expect(page.locator("html")).to_have_css(what, colour)


def test_the_theme_is_that_of_the_system_until_one_is_chosen(phone: BrowserContext) -> None:
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


def test_larger_words_and_no_motion_stay_chosen(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/more/look")
    html, sheet = page.locator("html"), page.locator(".sheet")
    expect(html).to_have_css("font-size", "16px")
    expect(sheet).to_have_css("animation-duration", "0.26s")
    tap(page, "Larger")
    expect(html).to_have_css("font-size", "22px")
    tap(page, "Off")
    expect(sheet).to_have_css("animation-duration", "1e-05s")
    page.reload()
    expect(html).to_have_css("font-size", "22px")
    expect(sheet).to_have_css("animation-duration", "1e-05s")


def test_a_new_language_applies_at_once_and_is_sent_to_the_server(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, "idioma@example.org")
    page.goto("/#/more/language")
    page.get_by_role("radio", name="Español").tap()
    expect(page.get_by_role("heading", name="Idioma", level=1)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("header [data-state=saved]")).to_be_visible()
    assert page.request.get("/api/v1/diary").json()["locale"] == "es"
    page.goto("/#/today")
    expect(page.get_by_role("button", name="Se me duerme ahora")).to_be_visible()


def test_where_colours_are_forced_what_is_chosen_still_shows(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.emulate_media(forced_colors="active")
    page.goto("/#/log")
    page.get_by_role("checkbox", name="Left foot", exact=True).tap()
    page.get_by_role("radio", name="4", exact=True).tap()
    page.get_by_role("checkbox", name="Tingling").tap()

    def drawn(what: str, of: str) -> str:
        style = page.locator(of).first.evaluate(
            "(e, what) => getComputedStyle(e).getPropertyValue(what)", what
        )
        return str(style)

    for chosen, other in (
        ("label.chip:has(input:checked)", "label.chip:has(input:not(:checked))"),
        ("[aria-pressed=true]", "[aria-pressed=false]"),
    ):
        assert drawn("background-color", chosen) != drawn("background-color", other)
    part = ".drawing label:has(input{}) path"
    assert drawn("fill", part.format(":checked")) != drawn("fill", part.format(":not(:checked)"))
    page.goto("/#/today")
    here = drawn("outline-style", "nav [aria-current] .icon")
    assert here == "solid"
    day = "ol li.today"
    assert drawn("outline-style", day) == "solid"


def test_read_from_the_right_the_screen_turns_and_the_body_does_not(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/log")
    page.evaluate("document.documentElement.dir = 'rtl'")
    middle = 180

    def x(role: Literal["link", "checkbox"], name: str) -> float:
        box = page.get_by_role(role, name=name, exact=True).bounding_box()
        assert box
        return box["x"] + box["width"] / 2

    assert x("link", "Back") > middle
    expect(page.get_by_role("link", name="Back").locator("svg")).to_have_css(
        "transform", "matrix(-1, 0, 0, 1, 0, 0)"
    )
    assert x("checkbox", "Left foot") < middle < x("checkbox", "Right foot")
    assert page.evaluate("document.documentElement.scrollWidth") <= middle * 2
