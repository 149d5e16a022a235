"""An entry is opened again: as it was saved, to be changed, or to be taken out and put back."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.test_main_job import tap
from tests.e2e.test_screens import OPENED, stored_records

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def edit(page: Page) -> None:
    page.goto("/#/history")
    tap(page, "Edit")
    expect(page.get_by_role("heading", name="Edit this entry")).to_be_visible()


def save(page: Page) -> None:
    tap(page, "Save")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()


def test_one_that_goes_on_is_shown_as_saved_and_goes_on_after_an_edit(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto("/#/log")
    page.get_by_role("radio", name="15 min ago").tap()
    page.get_by_role("radio", name="I woke with it").tap()
    page.get_by_role("radio", name="4", exact=True).tap()
    save(page)
    [before] = stored_records(page, "episodes")
    assert (before["start_precision"], before["ended_at"]) == ("woke_with_it", None)

    edit(page)
    expect(page.get_by_role("checkbox", name="I woke with it")).to_be_checked()
    expect(page.get_by_role("radio", name="Still numb")).to_be_checked()
    expect(page.get_by_role("radio", name="4", exact=True)).to_be_checked()
    feels = page.get_by_role("group", name="What does it feel like?")
    expect(feels.get_by_text("Not asked")).to_be_visible()
    page.get_by_label("Note").fill("in bed")
    save(page)
    assert stored_records(page, "episodes") == [before | {"note": "in bed"}]


def test_one_that_has_ended_is_deleted_from_its_sheet_and_comes_back(
    phone: BrowserContext,
) -> None:
    phone.clock.install(time=OPENED)
    page = phone.new_page()
    page.goto("/#/log")
    page.get_by_role("radio", name="60 min ago").tap()
    page.get_by_role("radio", name="After 15 min").tap()
    save(page)
    [before] = stored_records(page, "episodes")
    edit(page)
    tap(page, "Delete")
    expect(page.get_by_text("Entry deleted.")).to_be_visible()
    expect(page.get_by_role("button", name="Edit")).to_have_count(0)
    tap(page, "Undo")
    expect(page.get_by_role("button", name="Edit")).to_be_visible()
    assert stored_records(page, "episodes") == [before]


def test_what_was_entered_days_later_is_marked_without_an_account_too(
    phone: BrowserContext,
) -> None:
    phone.clock.install(time=OPENED)
    page = phone.new_page()
    page.goto("/#/log")
    start = page.get_by_label("Start: date and time")
    start.fill(f"{OPENED - timedelta(days=3):%Y-%m-%dT%H:%M}")
    start.blur()
    page.get_by_role("radio", name="After 5 min").tap()
    save(page)
    expect(page.get_by_text("Logged later")).to_be_visible()
    page.goto("/#/log")
    page.get_by_role("radio", name="15 min ago").tap()
    page.get_by_role("radio", name="After 5 min").tap()
    save(page)
    expect(page.get_by_text("Logged later")).to_have_count(0)
    page.goto("/#/history")
    tap(page, "List")
    expect(page.get_by_text("Logged later")).to_have_count(1)
