"""A threshold changed on the phone shows in findings there, on the server and to the doctor."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import new_phone
from tests.e2e.test_main_job import sign_up, tap

pytestmark = pytest.mark.browser
CHANGED = "Limit changed to 5 min (usually 10 min)."


@pytest.fixture
def page(chromium: Browser, live_site: str) -> Iterator[Page]:
    context = new_phone(chromium, live_site, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def limit(page: Page, about: str) -> Locator:
    page.goto("/#/more")
    page.get_by_role("link", name="Limits").tap()
    return page.get_by_role("group", name=about)


def log_five_minutes_that_nothing_helped(page: Page) -> None:
    page.goto("/#/today")
    tap(page, "Log an earlier one")
    page.get_by_role("radio", name="15 min ago").tap()
    page.get_by_role("radio", name="After 5 min").tap()
    page.get_by_role("radio", name="Nothing helped").tap()
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()


def test_a_changed_limit_counts_on_the_phone_and_can_be_taken_back(page: Page) -> None:
    page.goto("/#/today")
    log_five_minutes_that_nothing_helped(page)
    expect(page.get_by_role("heading", name="Nothing in the diary matches")).to_be_visible()

    row = limit(page, "It is still there long after moving")
    expect(row.get_by_role("status")).to_have_text("10 or more minutes")
    row.get_by_role("button", name="Lower").tap()
    expect(row.get_by_role("status")).to_have_text("5 or more minutes")
    expect(row.get_by_role("button", name="Lower")).to_be_disabled()
    page.goto("/#/today")
    expect(page.get_by_text(CHANGED).first).to_be_visible()  # stored
    page.reload()
    expect(page.get_by_text(CHANGED).first).to_be_visible()

    row = limit(page, "It is still there long after moving")
    row.get_by_role("button", name="Back to 10").tap()
    expect(row.get_by_text("The usual limit.")).to_be_visible()
    page.goto("/#/today")
    expect(page.get_by_text(CHANGED)).to_have_count(0)


def test_learn_shows_the_threshold_of_this_diary(page: Page) -> None:
    page.goto("/#/learn/frequent_month")
    rule = page.locator("#rule-frequent_month")
    expect(rule.get_by_text("you had it on 8 or more of the last 28 days")).to_be_visible()
    expect(page.get_by_text("Changed in your diary")).to_have_count(0)

    row = limit(page, "It happens often in four weeks")
    row.get_by_role("button", name="Lower").tap()
    expect(row.get_by_role("status")).to_have_text("7 or more days in 28")
    page.goto("/#/learn/frequent_month")
    expect(rule.get_by_text("you had it on 7 or more of the last 28 days")).to_be_visible()
    expect(rule.get_by_text("Changed in your diary. Usually 8.")).to_be_visible()
    page.get_by_role("link", name="Limits").tap()
    expect(page.get_by_role("heading", name="Limits", exact=True)).to_be_visible()


def test_a_changed_limit_reaches_the_server_and_the_doctor(page: Page) -> None:
    page.goto("/#/today")
    row = limit(page, "It is still there long after moving")
    row.get_by_role("button", name="Lower").tap()
    expect(row.get_by_text("Changed. Usually 10.")).to_be_visible()
    sign_up(page, f"{uuid4()}@example.org")
    log_five_minutes_that_nothing_helped(page)
    page.goto("/#/today")
    page.get_by_text("Why?").first.tap()
    expect(page.get_by_text("Checked by the server")).to_be_visible()
    expect(page.get_by_text(CHANGED).first).to_be_visible()

    page.goto("/#/share")
    tap(page, "Create link")
    page.goto(page.get_by_test_id("share-url").inner_text())
    expect(page.get_by_text("5 min; the limit is 5 min (changed, usually 10 min).")).to_be_visible()
    expect(page.get_by_role("heading", name="Limits that were changed")).to_be_visible()
