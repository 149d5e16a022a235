"""What to do about it, without an account and with one, at 360×740."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import ZONE
from tests.e2e.test_closed_loop import log_two_hours, prompts
from tests.e2e.test_main_job import go, sign_up, tap
from tests.servers import wait_until

pytestmark = pytest.mark.browser

ASKED = "What did you do?"


def asked(page: Page) -> None:
    go(page, "Care")
    expect(page.get_by_role("heading", name=ASKED)).to_be_visible()


def in_days(days: int) -> date:
    return datetime.now(ZONE).date() + timedelta(days=days)


def book(page: Page, day: date, **more: str) -> None:
    tap(page, "Visit is booked")
    page.get_by_label("Day of the visit").fill(f"{day:%Y-%m-%d}")
    for label, text in more.items():
        page.get_by_label(label.replace("_", " ")).fill(text)
    tap(page, "Keep the visit")
    expect(page.get_by_role("heading", name="Your visit")).to_be_visible()


def icon_calls(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.badge")
    return found


def watch_icon(phone: BrowserContext) -> None:
    phone.add_init_script(
        """window.badge = [];
        navigator.setAppBadge = async (count) => { window.badge.push(`set ${count}`) };
        navigator.clearAppBadge = async () => { window.badge.push("clear") };"""
    )


def test_a_phone_without_an_account_asks_is_answered_and_is_quiet(phone: BrowserContext) -> None:
    watch_icon(phone)
    page = phone.new_page()
    page.goto("/#/today")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
    log_two_hours(page)
    expect(page.get_by_role("link", name="What to do next")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Care.*Something to do"))).to_be_visible()
    assert icon_calls(page)[-1] == "set 1"
    asked(page)
    expect(page.get_by_text("It lasts a long time")).to_be_visible()
    tap(page, "I have been seen")
    expect(page.get_by_text("Noted.")).to_be_visible()
    expect(page.get_by_role("heading", name=ASKED)).to_have_count(0)
    assert icon_calls(page)[-1] == "clear"

    go(page, "Today")
    log_two_hours(page)  # another one of the same kind
    page.reload()
    go(page, "Care")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    wait_until(lambda: icon_calls(page), 10, "the icon")
    expect(page.get_by_role("heading", name=ASKED)).to_have_count(0)

    go(page, "Today")
    tap(page, "Emergency signs?")
    page.get_by_role("checkbox", name="Confused").tap()
    tap(page, "I have read this")
    asked(page)
    expect(page.get_by_role("button", name="Not now")).to_have_count(0)
    assert icon_calls(page)[-1] == "set 1"


def test_not_now_is_quiet_for_as_long_as_it_says(phone: BrowserContext) -> None:
    watch_icon(phone)
    page = phone.new_page()
    page.goto("/#/today")
    log_two_hours(page)
    asked(page)
    tap(page, "Not now")
    tap(page, "3 days")
    expect(page.get_by_text(re.compile("Asks again"))).to_be_visible()
    assert icon_calls(page)[-1] == "clear"
    page.clock.install(time=datetime.now(ZONE) + timedelta(days=4))
    page.reload()
    expect(page.get_by_text(re.compile("Asks again"))).to_have_count(0)
    wait_until(lambda: icon_calls(page)[-1:] == ["set 1"], 10, "the mark")


def test_a_booked_visit_has_a_day_or_says_that_it_is_not_known(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    log_two_hours(page)
    asked(page)
    tap(page, "Visit is booked")
    tap(page, "Keep the visit")
    expect(page.get_by_text("Choose the day of the visit.")).to_be_visible()
    expect(page.get_by_label("Day of the visit")).to_be_focused()
    tap(page, "I do not know the day yet")
    expect(page.get_by_text("You have not written down its day yet.")).to_be_visible()
    page.reload()
    tap(page, "I know the day now")
    page.get_by_label("Day of the visit").fill(f"{in_days(5):%Y-%m-%d}")
    tap(page, "Keep the visit")
    expect(page.get_by_text("in 5 days")).to_be_visible()


def test_the_calendar_gets_the_visit_and_nothing_about_health(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    log_two_hours(page)
    asked(page)
    phone.set_offline(True)
    place = "Dr. Müller, nerve clinic; second floor, room 12, ring twice and wait in the hall"
    book(page, in_days(3), Time="14:30", With_whom=place)

    def downloaded() -> Any:
        with page.expect_download() as found:
            tap(page, "Add to your calendar")
        assert found.value.suggested_filename == "appointment.ics"
        [event] = Calendar.from_ical(found.value.path().read_bytes()).walk("VEVENT")
        return event

    event = downloaded()
    when = datetime.combine(in_days(3), datetime.min.time(), ZONE).replace(hour=14, minute=30)
    assert event.decoded("DTSTART") == when.astimezone(UTC)
    assert str(event["SUMMARY"]) == "Appointment"
    assert {"UID", "DTSTAMP", "SEQUENCE"} <= set(event)
    assert "LOCATION" not in event
    alarms = [when + alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
    assert alarms == [when - timedelta(days=1), when.replace(hour=8, minute=0)]

    page.get_by_role("checkbox", name="Also write the place into it").tap()
    with_place = downloaded()
    assert str(with_place["LOCATION"]) == place
    assert with_place["UID"] == event["UID"]

    tap(page, "Change the visit")
    expect(page.get_by_label("Time")).to_have_value("14:30")
    page.get_by_label("Time").fill("")
    tap(page, "Keep the visit")
    whole = downloaded()
    assert whole.decoded("DTSTART") == in_days(3)


def test_an_answer_given_before_signing_in_is_not_asked_again(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    log_two_hours(page)
    asked(page)
    book(page, in_days(6), Time="09:15")
    sign_up(page, f"{uuid4()}@example.org")
    wait_until(lambda: prompts(page), 30, "the prompt")
    wait_until(lambda: prompts(page)[0]["answer"], 30, "the answer")
    [prompt] = prompts(page)
    assert (prompt["answer"], prompt["visit_on"]) == ("booked", f"{in_days(6):%Y-%m-%d}")
    go(page, "Care")
    expect(page.get_by_role("heading", name="Your visit")).to_have_count(1)
    expect(page.get_by_text("09:15")).to_be_visible()
    expect(page.get_by_role("heading", name=ASKED)).to_have_count(0)
