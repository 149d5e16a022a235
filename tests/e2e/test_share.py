"""A link for the doctor by tapping: created, shared, opened without script, revoked."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.access import violations
from tests.e2e.test_main_job import go, sign_up, site_of, tap
from tests.mailbox import code_to

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex}@example.org"


@pytest.fixture
def page(phone: BrowserContext, email: str) -> Page:
    page = phone.new_page()
    sign_up(page, email)
    page.goto("/#/share")
    return page


def more(page: Page) -> None:
    page.get_by_text("More choices").tap()


def create_link(page: Page) -> str:
    tap(page, "Create link")
    return page.get_by_test_id("share-url").inner_text(timeout=60_000)


def test_a_link_and_its_passcode_are_separate_and_its_owner_sees_the_views(
    page: Page, chromium: Browser
) -> None:
    more(page)
    page.get_by_label("Name of the link").fill("Dr. Foot")
    page.get_by_role("checkbox", name="Ask for a passcode").tap()
    page.get_by_label("The passcode").fill("123")
    tap(page, "Create link")
    expect(page.get_by_text("Use at least four characters.")).to_be_visible()
    page.get_by_label("The passcode").fill("4711")
    page.get_by_role("checkbox", name="It can be saved").tap()
    assert violations(page) == []
    url = create_link(page)
    expect(page.get_by_role("heading", name="Your link", exact=True)).to_be_focused()
    code = page.get_by_role("img", name="QR code of your link")
    expect(code).not_to_have_js_property("naturalWidth", 0)
    expect(page.get_by_test_id("share-passcode")).to_have_text("4711")
    assert "4711" not in url
    assert violations(page) == []

    doctor = chromium.new_context(java_script_enabled=False)
    desk = doctor.new_page()
    desk.goto(url)
    desk.get_by_label("Passcode").fill("0000")
    desk.get_by_role("button", name="Open the page").click()
    expect(desk.get_by_role("alert")).to_contain_text("9 tries are left")
    desk.get_by_label("Passcode").fill("4711")
    desk.get_by_role("button", name="Open the page").click()
    expect(desk.get_by_text("What the rules match")).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="PDF to print").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    desk.get_by_role("link", name="Español").click()
    expect(desk.get_by_text("Esta página sigue al diario")).to_be_visible()

    go(page, "Care")
    expect(page.get_by_text("A link you shared was opened once")).to_be_visible()
    page.get_by_role("link", name="See your links").tap()
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Dr. Foot"))
    expect(row.get_by_text("1 new")).to_be_visible()
    row.get_by_text("Who opened it, and changes").tap()
    expect(row.get_by_text("Saved as PDF · ")).to_be_visible()
    expect(row.get_by_text("9 wrong passcodes are left")).to_be_visible()
    row.get_by_label("Name of the link").fill("For Monday")
    row.get_by_role("button", name="30 days").tap()
    assert violations(page) == []
    row.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("heading", name="For Monday")).to_be_visible()
    go(page, "Care")
    expect(page.get_by_role("link", name="Link for the doctor")).to_be_visible()
    expect(page.get_by_text("A link you shared was opened once")).to_have_count(0)

    page.goto("/#/share")
    tap(page, "End this link")
    expect(page.get_by_text("Ended by you")).to_be_visible()
    again = desk.goto(url)
    assert again is not None
    assert again.status == 404
    doctor.close()


def test_creating_a_link_continues_after_reauthentication(page: Page, email: str) -> None:
    rejected: list[Any] = []

    def answer(route: Any) -> None:
        if route.request.method != "POST" or rejected:
            route.continue_()
            return
        rejected.append(route)
        code = "reauthentication_required"
        error = {"code": code, "message": "Show once more that it is you."}
        route.fulfill(status=403, json={"status": 403, "errors": [error]})

    page.context.route("**/api/v1/share-links", answer)
    more(page)
    page.get_by_role("button", name="A copy from now").tap()
    tap(page, "Create link")
    expect(page.get_by_role("dialog", name="Is it you?")).to_be_visible()
    tap(page, "Send me a code by mail")
    field = page.get_by_label("The code from the mail")
    expect(field).to_be_visible()
    field.fill(code_to(site_of(page), email))
    tap(page, "Go on")
    expect(page.get_by_test_id("share-qr")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("copy of ")).to_be_visible()


def test_a_health_link_is_a_code_for_a_system_and_no_page(page: Page) -> None:
    more(page)
    page.get_by_role("button", name="A hospital’s system").tap()
    assert create_link(page).startswith("shlink:/")
    expect(page.get_by_role("link", name="Open", exact=True)).to_have_count(0)
    expect(page.get_by_text("The hospital’s system can scan this.")).to_be_visible()


def test_creating_a_link_offline_shows_an_error(page: Page) -> None:
    expect(page.get_by_text("No links yet.")).to_be_visible()
    page.context.set_offline(True)
    tap(page, "Create link")
    expect(page.get_by_role("alert")).to_contain_text("no connection")
    page.context.set_offline(False)
    assert create_link(page).startswith("http")
