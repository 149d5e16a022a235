"""Running timers: two at once, and the question whether it still goes on, at 360×780."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from diary.serializers import fields
from tests.e2e.access import violations
from tests.e2e.conftest import SCREEN, quiet_phone
from tests.e2e.test_main_job import tap
from tests.e2e.test_screens import OPENED, stored_records

STILL = re.compile(r"Still numb since (yesterday, )?04:10\?")
TURN = """(state) => {
    Object.defineProperty(document, 'visibilityState', {value: state, configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
}"""

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture
def phone(chromium: Browser, live_site: str) -> Iterator[BrowserContext]:
    context = quiet_phone(chromium, live_site)
    context.clock.install(time=OPENED)
    yield context
    context.close()


def numb_now(page: Page) -> None:
    page.goto("/#/today")
    tap(page, "Numb now")
    expect(page.get_by_role("timer")).to_be_visible()


def question(page: Page) -> Locator:
    return page.get_by_role("heading", name=STILL)


def test_two_timers_run_side_by_side_and_each_is_stopped_by_itself(phone: BrowserContext) -> None:
    page = phone.new_page()
    numb_now(page)
    page.get_by_role("checkbox", name="Left foot").tap()
    left = page.get_by_role("region", name=re.compile("Numb since 04:10.*Left foot"))
    expect(left).to_be_visible()
    tap(page, "Numb now")
    expect(page.get_by_role("timer")).to_have_count(2)
    # The newer one, above: on the side that is not numb yet.
    page.get_by_role("checkbox", name="Right foot").first.tap()
    right = page.get_by_role("region", name=re.compile("Numb since 04:10.*Right foot"))
    expect(right).to_be_visible()
    right.get_by_role("button", name="It stopped").tap()
    expect(page.get_by_role("heading", name="What was it like?")).to_be_visible()
    page.goto("/#/today")
    expect(page.get_by_role("timer")).to_have_count(1)
    expect(left).to_be_visible()
    ended = {
        tuple(episode["areas"]): episode["ended_at"] is not None
        for episode in stored_records(page, "episodes")
    }
    assert ended == {("left.foot",): False, ("right.foot",): True}
    tap(page, "It stopped")
    expect(page.get_by_role("heading", name="What was it like?")).to_be_visible()
    page.goto("/#/today")
    tap(page, "Numb now")
    last = page.get_by_role("checkbox", name="(like last time)")
    last.tap()
    expect(page.get_by_role("region", name=re.compile("Numb since .* foot"))).to_be_visible()


def test_the_question_appears_after_ten_minutes_and_an_hour_with_the_emergency_signs_first(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    numb_now(page)
    page.clock.fast_forward("09:50")
    expect(page.get_by_role("timer")).to_contain_text("9:5")
    expect(question(page)).to_have_count(0)
    page.clock.fast_forward("00:15")
    expect(question(page)).to_be_visible()
    none, yes = (
        page.get_by_role("button", name=name, exact=True).bounding_box()
        for name in ("None of these", "Yes, still numb")
    )
    assert none is not None
    assert yes is not None
    assert none["y"] < yes["y"]
    assert violations(page) == []
    tap(page, "None of these")
    expect(page.get_by_text("None of the emergency signs. Noted.")).to_be_visible()
    flags = stored_records(page, "episodes")[0]["red_flags"]
    assert flags["slurred_speech"] is False
    assert not any(flags.values())
    tap(page, "Yes, still numb")
    expect(question(page)).to_have_count(0)

    page.clock.fast_forward("50:00")
    expect(question(page)).to_be_visible()
    tap(page, "Yes, still numb")
    expect(question(page)).to_have_count(0)
    page.clock.fast_forward("12:00:00")
    page.clock.fast_forward("11:00:00")
    expect(question(page)).to_be_visible()
    tap(page, "Yes, one of these")
    page.get_by_role("checkbox", name="Confused").tap()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    [record] = stored_records(page, "episodes")
    assert record["red_flags"]["confusion"] is True
    assert record["ended_at"] is None


def test_a_forgotten_timer_is_noticed_on_the_next_opening_and_ends_when_it_did(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    numb_now(page)
    page.close()
    page = phone.new_page()
    page.clock.fast_forward("03:00:00")
    page.goto("/#/today")
    expect(question(page)).to_be_visible()
    tap(page, "No, it stopped earlier")
    tap(page, "Keep this time")
    expect(page.get_by_text("Choose when it stopped.")).to_be_visible()
    assert violations(page) == []
    assert stored_records(page, "episodes")[0]["ended_at"] is None
    page.get_by_role("radio", name="After 30 min").tap()
    tap(page, "Keep this time")
    expect(page.get_by_role("heading", name="What was it like?")).to_be_visible()
    [record] = stored_records(page, "episodes")
    began, ended = (datetime.fromisoformat(record[name]) for name in ("started_at", "ended_at"))
    assert ended - began == timedelta(minutes=30)


def test_the_question_appears_when_the_page_becomes_visible(phone: BrowserContext) -> None:
    page = phone.new_page()
    numb_now(page)
    page.clock.fast_forward("01:00:05")
    tap(page, "Yes, still numb")
    expect(question(page)).to_have_count(0)
    for away, questions in (("00:05:00", 0), ("01:30:00", 1)):
        page.evaluate(TURN, "hidden")
        page.clock.fast_forward(away)
        page.evaluate(TURN, "visible")
        expect(page.get_by_role("timer")).to_contain_text(":")
        expect(question(page)).to_have_count(questions)


def test_the_question_does_not_return_right_after_still_going_on(
    phone: BrowserContext,
) -> None:
    page = phone.new_page()
    page.goto("/#/log")
    page.get_by_role("radio", name="30 min ago").tap()
    tap(page, "Save")
    page.get_by_role("link", name="Done").tap()
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_role("button", name="Yes, still numb")).to_have_count(0)
    page.clock.fast_forward("31:00")
    expect(page.get_by_role("button", name="Yes, still numb")).to_be_visible()


def test_a_clock_that_is_set_back_ends_no_timer_before_it_began(phone: BrowserContext) -> None:
    page = phone.new_page()
    numb_now(page)
    page.clock.set_system_time(OPENED - timedelta(hours=2))
    page.reload()
    expect(page.get_by_role("timer")).to_be_visible()
    tap(page, "It stopped")
    expect(page.get_by_role("heading", name="What was it like?")).to_be_visible()
    [record] = stored_records(page, "episodes")
    assert record["ended_at"] >= record["started_at"]


def test_a_timer_goes_on_through_a_journey(chromium: Browser, phone: BrowserContext) -> None:
    page = phone.new_page()
    numb_now(page)
    state = phone.storage_state(indexed_db=True)
    url = page.url
    there = chromium.new_context(
        storage_state=state, **(SCREEN | {"timezone_id": "America/New_York"})
    )
    there.clock.install(time=OPENED + timedelta(minutes=9))
    page = there.new_page()
    page.goto(url)
    expect(page.get_by_role("timer")).to_contain_text("9:0")
    tap(page, "It stopped")
    expect(page.get_by_role("heading", name="What was it like?")).to_be_visible()
    [record] = stored_records(page, "episodes")
    lasted = datetime.fromisoformat(record["ended_at"]) - datetime.fromisoformat(
        record["started_at"]
    )
    assert timedelta(minutes=8) < lasted < timedelta(minutes=10)
    assert record["zone"] == "Europe/Berlin"  # where it began
    there.close()


# Days come from one of the browser's clocks, hours from the other.
CLOCKS = """(zones) => zones.filter((zone) => [0, 3, 6, 9].some((month) => {
  const moment = Date.UTC(2026, month, 15, 12);
  const shown = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(moment).find(({ type }) => type === "timeZoneName").value;
  const { offset } = new Temporal.ZonedDateTime(BigInt(moment) * 1000000n, zone);
  return (shown === "GMT" ? "+00:00" : shown.slice(3)) !== offset;
}))"""


def test_both_clocks_of_the_browser_agree_in_every_zone(phone: BrowserContext) -> None:
    zones = sorted(fields.time_zones())
    assert len(zones) > 400
    assert phone.new_page().evaluate(CLOCKS, zones) == []
