"""The app on the phone: brought there whole, and replaced only when the person says so."""

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.conftest import installed, new_phone

pytestmark = pytest.mark.browser


def test_an_installation_that_failed_is_tried_again(chromium: Browser, live_site: str) -> None:
    phone = new_phone(chromium, live_site)
    lost: list[str] = []

    def lose_one(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.abort()

    phone.route("**/icons/icon-512.png", lose_one)
    page = phone.new_page()
    page.goto("/#/today")
    installed(page)
    assert len(lost) == 1
    phone.set_offline(True)
    page.reload()
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()
    phone.close()
