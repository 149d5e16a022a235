"""What to do about it, without an account and with one, at 360×740."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.access import violations
from tests.e2e.conftest import PHONE, ZONE, installed, new_phone
from tests.e2e.test_closed_loop import log_two_hours, prompts
from tests.e2e.test_main_job import go, sign_in, sign_up, tap
from tests.servers import wait_until

pytestmark = pytest.mark.browser

ASKED = "What did you do?"


def expect_question(page: Page) -> None:
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
    calls: list[str] = page.evaluate("window.badge")
    return calls


def watch_icon(phone: BrowserContext) -> None:
    phone.add_init_script(
        """window.badge = [];
        navigator.setAppBadge = async (count) => { window.badge.push(`set ${count}`) };
        navigator.clearAppBadge = async () => { window.badge.push("clear") };"""
    )


def test_a_prompt_without_an_account_is_shown_answered_and_then_quiet(
    phone: BrowserContext,
) -> None:
    watch_icon(phone)
    page = phone.new_page()
    page.goto("/#/today")
    installed(page)
    phone.set_offline(True)
    log_two_hours(page)
    expect(page.get_by_role("link", name="What to do next")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Care.*Something to do"))).to_be_visible()
    assert icon_calls(page)[-1] == "set 1"
    expect_question(page)
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
    expect_question(page)
    expect(page.get_by_role("button", name="Not now")).to_have_count(0)
    assert icon_calls(page)[-1] == "set 1"


def test_a_snoozed_prompt_is_quiet_for_the_chosen_time(phone: BrowserContext) -> None:
    watch_icon(phone)
    page = phone.new_page()
    page.goto("/#/today")
    log_two_hours(page)
    expect_question(page)
    tap(page, "Not now")
    tap(page, "3 days")
    expect(page.get_by_text(re.compile("Asks again"))).to_be_visible()
    assert icon_calls(page)[-1] == "clear"
    page.clock.install(time=datetime.now(ZONE) + timedelta(days=4))
    page.reload()
    expect(page.get_by_text(re.compile("Asks again"))).to_have_count(0)
    wait_until(lambda: icon_calls(page)[-1:] == ["set 1"], 10, "the mark")


def test_a_booked_visit_has_a_day_or_an_unknown_day(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    log_two_hours(page)
    expect_question(page)
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
    installed(page)
    log_two_hours(page)
    expect_question(page)
    phone.set_offline(True)
    place = "Dr. Müller, nerve clinic; second floor, room 12, ring twice and wait in the hall"
    book(page, in_days(3), Time="14:30", With_whom=place)

    def downloaded() -> Any:
        with page.expect_download() as download:
            tap(page, "Add to your calendar")
        assert download.value.suggested_filename == "appointment.ics"
        [event] = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
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


def test_a_prompt_answered_before_signing_in_is_not_shown_again(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    log_two_hours(page)
    expect_question(page)
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


def test_questions_are_suggested_written_ticked_changed_and_brought_back(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto("/#/care")
    installed(page)
    phone.set_offline(True)
    page.get_by_role("link", name=re.compile("Questions.*No question")).tap()
    cause = page.get_by_role("button", name="What could cause this?")
    cause.tap()
    expect(cause).to_have_count(0)
    yours = page.get_by_role("textbox", name="Your question")
    yours.fill(" what could cause THIS")
    tap(page, "Add it")
    expect(page.get_by_text("already on your list")).to_be_visible()
    yours.fill("Is it my shoes?")
    tap(page, "Add it")
    expect(page.get_by_text("already on your list")).to_have_count(0)
    expect(yours).to_have_value("")
    expect(yours).to_be_focused()

    shoes = page.get_by_role("listitem").filter(has_text="Is it my shoes?")
    shoes.get_by_role("button", name="Edit").tap()
    yours.first.fill("Is it my new shoes?")
    tap(page, "Save")
    shoes = page.get_by_role("listitem").filter(has_text="Is it my new shoes?")
    expect(shoes.get_by_role("button", name="Edit")).to_be_focused()
    page.get_by_role("checkbox", name="Asked: What could cause this?").tap()
    shoes.get_by_role("button", name="Delete").tap()
    expect(shoes).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    tap(page, "Undo")
    expect(shoes).to_be_visible()
    page.reload()
    expect(shoes).to_be_visible()
    expect(page.get_by_role("checkbox", name="Asked: What could cause this?")).to_be_checked()
    go(page, "Care")
    expect(page.get_by_role("link", name=re.compile("1 question to ask"))).to_be_visible()


def test_a_question_reaches_the_other_phone(
    phone: BrowserContext, chromium: Browser, live_site: str
) -> None:
    page = phone.new_page()
    email = f"{uuid4()}@example.org"
    sign_up(page, email)
    page.goto("/#/questions")
    page.get_by_role("button", name="Which tests do I need").tap()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    other = new_phone(chromium, live_site)
    there = other.new_page()
    sign_in(there, email)
    go(there, "Care")
    expect(there.get_by_role("link", name=re.compile("1 question"))).to_be_visible()
    other.close()


def test_what_to_bring_is_ticked_by_the_diary_or_by_hand_for_this_visit(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto("/#/care")
    expect(page.get_by_text("0 of 7 ready")).to_be_visible()
    page.get_by_role("checkbox", name="Someone to come along").tap()
    expect(page.get_by_text("1 of 7 ready")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Medicines and supplements")).tap()
    page.get_by_role("link", name="Add a supplement").or_(
        page.get_by_role("link", name="Add something else")
    ).first.tap()
    page.get_by_role("radio", name="Supplement").tap()
    page.get_by_label("Name", exact=True).fill("vitamin b1")
    page.get_by_role("button", name="Vitamin B12").tap()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Vitamin B12")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    tap(page, "Save")
    go(page, "Care")
    expect(page.get_by_text("2 of 7 ready")).to_be_visible()
    page.reload()
    expect(page.get_by_role("checkbox", name="Someone to come along")).to_be_checked()

    page.get_by_role("link", name="Write down a visit").tap()
    page.get_by_role("button", name="Neurologist").tap()
    page.get_by_label("Day", exact=True).fill(f"{in_days(4):%Y-%m-%d}")
    tap(page, "Save")
    go(page, "Care")
    expect(page.get_by_role("heading", name="Neurologist")).to_be_visible()
    expect(page.get_by_text("in 4 days")).to_be_visible()
    # Who comes along to this visit is not known yet.
    expect(page.get_by_role("checkbox", name="Someone to come along")).not_to_be_checked()


def test_an_item_is_ended_today_with_one_tap_and_undone(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/#/background?kind=medication")
    page.get_by_role("button", name="Metformin").tap()
    tap(page, "Save")
    tap(page, "I stopped this today")
    expect(page.get_by_text(re.compile("^Until"))).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    tap(page, "Undo")
    expect(page.get_by_role("button", name="I stopped this today")).to_be_visible()
    expect(page.get_by_text(re.compile("^Until"))).to_have_count(0)


def test_the_summary_shows_the_diary_on_two_pages_offline(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto("/#/today")
    installed(page)
    phone.set_offline(True)
    log_two_hours(page)
    page.goto("/#/questions")
    page.get_by_role("button", name="Should I see a neurologist?").tap()
    expect(page.get_by_text("On your list.")).to_be_visible()
    page.goto("/#/care")
    page.reload()
    page.get_by_role("link", name="Summary to print").tap()
    paper = page.get_by_role("article")
    expect(paper).to_contain_text("Days with numbness: 1. Without: 0. Not logged: 29.")
    expect(paper).to_contain_text("It lasts a long time (See a provider). Limit: 1 h. Here: 2 h.")
    expect(paper).to_contain_text("A blank is not a “no”")
    expect(paper).to_contain_text("Should I see a neurologist?")
    expect(paper).to_contain_text("Not a diagnosis. Not checked by a clinician.")
    expect(paper).to_contain_text(re.compile(r"Rules version \d"))
    tap(page, "90 days")
    expect(paper).to_contain_text("Not logged: 89.")
    page.evaluate("window.print = () => { document.title = 'printed' }")
    tap(page, "Print")
    expect(page).to_have_title("printed")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_care_is_accessible(chromium: Browser, live_site: str) -> None:
    phone = new_phone(chromium, live_site, is_mobile=False, reduced_motion="reduce")
    page = phone.new_page()
    page.goto("/#/today")
    log_two_hours(page)
    expect_question(page)
    assert violations(page) == []
    tap(page, "Visit is booked")
    assert violations(page) == []
    page.get_by_label("Day of the visit").fill(f"{in_days(2):%Y-%m-%d}")
    page.get_by_label("With whom").fill("A place with a very long name " * 5)
    tap(page, "Keep the visit")
    expect(page.get_by_role("heading", name="Your visit")).to_be_visible()
    for screen in ("care", "questions", "summary", "background?kind=condition"):
        page.goto(f"/#/{screen}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if screen == "questions":
            page.get_by_role("button", name="What could cause this?").tap()
            page.get_by_role("button", name="Edit").tap()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], f"{screen} is {width} px wide"
        assert violations(page) == [], screen
    phone.close()
