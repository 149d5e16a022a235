"""Prompts and their answers on the phone, against `manage.py up`."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import ZONE, installed, new_phone
from tests.e2e.test_main_job import go, sign_in, sign_up, tap
from tests.servers import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def prompts(page: Page) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = page.request.get("/api/v1/prompts").json()["results"]
    return results


def log_two_hours(page: Page) -> None:
    tap(page, "Log an earlier one")
    began = datetime.now(ZONE) - timedelta(hours=3)
    start = page.get_by_label("Start: date and time")
    start.fill(f"{began:%Y-%m-%dT%H:%M}")
    start.blur()
    stop = page.get_by_label("Stop: date and time")
    stop.fill(f"{began + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    stop.blur()
    tap(page, "Save")
    page.get_by_role("link", name="Done").tap()


def test_an_emergency_that_was_read_without_a_network_is_acknowledged_and_stays_on_today(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    sign_up(page, "read-offline@example.org")
    installed(page)
    phone.set_offline(True)
    tap(page, "Emergency signs?")
    page.get_by_role("checkbox", name="Confused").tap()
    tap(page, "I have read this")
    card = page.get_by_role("heading", name="Call emergency services now")
    expect(card).to_be_visible()

    phone.set_offline(False)
    go(page, "Care")
    expect(page.get_by_role("button", name="I have been seen")).to_be_visible()
    expect(page.get_by_role("button", name="Not now")).to_have_count(0)
    go(page, "Today")
    expect(card).to_be_visible()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    [prompt] = prompts(page)
    assert (prompt["answer"], prompt["open"]) == ("acknowledged", True)

    go(page, "Care")
    tap(page, "I have been seen")
    expect(page.get_by_text("Noted.")).to_be_visible()
    assert prompts(page)[0]["answer"] == "seen"


def test_an_emergency_from_another_phone_takes_the_screen_until_it_is_read(
    phone: BrowserContext, chromium: Browser, live_site: str
) -> None:
    page = phone.new_page()
    sign_up(page, "two-phones@example.org")
    other = new_phone(chromium, live_site)
    there = other.new_page()
    sign_in(there, "two-phones@example.org")
    tap(there, "Emergency signs?")
    there.get_by_role("checkbox", name="Trouble seeing").tap()
    expect(there.get_by_role("alertdialog")).to_be_visible()
    expect(there.get_by_text("Saved on this phone.", exact=True)).to_be_visible()
    wait_until(lambda: prompts(there), 30, "the prompt")
    other.close()

    page.reload()
    alarm = page.get_by_role("alertdialog")
    expect(alarm.get_by_role("link", name="Call 911 now")).to_be_visible()
    expect(alarm.get_by_text(re.compile("seeing"))).to_be_visible()
    tap(page, "I have read this")
    expect(alarm).to_have_count(0)
    expect(page.get_by_role("heading", name="Call emergency services now")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Call emergency services now")).to_be_visible()
    expect(alarm).to_have_count(0)
    wait_until(lambda: prompts(page)[0]["acknowledged_at"], 30, "the acknowledgement")


def test_after_the_visit_the_phone_asks_whether_they_went(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_up(page, "visit@example.org")
    log_two_hours(page)
    go(page, "Care")
    page.get_by_role("button", name="Visit is booked").tap()
    page.get_by_label("Day of the visit").fill(f"{datetime.now(ZONE) + timedelta(days=1):%Y-%m-%d}")
    tap(page, "Keep the visit")
    expect(page.get_by_role("heading", name="Your visit")).to_be_visible()
    go(page, "Today")
    expect(page.get_by_role("heading", name="Did you go?")).to_have_count(0)

    page.clock.install(time=datetime.now(ZONE) + timedelta(days=2))
    page.reload()
    expect(page.get_by_role("heading", name="Did you go?")).to_be_visible()
    tap(page, "I have another day")
    page.get_by_label("Day of the visit").fill(f"{datetime.now(ZONE) + timedelta(days=9):%Y-%m-%d}")
    tap(page, "Keep the visit")
    expect(page.get_by_role("heading", name="Did you go?")).to_have_count(0)

    page.clock.set_system_time(datetime.now(ZONE) + timedelta(days=10))
    page.reload()
    go(page, "Care")
    expect(page.get_by_role("heading", name="Did you go?")).to_be_visible()
    tap(page, "Yes, I went")
    expect(page.get_by_text("Noted.")).to_be_visible()
    expect(page.get_by_role("heading", name="Did you go?")).to_have_count(0)
    [prompt] = prompts(page)
    assert (prompt["answer"], prompt["awaiting"]) == ("seen", None)


def test_an_answer_without_a_network_stands_and_reaches_the_server_later(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    sign_up(page, "answer-offline@example.org")
    installed(page)
    log_two_hours(page)
    go(page, "Care")
    booked = page.get_by_role("button", name="Visit is booked")
    expect(booked).to_be_visible()

    phone.set_offline(True)
    booked.tap()
    day = datetime.now(ZONE) + timedelta(days=4)
    page.get_by_label("Day of the visit").fill(f"{day:%Y-%m-%d}")
    tap(page, "Keep the visit")
    expect(page.get_by_text("Noted.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Your visit")).to_be_visible()
    expect(booked).to_have_count(0)
    assert prompts(page)[0]["answer"] is None  # asked past the phone's network

    phone.set_offline(False)
    wait_until(lambda: page.evaluate("1") and prompts(page)[0]["answer"], 30, "the answer")
    [prompt] = prompts(page)
    assert (prompt["answer"], prompt["visit_on"]) == ("booked", f"{day:%Y-%m-%d}")
    expect(page.get_by_role("heading", name="Your visit")).to_be_visible()
