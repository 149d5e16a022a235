"""The main job by tapping, at 360×740, against `manage.py up` as a person would run it."""

import re
from datetime import datetime, timedelta
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from diary.charts.plots import charts
from tests.e2e.conftest import ZONE, installed
from tests.mailbox import code_to

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.tap()


def enter_code(page: Page, email: str) -> None:
    """Enter the mailed code; then Today is shown."""
    field = page.get_by_label("The code from the mail")
    expect(field).to_be_focused()
    field.fill(code_to(site_of(page), email))
    tap(page, "Sign in")
    expect(page.get_by_role("button", name="Numb now")).to_be_visible()


def site_of(page: Page) -> str:
    return page.url.split("/#")[0]


def sign_up(page: Page, email: str) -> None:
    page.goto("/#/sign-in")
    tap(page, "New here")
    page.get_by_label("E-mail").fill(email)
    tap(page, "Make an account")
    enter_code(page, email)


def sign_in(page: Page, email: str) -> None:
    page.goto("/#/sign-in")
    page.get_by_label("E-mail").fill(email)
    tap(page, "Send me a code")
    enter_code(page, email)


def go(page: Page, screen: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=screen).tap()


def test_a_person_logs_an_episode_gets_see_a_provider_and_shares_it_with_a_doctor(
    phone: BrowserContext, chromium: Browser
) -> None:
    page = phone.new_page()
    sign_up(page, "main-job@example.org")

    tap(page, "Numb now")
    expect(page.get_by_role("timer")).to_be_visible()
    tap(page, "It stopped")

    # It began two hours ago: the timer was only remembered now.
    began = datetime.now(ZONE) - timedelta(hours=2)
    start = page.get_by_label("Start: date and time")
    start.fill(f"{began:%Y-%m-%dT%H:%M}")
    start.blur()
    page.get_by_role("checkbox", name="Left foot").tap()
    page.get_by_role("checkbox", name="Tingling").tap()
    page.get_by_role("radio", name="4", exact=True).tap()
    page.get_by_role("radio", name="Sitting").tap()
    tap(page, "Save")

    expect(page.get_by_role("heading", name="See a provider", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="What matched", exact=True)).to_be_visible()
    expect(page.get_by_text("Left foot").first).to_be_visible()

    page.get_by_role("link", name="Done").tap()
    tap_why = page.get_by_text("Why?").first
    expect(tap_why).to_be_visible()
    tap_why.tap()
    expect(page.get_by_text(re.compile("Checked by the server"))).to_be_visible()

    go(page, "Care")
    expect(page.get_by_role("button", name="Visit is booked")).to_be_visible()

    go(page, "Charts")
    chart = page.get_by_role("img").first
    expect(chart).to_be_visible()
    expect(chart).not_to_have_js_property("naturalWidth", 0)

    go(page, "Settings")
    page.get_by_role("link", name="Share with a doctor").tap()
    tap(page, "Create link")
    url = page.get_by_test_id("share-url").inner_text()

    doctor = chromium.new_context(java_script_enabled=False)
    desk = doctor.new_page()
    opened = desk.goto(url)
    assert opened is not None
    assert opened.status == 200
    expect(desk.get_by_role("heading", name=re.compile("See a provider"))).to_be_visible()
    expect(desk.get_by_role("table").last).to_contain_text("left foot")
    pictures = [image.get_attribute("src") for image in desk.locator("figure img.screen").all()]
    assert len(pictures) == len(charts())
    for address in pictures:
        drawn = doctor.request.get(urljoin(url, address or ""))
        assert (drawn.status, drawn.headers["content-type"]) == (200, "image/svg+xml")

    tap(page, "End this link")
    expect(page.get_by_text("Ended by you")).to_be_visible()
    expect(page.get_by_text(re.compile("Opened once"))).to_be_visible()
    ended = desk.goto(url)
    assert ended is not None
    assert ended.status == 404
    doctor.close()


def test_slurred_speech_is_an_emergency_offline_and_reaches_the_server_once(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    sign_up(page, "offline@example.org")
    installed(page)

    phone.set_offline(True)
    page.reload()  # from cold, with no network
    tap(page, "Log an earlier one")
    page.get_by_role("checkbox", name=re.compile("lurred speech")).tap()

    alarm = page.get_by_role("alertdialog")
    expect(alarm).to_be_visible()
    call = alarm.get_by_role("link", name="Call 911 now")
    expect(call).to_have_attribute("href", "tel:911")
    expect(alarm.get_by_text("Don’t drive yourself.")).to_be_visible()
    expect(alarm.get_by_text(re.compile("lurred speech"))).to_be_visible()
    tap(page, "I have read this")
    expect(page.get_by_role("link", name="Call 911 now").first).to_be_visible()

    page.reload()  # what was saved survives, still with no network
    phone.set_offline(False)
    page.goto("/#/today")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    listed = page.request.get("/api/v1/episodes").json()
    assert listed["count"] == 1
    [episode] = listed["results"]
    assert episode["red_flags"]["slurred_speech"] is True
    revisions = page.request.get(f"/api/v1/episodes/{episode['id']}/revisions").json()
    assert revisions["count"] == 1
