"""Medicines and conditions, on the phone and with the server, at 360×740."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.access import violations
from tests.e2e.conftest import installed, new_phone
from tests.e2e.test_main_job import go, sign_up, tap

LINK = "It came while you took a medicine that can do this"

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(chromium: Browser, live_site: str) -> Iterator[BrowserContext]:
    context = new_phone(chromium, live_site, reduced_motion="reduce")
    yield context
    context.close()


def log_episode(page: Page) -> None:
    """An entry of today with times only."""
    tap(page, "Log an earlier one")
    page.get_by_role("radio", name="15 min ago").tap()
    page.get_by_role("radio", name="After 5 min").tap()
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    page.get_by_role("link", name="Done").tap()


def open_list(page: Page) -> None:
    go(page, "Settings")
    page.get_by_role("link", name="Medicines and conditions").tap()
    expect(page.get_by_role("link", name="Add a medicine")).to_be_visible()


def add_metformin(page: Page) -> None:
    page.get_by_role("link", name="Add a medicine").tap()
    expect(page.get_by_role("radio", name="Medicine")).to_be_checked()
    page.get_by_label("Name", exact=True).fill("Metformin")
    page.get_by_label("Dose").fill("500 mg twice a day")
    began = datetime.now(UTC) - timedelta(days=40)
    page.get_by_label("Started").fill(f"{began:%Y-%m-%d}")
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Metformin")).to_be_visible()


def why(page: Page) -> None:
    page.get_by_text("Why?").first.tap()


def cannot_tell(page: Page) -> None:
    """The rule about medicines is among those that could not be checked."""
    why(page)
    expect(page.get_by_text(LINK).first).to_be_attached()
    expect(page.get_by_role("heading", name=LINK)).to_have_count(0)


def test_a_medicine_of_a_diary_without_an_account_counts_at_once(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    log_episode(page)
    cannot_tell(page)
    open_list(page)
    add_metformin(page)
    go(page, "Today")
    expect(page.get_by_role("heading", name="See a provider", exact=True)).to_be_visible()
    why(page)
    expect(page.get_by_role("heading", name=LINK)).to_be_visible()


def test_taking_no_medicine_can_be_recorded_and_undone(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    log_episode(page)
    cannot_tell(page)
    open_list(page)
    tap(page, "I take none")
    expect(page.get_by_text("You said: none.")).to_be_visible()
    go(page, "Today")
    why(page)
    expect(page.get_by_text("What was not asked")).to_be_visible()
    expect(page.get_by_text(LINK)).to_have_count(0)
    open_list(page)
    tap(page, "Take it back")
    expect(page.get_by_role("button", name="I take none")).to_be_visible()
    go(page, "Today")
    cannot_tell(page)


def test_a_medicine_written_down_offline_reaches_the_server_which_agrees(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    sign_up(page, f"{uuid4()}@example.org")
    installed(page)
    log_episode(page)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    phone.set_offline(True)
    open_list(page)
    tap(page, "I take none")
    add_metformin(page)
    page.reload()
    expect(page.get_by_role("heading", name="Metformin")).to_be_visible()
    go(page, "Today")
    expect(page.get_by_role("heading", name="See a provider", exact=True)).to_be_visible()

    phone.set_offline(False)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible(timeout=40_000)
    why(page)
    expect(page.get_by_text(re.compile("Checked by the server"))).to_be_visible()
    expect(page.get_by_role("heading", name=LINK)).to_be_visible()
    [item] = page.request.get("/api/v1/background").json()["results"]
    assert (item["name"], item["dose"]) == ("Metformin", "500 mg twice a day")
    assessment = page.request.get("/api/v1/assessment?fresh=1").json()
    assert [finding["rule"] for finding in assessment["findings"]] == ["medicine_link"]


def test_what_was_removed_comes_back_by_keyboard_alone(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/background")
    add_metformin(page)
    delete = page.get_by_role("button", name="Delete")
    delete.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Metformin")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Metformin")).to_be_visible()


def test_a_url_opens_the_form_and_errors_are_shown(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/background?kind=condition")
    expect(page.get_by_role("radio", name="Condition")).to_be_checked()
    expect(page.get_by_role("button", name="Diabetes")).to_be_visible()
    page.get_by_label("Started").fill("2026-11-02")
    page.get_by_label("Ended").fill("2026-11-01")
    tap(page, "Save")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    expect(page.get_by_text("Write its name.")).to_be_visible()
    expect(page.get_by_text("It cannot end before it started.")).to_be_visible()
    page.goto("/#/background?kind=")
    tap(page, "Save")
    expect(page.get_by_text("Choose what it is.")).to_be_visible()


def test_a_change_preserves_untouched_fields(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/background")
    add_metformin(page)
    page.get_by_role("link", name="Edit").tap()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Metformin")
    page.get_by_label("Note").fill("from the hospital")
    tap(page, "Save")
    expect(page.get_by_text("from the hospital")).to_be_visible()
    expect(page.get_by_text("500 mg twice a day")).to_be_visible()


def test_neither_the_list_nor_the_form_breaks_a_rule_of_access(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/background")
    add_metformin(page)
    tap(page, "I have none")
    expect(page.get_by_text("You said: none.")).to_be_visible()
    assert violations(page) == []
    page.goto("/#/background?kind=")
    tap(page, "Save")
    expect(page.get_by_text("Choose what it is.")).to_be_visible()
    assert violations(page) == []
